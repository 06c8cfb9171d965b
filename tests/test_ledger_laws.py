"""Laws of the ledger, for any stream of valid claims about pledges with any parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from conftest import law
from pledgebook.ledger.accounts import NONE, balances, columns_of, plus, state_from_postings
from pledgebook.ledger.checks import check
from pledgebook.ledger.posting import Kept, keep
from pledgebook.ledger.status import status_on
from pledgebook.model import (
    BASES,
    EVENTS,
    STATUSES,
    AmountRange,
    Bounds,
    Claim,
    Document,
    PartialDate,
    Pledge,
    PledgeState,
    PublishedClaim,
    Span,
)

FIRST_DAY = date(2024, 1, 1)
QUOTES = ("the rest follows", "the first are there", "sent", "paid in the first quarter")
KEYS = ("A", "B", "C", "D")

days = st.integers(0, 120).map(lambda n: FIRST_DAY + timedelta(days=n))
figures = st.one_of(st.integers(0, 12), st.sampled_from([100, 101, 5000]))
partial_dates = st.one_of(
    days.map(PartialDate.of),
    st.builds(PartialDate, st.integers(2022, 2026), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(2022, 2026)),
)


@st.composite
def amounts(draw: st.DrawFn) -> AmountRange | None:
    kind = draw(st.sampled_from(["exact", "low", "high", "range", "none"]))
    low, more, unit = draw(figures), draw(figures), draw(st.sampled_from(["EUR", "EUR", "EUR", "USD", "item"]))
    ends: dict[str, tuple[Decimal | None, Decimal | None]] = {
        "exact": (Decimal(low), Decimal(low)),
        "low": (Decimal(low), None),
        "high": (None, Decimal(low)),
        "range": (Decimal(low), Decimal(low + more)),
    }
    return None if kind == "none" else AmountRange(*ends[kind], unit)


@st.composite
def published_claims(draw: st.DrawFn, place: int = 0) -> PublishedClaim:
    published: date = draw(days)
    letter, quote = draw(st.sampled_from("ab")), draw(st.sampled_from(QUOTES))
    document = Document.make("", published=published, id=f"{published}{letter}")
    return PublishedClaim(
        Claim(
            document=document.id,
            document_hash=document.hash,
            span=Span(place, place + len(quote), quote),
            event=draw(st.sampled_from(EVENTS)),
            donors=(),
            recipients=(),
            amount=draw(amounts()),
            item=draw(st.sampled_from(["aid", "grant", None])),
            aid="other",
            basis=draw(st.sampled_from(BASES)),
            per=draw(st.sampled_from([None, None, None, "month", "year"])),
            happened=draw(st.none() | partial_dates),
            due=draw(st.none() | partial_dates),
        ),
        document,
    )


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Pledge], dict[str, PublishedClaim]]:
    """Up to four pledges in one unit or two, parts of each other or not, with up to fourteen claims."""
    count: int = draw(st.integers(0, 14))
    claims: dict[str, PublishedClaim] = {}
    of: dict[str, list[str]] = {key: [] for key in KEYS}
    for place in range(count):
        claim: PublishedClaim = draw(published_claims(place * 100))
        claims[claim.id] = claim
        of[draw(st.sampled_from(KEYS))].append(claim.id)
    pledges = [
        Pledge(
            key,
            (),
            (),
            None,
            draw(st.sampled_from(["EUR", "EUR", "USD", "item", None])),
            "other",
            tuple(ids),
            part_of=draw(st.sampled_from([None, *KEYS, "missing"])),
            split=draw(st.sampled_from([None, "by donor"])),
        )
        for key, ids in of.items()
    ]
    return pledges, claims


def last_states(kept: Kept) -> dict[str, PledgeState]:
    return {state.pledge: state for state in kept.states if state.known_to is None}


Stream = tuple[list[Pledge], dict[str, PublishedClaim]]


@law(80)
@given(books())
def test_no_invariant_breaks(stream: Stream) -> None:
    pledges, claims = stream
    kept = keep(pledges, claims)
    issues = check(pledges, claims, kept.states, kept.postings)
    of_the_input = ("part_of leads in a circle", "which is no pledge")
    assert [i for i in issues if not any(words in i.reason for words in of_the_input)] == []


@law(40)
@given(books())
def test_both_ledgers_sum_to_zero(stream: Stream) -> None:
    kept = keep(*stream)
    for book in balances(kept.postings).values():
        total = NONE
        for ends in book.ends.values():
            total = plus(total, ends)
        assert total == NONE


@law(40)
@given(books())
def test_a_unit_is_in_one_stage(stream: Stream) -> None:
    kept = keep(*stream)
    beyond = {pledge: -book.ends.get("beyond", NONE)[0] for pledge, book in balances(kept.postings).items()}
    for pledge, state in last_states(kept).items():
        further = state.blocked.low + state.contracted.low + state.delivered.low + state.cancelled.low
        assert further <= state.promised.low + state.proposed.low + beyond.get(pledge, Decimal(0))


@law(40)
@given(books())
def test_postings_known_by_a_day_are_its_state(stream: Stream) -> None:
    kept = keep(*stream)
    for state in kept.states:
        read = state_from_postings(kept.postings, state.known_from).get(state.pledge)
        assert (read or dict.fromkeys(columns_of(state), Bounds())) == columns_of(state)


@law(40)
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(stream: Stream, random: Random) -> None:
    pledges, claims = stream
    shuffled = [replace(p, claims=tuple(random.sample(p.claims, len(p.claims)))) for p in pledges]
    random.shuffle(shuffled)
    again = dict(sorted(claims.items(), reverse=True))
    assert keep(shuffled, again) == keep(pledges, claims) == keep(pledges, claims)


@law(40)
@given(books(), days)
def test_as_of_a_day_is_the_book_of_what_was_published(stream: Stream, day: date) -> None:
    """What comes later changes nothing in the states and postings known before."""
    pledges, claims = stream
    kept = keep(pledges, claims)
    then = keep(pledges, {key: claim for key, claim in claims.items() if claim.published <= day})
    assert [p for p in kept.postings if p.known_from <= day] == list(then.postings)
    known = [s for s in kept.states if s.known_from <= day]
    assert [replace(s, known_to=None if s.known_to and s.known_to > day else s.known_to) for s in known] == list(
        then.states
    )


@law(40)
@given(books())
def test_parts_do_not_outgrow_a_whole_with_its_own_figure(stream: Stream) -> None:
    """A whole with a size of its own has the same promise with and without its parts."""
    pledges, claims = stream
    alone = last_states(keep([replace(p, part_of=None) for p in pledges if p.id == "A"], claims))
    others = [replace(p, part_of=None if p.id == "A" else "A") for p in pledges]
    state, whole = alone.get("A"), last_states(keep(others, claims)).get("A")
    if state is not None and whole is not None and state.promised.high is not None and state.promised != Bounds():
        assert whole.promised == state.promised


@law(40)
@given(books(), days)
def test_every_state_has_a_status(stream: Stream, day: date) -> None:
    for state in keep(*stream).states:
        assert state.status in STATUSES
        assert state.status != "overdue"
        assert status_on(state, day) in (state.status, "overdue")
