"""What was read from outside, as a value, and how it differs from a document."""
