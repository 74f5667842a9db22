"""Template tags: how things are worded and drawn."""
