"""The derived book on disk, and what later texts at the same address do to it."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.book.derived import DerivedFolder, connect_in_memory
from pledgebook.book.generations import generation_name
from pledgebook.book.locks import locked
from pledgebook.book.supersession import TAKEN_BACK, keep_over_time, superseded_from
from pledgebook.book.tables import TABLES, DerivedBook
from pledgebook.errors import BookBusy
from pledgebook.model import (
    AmountRange,
    Bounds,
    Claim,
    Document,
    Issue,
    Match,
    PartialDate,
    Pledge,
    PledgeState,
    Posting,
    PublishedClaim,
    Reason,
    Span,
)

DAY = date(2024, 3, 1)


def document(id: str, day: int, url: str | None = None) -> Document:
    return Document.make(f"Text of {id}, with $5.", published=DAY + timedelta(days=day), id=id, url=url)


def told(document: Document, amount: int = 5) -> PublishedClaim:
    claim = Claim(document.id, document.hash, Span.of(document.text, 0, 4), "pledge", ("US",), ("UA",),
                  AmountRange.exactly(amount, "USD"), "aid", "other", "total")  # fmt: skip
    return PublishedClaim(claim, document)


def pledge(*claims: PublishedClaim, part_of: str | None = None) -> Pledge:
    ids = tuple(claim.id for claim in claims)
    return Pledge(ids[0], ("US",), ("UA",), "aid", "USD", "other", ids, part_of)


@dataclass(frozen=True)
class Kept:
    states: tuple[PledgeState, ...]
    postings: tuple[Posting, ...]


def keep_sums(pledges: Sequence[Pledge], claims: Mapping[str, PublishedClaim]) -> Kept:
    """A ledger simple enough to check by eye: a pledge stands at the sum of its claims."""
    states: list[PledgeState] = []
    postings: list[Posting] = []
    for each in pledges:
        ordered = sorted((claims[name] for name in each.claims if name in claims), key=lambda c: (c.published, c.id))
        total = Decimal(0)
        known: list[tuple[date, Decimal]] = []
        for number, claim in enumerate(ordered, 1):
            assert claim.claim.amount is not None
            low = claim.claim.amount.low or Decimal(0)
            total += low
            known = [(day, sum_) for day, sum_ in known if day != claim.published] + [(claim.published, total)]
            postings.append(Posting(each.id, number, claim.id, "USD", "source", "promised", low, low, number % 2 == 0,
                                    claim.published, "told"))  # fmt: skip
        ends: list[date | None] = [*(day for day, _ in known), None][1:]
        states += [
            PledgeState(each.id, day, end, promised=Bounds(sum_, sum_))
            for (day, sum_), end in zip(known, ends, strict=True)
        ]
    return Kept(tuple(states), tuple(postings))


def book() -> DerivedBook:
    first, second = document("a", 0), document("b", 1)
    one, other = told(first), told(second, 10**23)
    kept = keep_sums([pledge(one, other)], {one.id: one, other.id: other})
    match = Match("same", other.id, one.id, 1.5, (Reason("amount", 1.5, "the same amount"),))
    return DerivedBook([second, first], [other, one], [pledge(one, other)], [match], kept.states, kept.postings,
                       [Issue("z", "bad"), Issue("a", "bad")], {})  # fmt: skip


# Tables


@pytest.mark.parametrize("where", ["folder", "memory"])
def test_tables_can_be_asked(tmp_path: Path, where: str):
    tables = book().tables()
    folder = DerivedFolder(tmp_path / "it's derived")
    with folder.writing():
        folder.bring_to("g-1", lambda: tables)
    connection = folder.connect() if where == "folder" else connect_in_memory(tables)
    one = told(document("a", 0))
    asked = 'SELECT claim, pledge, document, "start", "end", donors, low, high, happened, published FROM claims'
    first = connection.execute(asked).fetchall()[0]
    assert first == (one.id, one.id, "a", 0, 4, ["US"], Decimal(5), Decimal(5), None, DAY)
    assert connection.execute("SELECT promised_low, promised_high FROM states").fetchall()[1][0] == 10**23 + 5
    assert connection.execute("SELECT reasons FROM matches").fetchall() == [
        ([{"feature": "amount", "weight": 1.5, "words": "the same amount"}],)
    ]
    assert connection.execute("SELECT place FROM issues").fetchall() == [("a",), ("z",)]
    for name, columns in TABLES.items():
        told_columns = connection.execute(f"DESCRIBE {name}").fetchall()
        assert [row[0] for row in told_columns] == list(columns)
    connection.close()


def test_columns_have_their_types():
    connection = connect_in_memory(book().tables())
    types = {row[0]: row[1] for name in TABLES for row in connection.execute(f"DESCRIBE {name}").fetchall()}
    assert types["low"] == types["promised_high"] == "DECIMAL(38,6)"
    assert types["donors"] == types["aliases"] == "VARCHAR[]"
    assert types["reasons"] == "STRUCT(feature VARCHAR, weight DOUBLE, words VARCHAR)[]"
    assert (types["summary"], types["known_from"], types["number"], types["weight"]) == (
        "BOOLEAN", "DATE", "INTEGER", "DOUBLE",
    )  # fmt: skip


def test_due_dates_have_their_last_day_and_fine_amounts_are_rounded():
    state = PledgeState("p", DAY, None, promised=Bounds(Decimal("0.12345678"), None), due=PartialDate(2024, 2))
    tables = DerivedBook([], [], [], [], [state], [], [], {}).tables()
    [row] = tables["states"].to_pylist()
    assert (row["due"], row["due_last_day"]) == ("2024-02", date(2024, 2, 29))
    assert (row["promised_low"], row["promised_high"]) == (Decimal("0.123457"), None)


# Generations


def test_equal_books_give_equal_files(tmp_path: Path):
    contents = []
    for name in ("one", "two"):
        folder = DerivedFolder(tmp_path / name)
        with folder.writing():
            folder.bring_to("g-1", lambda: book().tables())
        contents.append([(tmp_path / name / "g-1" / f"{table}.parquet").read_bytes() for table in TABLES])
    assert contents[0] == contents[1]


def test_a_generation_is_a_function_of_log_and_rules():
    assert generation_name("l-1", "1") == generation_name("l-1", "1")
    assert len({generation_name(*told) for told in itertools.product(("l-1", "l-2"), ("1", "2"))}) == 4


def test_the_generation_before_is_kept_for_its_readers(tmp_path: Path):
    folder = DerivedFolder(tmp_path)
    with folder.writing():
        folder.bring_to("g-1", lambda: book().tables())
        reader = folder.connect()
        folder.bring_to("g-2", lambda: book().tables())
    assert len(reader.execute("SELECT * FROM claims").fetchall()) == 2
    with folder.writing():
        folder.bring_to("g-3", lambda: book().tables())
    assert sorted(path.name for path in tmp_path.glob("g-*")) == ["g-2", "g-3"]
    assert folder.standing() == "g-3"


def test_what_stands_is_not_derived_again(tmp_path: Path):
    folder = DerivedFolder(tmp_path)
    with folder.writing():
        folder.bring_to("g-1", lambda: book().tables())
        folder.bring_to("g-1", lambda: pytest.fail("derived again"))
    assert folder.standing() == "g-1"


def test_a_crash_leaves_the_old_generation(tmp_path: Path):
    folder = DerivedFolder(tmp_path)

    def crash() -> Any:
        raise KeyboardInterrupt

    with folder.writing():
        folder.bring_to("g-1", lambda: book().tables())
        with pytest.raises(KeyboardInterrupt):
            folder.bring_to("g-2", crash)
    # Broken off between the moved folder and the manifest, and in the middle of the files:
    (tmp_path / "g-2").mkdir()
    (tmp_path / "new-g-2").mkdir()
    assert folder.standing() == "g-1"
    with folder.writing():
        folder.bring_to("g-2", lambda: book().tables())
    assert folder.standing() == "g-2"
    assert not list(tmp_path.glob("new-*"))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"standing": 5}', '{"standing": "g-9"}'])
def test_a_damaged_manifest_is_derived_anew(tmp_path: Path, damage: str):
    folder = DerivedFolder(tmp_path)
    (tmp_path / "manifest.json").write_text(damage)
    assert folder.standing() is None
    with folder.writing():
        folder.bring_to("g-1", lambda: book().tables())
    assert folder.standing() == "g-1"


def test_a_missing_file_is_derived_anew(tmp_path: Path):
    folder = DerivedFolder(tmp_path)
    with folder.writing():
        folder.bring_to("g-1", lambda: book().tables())
        (tmp_path / "g-1" / "claims.parquet").unlink()
        assert folder.standing() is None
        folder.bring_to("g-1", lambda: book().tables())
    assert len(folder.connect().execute("SELECT * FROM claims").fetchall()) == 2


def test_writers_wait_for_each_other(tmp_path: Path):
    program = f"""
from pathlib import Path
from pledgebook.book.locks import locked
with locked(Path({str(tmp_path / "lock")!r}), 5):
    print("held", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BookBusy, match="another process"), locked(tmp_path / "lock", 0.1):
            pass
        other.kill()
    with locked(tmp_path / "lock", 5):
        assert (tmp_path / "lock").exists()


# Supersession


def test_a_later_text_at_an_address_supersedes_the_one_before():
    first, second, third = (document(name, day, "https://w.example") for name, day in (("a", 0), ("b", 3), ("c", 3)))
    elsewhere = document("a", 5)
    for order in itertools.permutations([first, second, third, elsewhere]):
        superseded = superseded_from(order)
        earlier = min(second.hash, third.hash)
        assert superseded == {first.hash: second.published, earlier: second.published}


def days_of(states: Sequence[PledgeState]) -> list[tuple[str, int, int | None, int]]:
    return [
        (state.pledge, (state.known_from - DAY).days, state.known_to and (state.known_to - DAY).days,
         int(state.promised.low))
        for state in states
    ]  # fmt: skip


def test_a_corrected_figure_counts_from_its_publication_on():
    old, new = told(document("a", 0, "u"), 300), told(document("b", 4, "u"), 200)
    both = pledge(old, new)
    claims = {each.id: each for each in (old, new)}
    states, postings = keep_over_time(keep_sums, [both], claims, superseded_from([old.document, new.document]))
    assert days_of(states) == [(both.id, 0, 4, 300), (both.id, 4, None, 200)]
    assert [(int(p.low), (p.known_from - DAY).days, p.number) for p in postings] == [
        (300, 0, 1),
        (-300, 4, 2),
        (200, 4, 3),
    ]
    assert postings[1].rule == TAKEN_BACK


def test_a_pledge_that_the_later_text_no_longer_tells_ends():
    old, new = told(document("a", 0, "u"), 300), told(document("b", 4, "u"), 200)
    other = told(document("c", 9), 7)
    claims = {each.id: each for each in (old, new, other)}
    states, postings = keep_over_time(
        keep_sums, [pledge(old), pledge(new), pledge(other)], claims, superseded_from([old.document, new.document])
    )
    assert sorted(days_of(states)) == sorted([(old.id, 0, 4, 300), (new.id, 4, None, 200), (other.id, 9, None, 7)])
    assert sum(int(p.low) for p in postings if p.pledge == old.id) == 0


def test_what_a_correction_leaves_alone_is_not_posted_again():
    kept, old, new = told(document("k", 0), 1), told(document("a", 1, "u"), 300), told(document("b", 4, "u"), 200)
    both = pledge(kept, old, new)
    claims = {each.id: each for each in (kept, old, new)}
    _, postings = keep_over_time(keep_sums, [both], claims, superseded_from([old.document, new.document]))
    assert [int(p.low) for p in postings] == [1, 300, -300, 200]


NAMES = st.sampled_from("abc")
TEXTS = st.lists(st.tuples(NAMES, st.integers(0, 5), st.integers(1, 9), NAMES), min_size=1, max_size=8, unique=True)


@given(TEXTS)
def test_on_each_day_only_what_was_valid_counts(texts: list[tuple[str, int, int, str]]):
    """Each text: address, day, amount, pledge."""
    published = [
        (told(document(f"{address}{day}{amount}{name}", day, address), amount), name)
        for address, day, amount, name in texts
    ]
    superseded = superseded_from([each.document for each, _ in published])
    valid = [(each, name) for each, name in published if superseded.get(each.document.hash) != each.published]
    groups = {name: [each for each, own in valid if own == name] for _, name in valid}
    pledges = [pledge(*group) for group in groups.values()]
    states, postings = keep_over_time(keep_sums, pledges, {each.id: each for each, _ in valid}, superseded)
    for day in (DAY + timedelta(days=number) for number in range(7)):
        expected = Counter({
            group[0].id: sum(
                int(each.claim.amount.low or 0)
                for each in group
                if each.claim.amount and each.published <= day < superseded.get(each.document.hash, date.max)
            )
            for group in groups.values()
        })  # fmt: skip
        at = [state for state in states if state.known_from <= day and (state.known_to is None or state.known_to > day)]
        assert +Counter({state.pledge: int(state.promised.low) for state in at}) == +expected
        assert len({state.pledge for state in at}) == len(at)
        posted: Counter[str] = Counter()
        for posting in postings:
            if posting.known_from <= day:
                posted[posting.pledge] += int(posting.low)
        assert +posted == +expected
    for name in groups:
        numbers = [p.number for p in postings if p.pledge == groups[name][0].id]
        assert numbers == list(range(1, len(numbers) + 1))
