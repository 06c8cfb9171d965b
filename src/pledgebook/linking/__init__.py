"""Which claims are about one promise, which promise is part of another, and why."""

from __future__ import annotations

from pledgebook.linking.linker import Linked, link
from pledgebook.linking.near_copies import find_copies

__all__ = ["Linked", "find_copies", "link"]
