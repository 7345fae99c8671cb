"""Say what things are: values, cells, forms, documents, edits, findings and the sheet."""
