"""Find editions of forms on disk, read them strictly, and prove them whole."""
