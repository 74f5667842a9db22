"""Asistensi: the queue, the workspace, the notes and the decisions, as pages."""
