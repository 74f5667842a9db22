"""The pages on which an agency writes its proposal."""
