"""Papers made of proposals: receipts, KAK, RAB and the whole, each from data that no page can show differently."""
