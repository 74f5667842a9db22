"""Attachments as bytes: what is let in (`inspect`), how it is named (`names`), where it lies (`storage`)."""
