"""Formulas: compiled from one line of text, the functions they may call, the order they run in."""
