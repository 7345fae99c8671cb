"""Workbooks over many forms: summaries, reports on a run, rows that come back."""
