"""Measures how fast the pages are, beside a bare Django page in the same run: `make bench`, or `python -m ops.bench`.

It reports and fails nothing. What is measured and what is aimed at stands in `cases.py`.
"""
