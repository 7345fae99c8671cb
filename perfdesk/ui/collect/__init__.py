"""The window of 收集汇总."""
