"""PerfDesk, a desktop program for budget-performance forms."""

__version__ = "0.1.0"
