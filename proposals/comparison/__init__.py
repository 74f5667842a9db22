"""Differences between two contents of a proposal: words in texts, rows by their identity, files by their slot.

Pure: contents in (the shape of ``snapshot``), differences out; no database, no clock, no Indonesian sentence.
"""

from proposals.comparison.contents import Comparison, FieldDifference, SectionDifference, compare
from proposals.comparison.files import FileDifference, FileFate
from proposals.comparison.rows import RowDifference, RowFate
from proposals.comparison.words import Kind, Piece, pieces, shortened

__all__ = [
    "Comparison",
    "FieldDifference",
    "FileDifference",
    "FileFate",
    "Kind",
    "Piece",
    "RowDifference",
    "RowFate",
    "SectionDifference",
    "compare",
    "pieces",
    "shortened",
]
