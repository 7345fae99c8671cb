"""Arithmetic of the field: rates, points, quantities, times, groups of rows."""
