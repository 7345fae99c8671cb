"""Untrusted files: judged before they are parsed, and parsed in a separate process."""
