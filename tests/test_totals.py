"""Totals: every unit once, parts under their own names, unlike things apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import Bounds
from pledgebook.reporting.pledges import Figures, KnownPledge, minus, plus, worked_out
from pledgebook.reporting.totals import Total, totals


def pledge(id: str, promised: Any, donors: str = "EU", unit: str | None = "EUR", **more: Any) -> KnownPledge:
    """A pledge of `promised` (a figure, or low and high) by donors written `DK+NL`."""
    low, high = promised if isinstance(promised, tuple) else (promised, promised)
    figures = Figures(promised=bounds(low, high), **{k: bounds(v, v) for k, v in more.pop("stages", {}).items()})
    status = more.pop("status", "open")
    row = {
        "recipients": ("UA",), "item": "aid", "aid": "military", "part_of": None, "summary": False,
        "founded": date(2024, 3, 1), "due": None, "rate_day": date(2024, 3, 1), "claims": (f"claim of {id}",),
        "sources": ("Wire",),
    }  # fmt: skip
    figures = worked_out(figures, is_overdue=status == "overdue")
    donor_codes = tuple(donors.split("+")) if donors else ()
    return KnownPledge(id=id, donors=donor_codes, unit=unit, figures=figures, status=status, **{**row, **more})


def bounds(low: int | None, high: int | None) -> Bounds:
    return Bounds(Decimal(low or 0), None if high is None else Decimal(high))


def promised(found: list[Total]) -> dict[Any, tuple[Any, Any]]:
    """Promised bounds by group names and unit."""
    return {
        (*total.names, total.unit, *([total.item] if total.item else [])): (
            total.figures.promised.low, total.figures.promised.high,
        )
        for total in found
    }  # fmt: skip


def test_topmost_pledge_counts_and_its_parts_do_not():
    found = totals([pledge("w", 5000), pledge("p", 500, part_of="w"), pledge("pp", 100, part_of="p")])
    assert promised(found) == {("EUR",): (5000, 5000)}
    assert found[0].pledges == ("w",)


def test_claims_of_parts_stand_behind_the_whole():
    found = totals([pledge("w", 5000), pledge("p", 500, part_of="w")])
    assert found[0].claims == {"claim of w", "claim of p"}


def test_topmost_in_each_unit():
    """Shells bought with money count in their own unit, the money in its own."""
    found = totals([pledge("w", 5000), pledge("s", 300, unit="item", item="shell", part_of="w")])
    assert promised(found) == {("EUR",): (5000, 5000), ("item", "shell"): (300, 300)}


def test_a_whole_further_up_covers_through_another_unit():
    found = totals([
        pledge("w", 5000),
        pledge("s", 300, unit="item", item="shell", part_of="w"),
        pledge("m", 90, part_of="s"),
    ])  # fmt: skip
    assert promised(found)["EUR",] == (5000, 5000)


def test_a_whole_of_nothing_takes_its_parts():
    assert promised(totals([pledge("w", 0), pledge("p", 500, part_of="w"), pledge("q", 70, part_of="w")])) == {
        ("EUR",): (570, 570)
    }


def test_a_whole_of_some_is_open_ended_and_takes_its_parts():
    found = totals([pledge("w", (0, None)), pledge("p", 500, part_of="w")])
    assert promised(found) == {("EUR",): (500, None)}
    assert found[0].open_ended == 1


def test_a_whole_known_by_another_stage_counts():
    found = totals([pledge("w", 0, stages={"proposed": 60, "blocked": 60}), pledge("p", 0, part_of="w")])
    assert found[0].figures.proposed == bounds(60, 60)
    assert found[0].pledges == ("w",)


def test_a_summary_counts_nowhere_and_its_parts_as_if_alone():
    found = totals([pledge("sum", 6000, summary=True), pledge("a", 500, part_of="sum"), pledge("b", 200)])
    assert promised(found) == {("EUR",): (700, 700)}


def test_by_donor_a_part_counts_under_its_own_and_the_rest_is_not_split():
    found = totals([pledge("w", 5000), pledge("p", 500, "DE", part_of="w"), pledge("q", 300, "FR", part_of="w")],
                   ["donor"])  # fmt: skip
    assert promised(found) == {
        ("DE", "EUR"): (500, 500),
        ("FR", "EUR"): (300, 300),
        ("EU, not split", "EUR"): (4200, 4200),
    }


def test_a_part_of_the_same_donor_stays_within_its_whole():
    found = totals([pledge("w", 5000), pledge("p", 500, part_of="w"), pledge("q", 300, "DE", part_of="p")], ["donor"])
    assert promised(found) == {("DE", "EUR"): (300, 300), ("EU, not split", "EUR"): (4700, 4700)}


def test_a_nested_part_comes_out_of_its_own_whole_only():
    found = totals([pledge("w", 5000), pledge("p", 500, "DE", part_of="w"), pledge("q", 300, "FR", part_of="p")],
                   ["donor"])  # fmt: skip
    assert promised(found) == {
        ("FR", "EUR"): (300, 300),
        ("DE, not split", "EUR"): (200, 200),
        ("EU, not split", "EUR"): (4500, 4500),
    }


def test_only_the_fields_that_differ_are_not_split():
    found = totals([pledge("w", 5000), pledge("p", 500, "DE", part_of="w")], ["aid", "donor"])
    assert promised(found) == {
        ("military", "DE", "EUR"): (500, 500),
        ("military", "EU, not split", "EUR"): (4500, 4500),
    }


def test_a_whole_without_donors_is_told_as_not_split():
    found = totals([pledge("w", 900, ""), pledge("p", 500, "DE", part_of="w")], ["donor"])
    assert promised(found) == {("DE", "EUR"): (500, 500), ("not split", "EUR"): (400, 400)}


def test_donors_who_promise_together_are_one_name():
    found = totals([pledge("w", 100, "DK+NL"), pledge("x", 10, "DK")], ["donor"])
    assert promised(found) == {("DK", "EUR"): (10, 10), ("DK+NL", "EUR"): (100, 100)}


def test_unlike_things_are_never_added():
    found = totals([pledge("t", 14, unit="item", item="tank"), pledge("s", 300, unit="item", item="shell")])
    assert promised(found) == {("item", "shell"): (300, 300), ("item", "tank"): (14, 14)}


def test_currencies_are_never_added():
    found = totals([pledge("a", 14), pledge("b", 300, unit="USD")])
    assert promised(found) == {("EUR",): (14, 14), ("USD",): (300, 300)}


def test_missing_low_counts_zero_and_missing_high_makes_it_at_least():
    found = totals([pledge("a", (None, 50)), pledge("b", (30, None)), pledge("c", 5)])
    assert promised(found) == {("EUR",): (35, None)}
    assert found[0].open_ended == 1


def test_parts_count_through_a_whole_that_was_not_asked_for():
    """The grandparent still covers the part when the pledge between them is filtered out."""
    found = totals([pledge("w", 5000), pledge("q", 300, part_of="p")], links={"q": "p", "p": "w"})
    assert promised(found) == {("EUR",): (5000, 5000)}


def test_a_circle_of_parts_ends():
    found = totals([pledge("a", 5, part_of="b"), pledge("b", 7, part_of="a")])
    assert promised(found) == {("EUR",): (12, 12)}


def test_overdue_is_what_has_not_arrived_and_open_what_is_nowhere_else():
    late = pledge("s", 1000, status="overdue", stages={"delivered": 500, "cancelled": 100, "contracted": 150})
    figures = totals([late])[0].figures
    assert figures.overdue == bounds(400, 400)
    assert figures.open == bounds(250, 250)


def test_nothing_is_open_of_a_proposal():
    figures = totals([pledge("p", 0, stages={"proposed": 60, "blocked": 60})])[0].figures
    assert (figures.open, figures.overdue) == (bounds(0, 0), bounds(0, 0))


amounts = st.builds(
    lambda low, more: (low, None if more is None else low + more),
    st.integers(0, 10**6), st.none() | st.integers(0, 1000),
)  # fmt: skip


@st.composite
def forests(draw: st.DrawFn) -> list[KnownPledge]:
    """Up to eight pledges; each may be a part of an earlier one."""
    size = draw(st.integers(1, 8))
    return [
        pledge(
            f"p{number}", draw(amounts), draw(st.sampled_from(["EU", "DE", "FR", "DE+FR", ""])),
            unit=draw(st.sampled_from(["EUR", "USD"])), summary=draw(st.booleans()) and number == 0,
            part_of=draw(st.none() | st.sampled_from([f"p{n}" for n in range(number)])) if number else None,
        )
        for number in range(size)
    ]  # fmt: skip


@given(forests(), st.randoms())
def test_the_order_of_pledges_does_not_matter(pledges: list[KnownPledge], chance: Any):
    shuffled = list(pledges)
    chance.shuffle(shuffled)
    assert totals(shuffled, ["donor"]) == totals(pledges, ["donor"])


@given(forests())
def test_every_pledge_but_summaries_stands_behind_one_total(pledges: list[KnownPledge]):
    found = totals(pledges, ["donor"])
    assert sorted(claim for total in found for claim in total.claims) == sorted(
        claim for one in pledges if not one.summary for claim in one.claims
    )


@given(forests(), st.sampled_from([["donor"], ["pledge"], ["aid"], ["donor", "month"]]))
def test_what_a_grouping_tells_holds_what_is_certain_of_the_total(pledges: list[KnownPledge], by: list[str]):
    lows = {total.unit: total.figures.promised.low for total in totals(pledges)}
    for unit, low in lows.items():
        grouped = [total for total in totals(pledges, by) if total.unit == unit]
        split = plus(*(total.figures.promised for total in grouped))
        assert split.high is None or split.high >= low


@given(amounts, amounts)
def test_what_is_left_and_what_was_taken_hold_the_whole(whole: Any, part: Any):
    rest = minus(bounds(*whole), bounds(*part))
    back = plus(rest, bounds(*part))
    assert back.high is None or back.high >= bounds(*whole).low


def test_of_two_ways_of_splitting_a_whole_one_is_told():
    """5 billion by donor (2 + 1.5) and by content (3 + 1): never 7.5 under their own names."""
    parts = [
        pledge("d1", 2000, "DE", part_of="w", split="donor"), pledge("d2", 1500, "FR", part_of="w", split="donor"),
        pledge("c1", 3000, "EU", part_of="w", split="content", item="shells"),
        pledge("c2", 1000, "EU", part_of="w", split="content", item="training"),
    ]  # fmt: skip
    whole = pledge("w", 5000, "EU")
    by_donor = promised(totals([whole, *parts], ["donor"]))
    assert by_donor == {
        ("DE", "EUR"): (2000, 2000),
        ("FR", "EUR"): (1500, 1500),
        ("EU, not split", "EUR"): (1500, 1500),
    }
    by_both = totals([whole, *parts], ["donor", "item"])
    assert sum(total.figures.promised.low for total in by_both) == 5000
    assert {claim for total in by_both for claim in total.claims} == {
        f"claim of {id}" for id in ("w", "d1", "d2", "c1", "c2")
    }
