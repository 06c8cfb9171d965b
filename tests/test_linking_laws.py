"""Laws of linking that hold for any claims."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conftest import law
from pledgebook.linking import find_copies, link
from pledgebook.linking.candidates import components
from pledgebook.linking.facts import in_order
from pledgebook.model import AmountRange, Claim, Document, PublishedClaim, Span

EVENTS = ["appeal", "propose", "pledge", "commit", "contract", "schedule", "deliver", "block", "miss", "cancel"]
ITEMS = [None, "shell", "155 mm round", "leopard 2 tank", "support", "military aid", "loan", "nansen programme"]


@st.composite
def a_claim(draw: st.DrawFn) -> PublishedClaim:
    donors = draw(st.sampled_from([(), ("NO",), ("SE",), ("NO", "SE"), ("EU",)]))
    recipients = draw(st.sampled_from([(), ("UA",), ("TR", "SY"), ("TR",)]))
    number, unit = (
        draw(st.sampled_from([1, 4, 14, 18, 500_000, 7_000_000])),
        draw(st.sampled_from(["item", "EUR", "NOK"])),
    )
    amount = draw(st.sampled_from([None, AmountRange.exactly(number, unit), AmountRange(None, Decimal(number), unit)]))
    item, day = draw(st.sampled_from(ITEMS)), date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 90)))
    text = f"The {' and '.join(donors)} initiative sends {number} {item}. Of it, the rest follows."
    document = Document.make(text, published=day, id=f"d{day}-{draw(st.integers(0, 2))}")
    fields: dict[str, Any] = {
        "event": draw(st.sampled_from(EVENTS)),
        "basis": draw(st.sampled_from(["total", "increment", "part", "cumulative"])),
        "aid": draw(st.sampled_from(["military", "other"])),
    }
    span = Span.of(text, 4, draw(st.integers(20, len(text))))
    return PublishedClaim(
        Claim(
            document.id, document.hash, span, donors=donors, recipients=recipients, amount=amount, item=item, **fields
        ),
        document,
    )


claim_lists = st.lists(a_claim(), max_size=12)


@law(60)
@given(claim_lists, st.randoms(use_true_random=False))
def test_the_order_in_which_claims_arrive_does_not_matter(claims: list[PublishedClaim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert link(shuffled) == link(claims)


@law(60)
@given(claim_lists)
def test_components_are_linked_apart_as_together(claims: list[PublishedClaim]) -> None:
    of_pledges = {told.id: told for told in claims if told.claim.event != "appeal"}
    copies = find_copies(told.document for told in claims)
    apart = [
        pledge
        for some in components(in_order(of_pledges.values()), copies)
        for pledge in link([claim.told for claim in some], copies).pledges
    ]
    together = link(claims, copies).pledges
    assert sorted(apart, key=lambda pledge: pledge.id) == sorted(together, key=lambda pledge: pledge.id)


@law(60)
@given(claim_lists)
def test_a_second_read_changes_nothing(claims: list[PublishedClaim]) -> None:
    assert link([*claims, *claims]) == link(claims)


@law(60)
@given(claim_lists)
def test_every_claim_but_an_appeal_is_about_exactly_one_pledge(claims: list[PublishedClaim]) -> None:
    held = [claim for pledge in link(claims).pledges for claim in pledge.claims]
    assert sorted(held) == sorted({c.id for c in claims if c.claim.event != "appeal"})


@law(60)
@given(claim_lists)
def test_no_pledge_is_part_of_itself_by_any_way(claims: list[PublishedClaim]) -> None:
    whole_of = {pledge.id: pledge.part_of for pledge in link(claims).pledges}
    for start in whole_of:
        seen, above = {start}, whole_of[start]
        while above is not None:
            assert above in whole_of
            assert above not in seen
            seen.add(above)
            above = whole_of[above]


@law(60)
@given(claim_lists)
def test_every_tie_has_its_reasons(claims: list[PublishedClaim]) -> None:
    linked = link(claims)
    owner = {claim: pledge for pledge in linked.pledges for claim in pledge.claims}
    same = {m.left for m in linked.matches if m.kind == "same"}
    parts = {owner[m.left].id: owner[m.right].id for m in linked.matches if m.kind == "part_of"}
    assert same == {claim for pledge in linked.pledges for claim in pledge.claims[1:]}
    assert parts == {p.id: p.part_of for p in linked.pledges if p.part_of}
    assert all(match.reasons and match.weight > 0 for match in linked.matches)
