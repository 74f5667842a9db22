"""Formats that replace Django's own for Indonesian (``FORMAT_MODULE_PATH``)."""
