"""Whatever comes from other programs or goes to them: workbooks, Word, PDF, lists."""
