"""A report becomes a Word document."""
