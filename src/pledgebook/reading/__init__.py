"""From files to documents: articles as JSON, text, Markdown and saved pages, told by their content.

for read in read_paths(["articles/", "note.txt"], ReadOptions(published=date(2024, 3, 14))):
    ...  # a ReadDocument, or an Issue with its place
"""

from __future__ import annotations

from pledgebook.reading.files import Found, find_files
from pledgebook.reading.options import PassedOver, Read, ReadDocument, ReadOptions
from pledgebook.reading.paths import read_documents, read_file, read_paths

__all__ = [
    "Found",
    "PassedOver",
    "Read",
    "ReadDocument",
    "ReadOptions",
    "find_files",
    "read_documents",
    "read_file",
    "read_paths",
]
