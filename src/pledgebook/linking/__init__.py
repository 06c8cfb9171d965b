"""Which claims are about one promise, which promise is part of another, and why."""

from __future__ import annotations

from pledgebook.linking.linker import Linked, link

__all__ = ["Linked", "link"]
