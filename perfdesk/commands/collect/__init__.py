"""收集汇总: a folder of forms becomes one summary workbook."""
