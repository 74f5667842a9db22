"""What the regent's office sees: figures in a fixed number of queries, their words, their drawings."""
