"""Fictional proposals and accounts of Lebong for trying the software; places are real, projects and people are not."""
