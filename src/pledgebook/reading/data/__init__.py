"""Data files as documents and claims: each record is a document, each of its rows or transactions a claim."""
