"""The window of 成批生成."""
