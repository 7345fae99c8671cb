"""Keep things on disk: project files, journal, history, locks; whole or not at all, and honest."""
