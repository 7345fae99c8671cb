"""成批生成: a list becomes a project in each row, with its files."""
