"""A typeset sheet becomes a workbook."""
