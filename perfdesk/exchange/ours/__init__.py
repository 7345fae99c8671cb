"""Workbooks that this program wrote: known by their marks and read by the names of cells."""
