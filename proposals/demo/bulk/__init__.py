"""A synthetic cycle of any size for measurements, written by the table instead of by performing actions.

Synthetic are the people, the titles, the amounts and the course of every proposal. Real are the shapes: every row
satisfies the constraints and triggers of its table, every submitted version is the project's own reading of the rows
with its true fingerprint, and every move is in a true audit chain. What a real cycle has and this one has not: mail,
saves and notes as entries of their own on the record, and files of one's own (all proposals share two).
"""
