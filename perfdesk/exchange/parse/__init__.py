"""Bytes of one format become a grid of texts; all of it runs inside a worker."""
