"""What the standing tables tell of where claims were placed, and of the pledges that this made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from pledgebook.book.layers import TextPlace
from pledgebook.book.tables import key_cell
from pledgebook.model import NO_LANGUAGE, TEXT, Key, Match, NearCopy, PartTie, Pledge, Reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ClaimPlace: TypeAlias = tuple[date, str, str, int]
"""Where a placed claim was printed: publication, id and hash of its document, and its number in that."""

BEFORE = "(published, document, document_hash) < (CAST(? AS DATE), ?, ?)"
SINCE = "(published, document, document_hash) >= (CAST(? AS DATE), ?, ?)"

PLACE_CELLS = 'published, document, document_hash, "number"'
PLACED = f"SELECT claim, {PLACE_CELLS}, draft, pledge FROM claims WHERE draft IS NOT NULL"  # noqa: S608
"""The placed claims: asked for again and again, they are kept in memory."""

NOTED = f"""SELECT key, draft FROM (
    SELECT key, draft, max(({PLACE_CELLS})) AS last FROM keys WHERE key IN (SELECT unnest(?)) AND {BEFORE}
    GROUP BY key, draft QUALIFY row_number() OVER (PARTITION BY key ORDER BY last DESC) <= ?
) ORDER BY key, last"""  # noqa: S608
MATCH_CELLS = 'kind, "left", "right", weight, reasons'
PLEDGE_CELLS = "pledge, donors, recipients, item, unit, aid, part_of, split, summary, aliases"


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim as the tables know it: where it is printed, the draft that it was placed in, its pledge."""

    claim: str
    place: ClaimPlace
    draft: str
    pledge: str

    @property
    def document_hash(self) -> str:
        return self.place[2]


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim and the hash of its document."""

    claim: str
    document_hash: str


class PlacedBook:
    """Questions about the standing tables."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        connection.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {PLACED}")

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, list(values)).fetchall()

    def knows_a_document_of(self, hashes: Sequence[str], addresses: Sequence[str]) -> bool:
        """Whether a document with one of these hashes or addresses is in the tables."""
        found = self._rows(
            "SELECT count(*) FROM documents WHERE hash IN (SELECT unnest(?)) OR address IN (SELECT unnest(?))",
            list(hashes),
            list(addresses),
        )
        return bool(found[0][0])

    def texts_between(self, first: date, last: date) -> list[str]:
        """Hashes of the texts, records of data files left out, published on these days and between them."""
        query = "SELECT hash FROM documents WHERE published BETWEEN ? AND ? AND language <> ?"
        return [hash for (hash,) in self._rows(query, first, last, NO_LANGUAGE)]

    def copies(self) -> list[NearCopy]:
        query = "SELECT document_hash, copy_of_hash, likeness FROM copies ORDER BY document_hash"
        return [NearCopy(*row) for row in self._rows(query)]

    def names_of(self, hashes: Collection[str]) -> dict[str, str]:
        """The ids of documents by their hashes."""
        return dict(self._rows("SELECT hash, document FROM documents WHERE hash IN (SELECT unnest(?))", sorted(hashes)))

    def superseded(self) -> dict[str, date]:
        """The day from which each replaced document no longer counts, by its hash."""
        query = "SELECT hash, superseded_from FROM documents WHERE superseded_from IS NOT NULL"
        return dict(self._rows(query))

    # Placed claims

    def _placed(self, condition: str, *values: object) -> list[PlacedClaim]:
        query = f"SELECT * FROM placed WHERE {condition} ORDER BY {PLACE_CELLS}"  # noqa: S608
        return [PlacedClaim(row[0], tuple(row[1:5]), *row[5:]) for row in self._rows(query, *values)]

    def placed_since(self, place: TextPlace) -> list[PlacedClaim]:
        """The placed claims of a document and of those after it, in order."""
        return self._placed(SINCE, *place)

    def placed_before(self, place: TextPlace, drafts: Collection[str]) -> list[PlacedClaim]:
        """The claims of documents before this one that were placed in these drafts, in order."""
        return self._placed(f"{BEFORE} AND draft IN (SELECT unnest(?))", *place, sorted(drafts)) if drafts else []

    def placed_in_documents(self, hashes: Collection[str]) -> list[PlacedClaim]:
        return self._placed("document_hash IN (SELECT unnest(?))", sorted(hashes)) if hashes else []

    def placed_claims(self, claims: Collection[str]) -> list[PlacedClaim]:
        return self._placed("claim IN (SELECT unnest(?))", sorted(claims)) if claims else []

    def placed_in_pledges(self, pledges: Collection[str]) -> list[PlacedClaim]:
        return self._placed("pledge IN (SELECT unnest(?))", sorted(pledges)) if pledges else []

    def noted(self, keys: Iterable[Key], before: TextPlace, most: int) -> list[tuple[Key, str]]:
        """For each key the drafts last noted before this text, at most so many, the latest last."""
        by_cell = {key_cell(key): key for key in keys}
        rows = self._rows(NOTED, sorted(by_cell), *before, most)
        return [(by_cell[cell], draft) for cell, draft in rows]

    def told_claims(self, claims: Collection[str]) -> list[FoundClaim]:
        """Any claims, placed or of data files."""
        query = "SELECT claim, document_hash FROM claims WHERE claim IN (SELECT unnest(?)) ORDER BY claim"
        return [FoundClaim(*row) for row in self._rows(query, sorted(claims))]

    def reviews(self, hashes: Collection[str]) -> list[tuple[str, str | None, str | None]]:
        """The claims of these documents, each with its pledge and what reviewers said of it."""
        query = "SELECT claim, pledge, review FROM claims WHERE document_hash IN (SELECT unnest(?))"
        return [(claim, pledge, review) for claim, pledge, review in self._rows(query, sorted(hashes))]

    def has_records_among(self, claims: Collection[str]) -> bool:
        """Whether one of these claims is of a data file."""
        query = "SELECT count(*) FROM claims WHERE claim IN (SELECT unnest(?)) AND origin <> ?"
        return bool(claims) and bool(self._rows(query, sorted(claims), TEXT)[0][0])

    # Pledges and what ties them

    def whole_of(self) -> dict[str, str]:
        """The whole of each pledge that is a part."""
        return dict(self._rows("SELECT pledge, part_of FROM pledges WHERE part_of IS NOT NULL"))

    def pledges(self, ids: Collection[str]) -> dict[str, Pledge]:
        """These pledges, each with the claims that it has in the tables."""
        wanted = sorted(ids)
        claims: dict[str, list[str]] = {}
        for pledge, claim in self._rows(
            'SELECT pledge, claim FROM claims WHERE pledge IN (SELECT unnest(?)) '
            'ORDER BY published, document, document_hash, "number", "start", claim', wanted,
        ):  # fmt: skip
            claims.setdefault(pledge, []).append(claim)
        query = f"SELECT {PLEDGE_CELLS} FROM pledges WHERE pledge IN (SELECT unnest(?))"  # noqa: S608
        return {row[0]: _pledge(row, claims.get(row[0], [])) for row in self._rows(query, wanted)}

    def same_matches(self, claims: Collection[str]) -> list[Match]:
        """Why these claims joined their pledges."""
        query = f"SELECT {MATCH_CELLS} FROM matches WHERE kind = 'same' AND \"left\" IN (SELECT unnest(?))"  # noqa: S608
        return [_match(row) for row in self._rows(query, sorted(claims))]

    def part_matches(self) -> list[tuple[str, Match]]:
        """Each pledge that is a part, with the claims that tie it to its whole, without the reasons."""
        query = 'SELECT pledge, kind, "left", "right", weight, [] FROM matches WHERE kind = \'part_of\''
        return [(row[0], _match(row[1:])) for row in self._rows(query)]

    def match_of_part(self, pledge: str) -> Match:
        """Why a pledge is a part, with the reasons."""
        query = f"SELECT {MATCH_CELLS} FROM matches WHERE kind = 'part_of' AND pledge = ?"  # noqa: S608
        [row] = self._rows(query, pledge)
        return _match(row)

    def displaced(self) -> list[Match]:
        """The matches that rulings put others in the place of."""
        query = f"SELECT {MATCH_CELLS} FROM displaced"  # noqa: S608
        return [_match(row) for row in self._rows(query)]

    def ties(self, before: TextPlace | None) -> list[tuple[PartTie, PlacedClaim, PlacedClaim]]:
        """What texts before this one tie, without the reasons, with the part's claim and the whole's as placed now."""
        condition = "true" if before is None else "(t.published, t.document, t.document_hash) < (CAST(? AS DATE), ?, ?)"
        cells = ", ".join(
            f'{c}.claim, {c}.published, {c}.document, {c}.document_hash, {c}."number", {c}.draft, {c}.pledge'
            for c in ("p", "w")
        )
        query = (
            f"SELECT t.part, t.whole, t.weight, t.document_hash, t.largest, {cells} FROM ties AS t "  # noqa: S608
            f"JOIN placed AS p ON p.claim = t.part JOIN placed AS w ON w.claim = t.whole WHERE {condition} "
            'ORDER BY t.published, t.document, t.document_hash, t."number"'
        )
        return [
            (
                PartTie(row[0], row[1], row[2], (), row[3], Decimal(row[4])),
                PlacedClaim(row[5], tuple(row[6:10]), *row[10:12]),
                PlacedClaim(row[12], tuple(row[13:17]), *row[17:19]),
            )
            for row in self._rows(query, *(before or ()))
        ]

    def reasons_of(self, part: str, whole: str, weight: float) -> tuple[Reason, ...]:
        """Why a text ties a claim of a part to a claim of a whole with this weight."""
        condition = "part = ? AND whole = ? AND weight = ?"
        query = f"SELECT reasons FROM ties WHERE {condition} ORDER BY {PLACE_CELLS} LIMIT 1"  # noqa: S608
        [(reasons,)] = self._rows(query, part, whole, weight)
        return _reasons(reasons)


def _reasons(cells: Iterable[dict[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(each["feature"], each["weight"], each["words"]) for each in cells)


def _match(row: Sequence[Any]) -> Match:
    kind, left, right, weight, reasons = row
    return Match(kind, left, right, weight, _reasons(reasons))


def _pledge(row: Sequence[Any], claims: Sequence[str]) -> Pledge:
    id, donors, recipients, item, unit, aid, part_of, split, summary, aliases = row
    return Pledge(
        id, tuple(donors), tuple(recipients), item, unit, aid, tuple(claims), part_of, split, summary, tuple(aliases)
    )
