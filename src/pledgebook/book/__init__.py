"""The book on disk: a folder with the append-only log and what is derived from it."""
