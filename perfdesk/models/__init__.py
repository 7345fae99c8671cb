"""Plain values that every floor shares: forms, documents, edits, findings. No files, no Qt."""
