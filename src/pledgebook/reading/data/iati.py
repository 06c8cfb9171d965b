"""Activities of the International Aid Transparency Initiative (IATI), versions 1.01 to 2.03, however many.

An activity is one record: its id is the iati-identifier, its claims are its transactions. The file is cut into its
activities as it is read, and each is parsed on its own: memory stays the same however large it is, and a broken
activity leaves the others readable. Entities, document types and the network are off.
"""

from __future__ import annotations

import codecs
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import re2

from pledgebook.model import Issue
from pledgebook.reading.data.iati_activity import CHILD, PARENT, Activity, activity_of, day
from pledgebook.reading.data.iati_claims import Writing
from pledgebook.reading.data.records import Record
from pledgebook.reading.data.xml_pieces import Piece, Pieces
from pledgebook.reading.options import Read, ReadOptions, Unreadable, checked_day

READER = "iati 1"

ROOT = "iati-activities"

MOST_PARENTS = 100_000
"""Children whose parent is remembered from the parent's own list: a few megabytes."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

LONGEST_TITLE = 200


def is_activities(beginning: bytes) -> bool:
    """Whether a file that begins so holds activities."""
    text = beginning.decode("utf-16" if beginning.startswith(UTF_16) else "utf-8", "replace")
    return text.lstrip("\ufeff \t\r\n").startswith("<") and bool(_root().search(text))


@functools.cache
def _root() -> Any:
    return re2.compile(rf"<{ROOT}[\s>]")


def read_activities(path: Path, options: ReadOptions, place: str) -> Iterator[Read]:
    """The activities of a file, one by one; what cannot be used is an Issue with its line."""
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
            file.seek(0)
            is_wide = beginning.startswith(UTF_16)
            stream = codecs.EncodedFile(file, "utf-8", "utf-16") if is_wide else file
            yield from _Reading(place, options, "utf-8" if is_wide else None).read(cast("BinaryIO", stream))
    except UnicodeError as error:
        raise Unreadable(f"not the UTF-16 that its first bytes promise: {error}") from error
    except OSError as error:
        raise Unreadable(str(error.strerror or error)) from error


@dataclass(slots=True)
class _Reading:
    """One file being read: its parser, the day that its root tells, and the parents that have been named so far."""

    place: str
    options: ReadOptions
    encoding: str | None
    parser: Any = None
    generated: str = ""
    parents: dict[str, str] = field(default_factory=dict)

    def read(self, file: BinaryIO) -> Iterator[Read]:
        pieces = Pieces(file, ROOT, "iati-activity")
        count = 0
        for piece in pieces:
            if self.parser is None:
                self._begin(pieces)
            count += not piece.fault
            try:
                yield from self._read_piece(piece, pieces.head)
            except Unreadable as error:
                yield Issue(f"{self.place}:{piece.line}", str(error))
        if not count:
            yield Issue(self.place, "no activity that can be read in it")

    def _begin(self, pieces: Pieces) -> None:
        from lxml import etree

        self.parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True, remove_blank_text=True, collect_ids=False, encoding=self.encoding or pieces.encoding,
        )  # fmt: skip
        self.generated = self._parsed(pieces.head + b"</iati-activities>", 1).get("generated-datetime") or ""

    def _parsed(self, content: bytes, line: int) -> Any:
        """The root of some XML; Unreadable with the line of the file in which it is broken."""
        from lxml import etree

        try:
            return etree.fromstring(content, self.parser)
        except etree.XMLSyntaxError as error:
            at = line + (error.lineno or 1) - 1
            raise Unreadable(
                f"an activity that is no XML, in line {at}: {(error.msg or '').split(', line ')[0]}"
            ) from error
        except (LookupError, ValueError) as error:
            raise Unreadable(f"no XML: {error}") from error

    def _read_piece(self, piece: Piece, head: bytes) -> Iterator[Read]:
        if piece.fault:
            raise Unreadable(piece.fault)
        base = piece.line - head.count(b"\n")
        root = self._parsed(head + piece.content + b"</iati-activities>", base)
        activity = activity_of(root[0])
        if not activity.id:
            raise Unreadable("an activity without an iati-identifier")
        writing = Writing(self._record(activity), activity, self._parent(activity), self.place, base - 1)
        writing.transactions()
        writing.planned()
        yield writing.record.read()
        yield from writing.issues

    def _parent(self, activity: Activity) -> str | None:
        """The activity of which this one is a part: its own word, else that of one before it."""
        for child in activity.related.get(CHILD, ()):
            if len(self.parents) < MOST_PARENTS:
                self.parents.setdefault(child, activity.id)
        own = next(iter(activity.related.get(PARENT, ())), None) or self.parents.get(activity.id)
        return None if own == activity.id else own

    def _record(self, activity: Activity) -> Record:
        """The record with the lines about the activity as a whole."""
        told = day(activity.updated) or day(self.generated)
        reporting = activity.reporting.name if activity.reporting else ""
        title = activity.title[:LONGEST_TITLE]
        record = Record(READER, activity.id, checked_day(told, self.options), reporting, title, "iati")
        record.line(f"{activity.id}: {activity.title}", {})
        record.line("activity", {
            "reported by": reporting, "currency": activity.currency, "hierarchy": activity.hierarchy,
            "humanitarian": "yes" if activity.humanitarian else None, **activity.defaults,
            "sectors": ", ".join(activity.sectors), "part of": ", ".join(activity.related.get(PARENT, ())),
            "parts": ", ".join(activity.related.get(CHILD, ())),
        })  # fmt: skip
        parties = {role: "; ".join(each.name for each in some) for role, some in activity.organisations.items()}
        record.line("organisations", parties)
        shares = (f"{p.code}{'' if p.share is None else f' {p.share}%'}" for p in activity.places)
        record.line("recipients", {"places": ", ".join(shares)})
        return record
