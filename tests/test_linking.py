"""Linking: which claims are one pledge, which pledge is part of another, and why."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pledgebook.linking import Linked, link
from pledgebook.linking.candidates import RECENT, DraftIndex, keys_for, keys_of
from pledgebook.linking.cues import numbers_in
from pledgebook.linking.drafts import WITNESSES, Draft, Scene
from pledgebook.linking.facts import STRETCH, in_order, programme_names, sentence_around
from pledgebook.linking.features import FEATURES
from pledgebook.linking.features_of_context import completes, only_rival_of_unit, told_latest
from pledgebook.linking.items import parse_item, relation
from pledgebook.linking.matching import shipped_weights
from pledgebook.linking.part_features import FEATURES as PART_FEATURES
from pledgebook.model import AmountRange, Claim, Document, PartialDate, Pledge, PublishedClaim, Span

GOLD = Path(__file__).parents[2] / "shared" / "gold"


def article(text: str, published: str, title: str = "") -> Document:
    return Document.make(text, published=date.fromisoformat(published), title=title)


def claim(
    document: Document, quote: str, event: str, amount: tuple[Any, str] | None = None, **told: Any
) -> PublishedClaim:
    """A claim at its quote: `amount` is a number or a range with its unit, `told` any other field."""
    start = document.text.index(quote)
    span = Span.of(document.text, start, start + len(quote))
    found = None
    if amount is not None:
        low, high = amount[0] if isinstance(amount[0], tuple) else (amount[0], amount[0])
        found = AmountRange(Decimal(low), Decimal(high), amount[1])
    fields: dict[str, Any] = {
        "donors": ("FI",),
        "recipients": ("UA",),
        "item": None,
        "aid": "military",
        "basis": "total",
    }
    fields |= told
    return PublishedClaim(
        Claim(document.id, document.hash, span, event, amount=found, **fields),  # type: ignore[arg-type]
        document,
    )


def holding(linked: Linked, told: PublishedClaim) -> Pledge:
    return next(p for p in linked.pledges if told.id in p.claims)


def are_one(*told: PublishedClaim) -> bool:
    linked = link(told)
    return len({holding(linked, one).id for one in told}) == 1


def test_the_founding_claim_is_the_earliest_published_and_names_the_pledge() -> None:
    first = article("Finland will send 30 field guns.", "2024-02-01")
    later = article("The 30 field guns from Finland have arrived.", "2024-05-01")
    promise = claim(first, "will send 30 field guns", "pledge", (30, "item"), item="field gun")
    arrival = claim(later, "The 30 field guns from Finland have arrived", "deliver", (30, "item"), item="field gun")

    linked = link([arrival, promise])

    (pledge,) = linked.pledges
    assert pledge.id == promise.id
    assert pledge.claims == (promise.id, arrival.id)
    assert pledge.aliases == (arrival.id,)
    assert (pledge.donors, pledge.recipients, pledge.unit, pledge.item) == (("FI",), ("UA",), "item", "field gun")


def test_a_match_says_why_in_words() -> None:
    first = article("Finland will send 30 field guns.", "2024-02-01")
    later = article("The 30 field guns from Finland have arrived.", "2024-05-01")
    promise = claim(first, "30 field guns", "pledge", (30, "item"), item="field gun")
    arrival = claim(later, "30 field guns", "deliver", (30, "item"), item="field gun")

    (match,) = link([promise, arrival]).matches

    assert (match.kind, match.left, match.right) == ("same", arrival.id, promise.id)
    assert match.weight > 0
    assert {"same_donors", "same_figure"} <= {reason.feature for reason in match.reasons}
    assert all(reason.words and reason.weight for reason in match.reasons)


def test_an_appeal_is_no_pledge() -> None:
    text = article("Kyiv asked for 200 field guns.", "2024-02-01")
    assert link([claim(text, "asked for 200 field guns", "appeal", (200, "item"), donors=())]).pledges == ()


def test_nothing_gives_nothing() -> None:
    assert link([]) == Linked((), ())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"donors": ("SE",)}, "another donor"),
        ({"recipients": ("MD",)}, "another recipient"),
        ({"item": "sea mine"}, "another thing"),
    ],
)
def test_the_same_number_alone_never_makes_one_pledge(changed: dict[str, Any], why: str) -> None:
    first = article("They will send 30 field guns.", "2024-02-01")
    later = article("They will send 30 more of something.", "2024-05-01")
    one = claim(first, "30 field guns", "pledge", (30, "item"), item="field gun")
    other = claim(later, "30 more", "pledge", (30, "item"), **({"item": "field gun"} | changed))
    assert not are_one(one, other), why


def test_money_and_the_things_it_buys_are_two_pledges_one_part_of_the_other() -> None:
    text = article("Finland pays 90 million euros. The sum is to buy 40,000 shells for Ukraine.", "2024-02-01")
    money = claim(text, "pays 90 million euros", "commit", (90_000_000, "EUR"), item="shell")
    shells = claim(text, "to buy 40,000 shells", "commit", (40_000, "item"), item="shell")

    linked = link([money, shells])

    assert holding(linked, money).part_of == holding(linked, shells).id
    assert holding(linked, shells).part_of is None
    assert "money_for_thing" in {r.feature for m in linked.matches if m.kind == "part_of" for r in m.reasons}


def test_things_in_a_package_are_part_of_its_money() -> None:
    text = article("Finland gives a package worth 200 million euros, including 20 armoured vehicles.", "2024-02-01")
    money = claim(text, "a package worth 200 million euros", "pledge", (200_000_000, "EUR"), item="package")
    vehicles = claim(
        text, "including 20 armoured vehicles", "pledge", (20, "item"), item="armoured vehicle", basis="part"
    )
    linked = link([money, vehicles])
    assert holding(linked, vehicles).part_of == holding(linked, money).id


def test_an_instalment_is_a_stage_of_its_promise() -> None:
    first = article("Finland will lend 900 million euros.", "2024-02-01")
    later = article("Finland has paid 300 million of its 900 million euros.", "2024-05-01")
    whole = claim(first, "900 million euros", "pledge", (900_000_000, "EUR"), item="support")
    paid = claim(later, "has paid 300 million", "deliver", (300_000_000, "EUR"), item="support", basis="part")
    assert are_one(whole, paid)


def test_additional_money_announced_later_is_a_pledge_of_its_own() -> None:
    first = article("Finland gives 200 million euros.", "2024-02-01")
    later = article("Finland announced an additional 150 million euros.", "2024-06-01")
    february = {"happened": PartialDate(2024, 2, 1)}
    one = claim(first, "200 million euros", "pledge", (200_000_000, "EUR"), item="support", **february)
    more = claim(
        later, "an additional 150 million euros", "pledge", (150_000_000, "EUR"), item="support", basis="increment",
        happened=PartialDate(2024, 6, 1),
    )  # fmt: skip
    assert not are_one(one, more)


def test_an_increment_whose_new_total_the_text_tells_is_the_same_pledge() -> None:
    first = article("Finland will send 30 field guns.", "2024-02-01")
    later = article("Finland will send 12 more field guns, which makes 42.", "2024-06-01")
    one = claim(first, "30 field guns", "pledge", (30, "item"), item="field gun")
    more = claim(later, "12 more field guns", "pledge", (12, "item"), item="field gun", basis="increment")
    total = claim(later, "which makes 42", "pledge", (42, "item"), item="field gun")
    assert are_one(one, more, total)


def test_one_figure_promised_twice_years_apart_is_two_pledges() -> None:
    first = article("Finland promised 300 million euros.", "2020-02-01")
    later = article("Finland promised 300 million euros.", "2024-02-02")
    old = claim(
        first, "300 million euros", "pledge", (300_000_000, "EUR"), item="support", happened=PartialDate(2020, 2, 1)
    )
    new = claim(
        later, "300 million euros", "pledge", (300_000_000, "EUR"), item="support", happened=PartialDate(2024, 2, 2)
    )
    assert not are_one(old, new)


def test_one_sum_in_two_currencies_is_one_pledge() -> None:
    first = article("France brings $345 million to the conference.", "2023-01-09")
    later = article("France puts its contribution at €330 million.", "2023-01-12")
    dollars = claim(
        first, "$345 million", "pledge", (345_000_000, "USD"), donors=("FR",), recipients=("PK",), item="aid"
    )
    euros = claim(
        later, "€330 million", "pledge", (330_000_000, "EUR"), donors=("FR",), recipients=("PK",), item="contribution"
    )
    assert are_one(dollars, euros)


def test_donors_of_a_conference_are_parts_of_its_total() -> None:
    text = article(
        "Donors pledged a total of 700 million euros for Pakistan. Of it, France gives 100 million, Japan 80 million.",
        "2023-01-09",
    )
    told: dict[str, Any] = {"recipients": ("PK",), "item": "relief", "aid": "humanitarian"}
    total = claim(text, "a total of 700 million euros", "pledge", (700_000_000, "EUR"), donors=(), **told)
    france = claim(
        text, "France gives 100 million", "pledge", (100_000_000, "EUR"), donors=("FR",), basis="part", **told
    )
    japan = claim(text, "Japan 80 million", "pledge", (80_000_000, "EUR"), donors=("JP",), basis="part", **told)

    linked = link([total, france, japan])

    whole = holding(linked, total)
    assert {holding(linked, one).part_of for one in (france, japan)} == {whole.id}
    assert {p.split for p in linked.pledges if p.part_of == whole.id} == {"donor"}


def test_a_share_of_another_states_initiative_is_part_of_it() -> None:
    first = article("Prague plans to buy 800,000 shells abroad.", "2024-02-01")
    later = article("Finland gives 30 million euros to the Czech initiative for shells.", "2024-03-01")
    plan = claim(first, "buy 800,000 shells", "propose", (800_000, "item"), donors=("CZ",), item="artillery shell")
    again = claim(
        article("The Czech initiative is to find 800,000 shells.", "2024-02-20"), "800,000 shells", "propose",
        (800_000, "item"), donors=("CZ",), item="shell",
    )  # fmt: skip
    share = claim(later, "30 million euros", "pledge", (30_000_000, "EUR"), item="shell")
    linked = link([plan, again, share])
    assert holding(linked, share).part_of == holding(linked, plan).id


def test_a_near_copys_claims_are_the_first_articles_claims_again() -> None:
    sentence = (
        "Finland will send 14 field guns, the ministry said after a long meeting with the parties in Helsinki, and {}."
    )
    first = article(sentence.format("another 14 sea mines follow in the spring of the year"), "2024-02-01")
    copy = article(sentence.format("another 14 sea mines follow in the spring of that year"), "2024-02-02")
    told = [
        (claim(d, "14 field guns", "pledge", (14, "item"), item="field gun"),
         claim(d, "14 sea mines", "pledge", (14, "item"), item="sea mine", basis="increment"))
        for d in (first, copy)
    ]  # fmt: skip
    linked = link([one for pair in told for one in pair])
    assert len(linked.pledges) == 2
    assert holding(linked, told[0][0]) == holding(linked, told[1][0])
    assert holding(linked, told[0][1]) == holding(linked, told[1][1])


def test_a_sum_so_far_is_a_summary() -> None:
    text = article("Finland has given Ukraine 2 billion euros in military aid since the invasion.", "2024-02-01")
    sum_so_far = claim(
        text, "2 billion euros", "deliver", (2_000_000_000, "EUR"), item="military aid", basis="cumulative"
    )
    assert link([sum_so_far]).pledges[0].summary


def test_the_third_of_four_is_a_stage_of_the_four() -> None:
    first = article("Finland will send four radar stations.", "2024-02-01")
    later = article("A third radar station from Finland has arrived.", "2024-08-01")
    told = {"item": "radar station"}
    four = claim(first, "four radar stations", "pledge", (4, "item"), **told)
    second = claim(
        article("A second radar station has come.", "2024-06-01"), "A second radar station has come", "deliver",
        (1, "item"), basis="part", **told,
    )  # fmt: skip
    third = claim(later, "A third radar station", "deliver", (1, "item"), basis="part", **told)
    assert are_one(four, second, third)


def test_a_third_gift_of_one_is_a_gift_of_its_own() -> None:
    gifts = [
        claim(article(f"Finland gives a {word} radar station.", day), f"a {word} radar station", "pledge", (1, "item"),
              item="radar station", basis=basis, happened=PartialDate.parse(day))
        for word, day, basis in (("first", "2023-02-01", "total"), ("second", "2023-09-01", "increment"))
    ]  # fmt: skip
    assert len(link(gifts).pledges) == 2


def test_the_second_lot_is_the_later_of_two_pledges_of_one_size() -> None:
    one = article("Finland buys 40 million doses for Ghana.", "2021-06-01")
    two = article("Finland buys a further 40 million doses for Ghana.", "2021-09-01")
    later = article("Shipping of the second lot of 40 million doses has begun, Helsinki said.", "2022-01-10")
    told: dict[str, Any] = {"recipients": ("GH",), "item": "vaccine dose", "aid": "humanitarian"}
    figure = (40_000_000, "item")
    june = claim(one, "40 million doses", "pledge", figure, happened=PartialDate(2021, 6, 1), **told)
    september = claim(
        two, "a further 40 million doses", "pledge", figure, basis="increment", happened=PartialDate(2021, 9, 1), **told
    )
    shipping = claim(later, "the second lot of 40 million doses", "deliver", figure, basis="part", **told)

    linked = link([june, september, shipping])

    assert holding(linked, shipping) == holding(linked, september) != holding(linked, june)


def test_an_addition_told_again_is_no_further_addition() -> None:
    first = article("Finland has 12 howitzers for Ukraine.", "2024-02-01")
    more = article("In May Finland added 7 howitzers, which makes 19.", "2024-05-03")
    again = article("The 7 howitzers that were added in May are on their way.", "2024-06-20")
    guns = {"item": "howitzer"}
    promised = claim(first, "12 howitzers", "pledge", (12, "item"), happened=PartialDate(2024, 2, 1), **guns)
    added = claim(
        more, "added 7 howitzers", "pledge", (7, "item"), basis="increment", happened=PartialDate(2024, 5), **guns
    )
    total = claim(more, "which makes 19", "pledge", (19, "item"), happened=PartialDate(2024, 5), **guns)
    restated = claim(
        again, "7 howitzers that were added in May", "pledge", (7, "item"), basis="increment",
        happened=PartialDate(2024, 5), **guns,
    )  # fmt: skip
    assert are_one(promised, added, total, restated)


def test_a_year_of_a_programme_is_part_of_it_and_no_new_size_of_it() -> None:
    first = article("The Kalevala Programme holds 9 billion euros for Ukraine.", "2023-02-01")
    later = article("Out of the Kalevala Programme, Finland gives 1.7 billion euros in 2024.", "2023-11-01")
    whole = claim(first, "9 billion euros", "commit", (9_000_000_000, "EUR"), item="kalevala programme")
    year = claim(later, "1.7 billion euros", "pledge", (1_700_000_000, "EUR"), item="support", due=PartialDate(2024))
    linked = link([whole, year])
    assert holding(linked, year).part_of == holding(linked, whole).id


@pytest.mark.parametrize(("confidence", "one"), [(0.3, True), (1.0, False)])
def test_a_telling_figure_outweighs_parties_that_are_not_surely_read(confidence: float, one: bool) -> None:
    first = article("Finland will pay 374 million euros for air defence.", "2024-02-01")
    later = article("Of the 374 million euros for air defence nothing has come, Tallinn says.", "2024-04-01")
    promise = claim(first, "374 million euros", "pledge", (374_000_000, "EUR"), item="air defence")
    silence = claim(
        later, "374 million euros", "miss", (374_000_000, "EUR"), item="air defence", donors=("EE",),
        confidence=confidence,
    )  # fmt: skip
    assert are_one(promise, silence) is one


@pytest.mark.parametrize(("confidence", "one"), [(0.7, True), (1.0, False)])
def test_a_recipient_misread_in_one_text_keeps_no_pledge_apart(confidence: float, one: bool) -> None:
    first = article("Finland promised 374 million euros for the power grid.", "2024-02-01")
    later = article("The 374 million euros that Finland promised for the power grid have been paid.", "2024-04-01")
    told: dict[str, Any] = {"item": "power grid", "aid": "other", "confidence": confidence}
    promise = claim(first, "374 million euros", "pledge", (374_000_000, "EUR"), **told)
    payment = claim(later, "374 million euros", "deliver", (374_000_000, "EUR"), **told, recipients=("PH",))
    assert are_one(promise, payment) is one


def test_of_several_pledges_of_one_donor_the_one_spoken_of_last_comes_first() -> None:
    facts = in_order(
        tuple(
            claim(
                article(f"Finland will send {n} field guns.", f"2024-02-0{n}"), f"{n} field guns", "pledge", (n, "item")
            )
            for n in (3, 4, 5)
        )
    )
    old, new = Draft(facts[:1]), Draft(facts[1:2])
    scene = Scene([])
    scene.consider([old, new])
    assert (told_latest(facts[2], old, scene), told_latest(facts[2], new, scene)) == (0.0, 1.0)
    assert only_rival_of_unit(facts[2], new, scene) == 0.0


def test_what_is_left_of_a_promise_makes_it_up_with_what_came_before() -> None:
    text = article("Finland will send 30 guns. 12 have come, 18 are under way.", "2024-02-01")
    facts = in_order(
        (
            claim(text, "30 guns", "pledge", (30, "item"), item="gun"),
            claim(text, "12 have come", "deliver", (12, "item"), item="gun", basis="part"),
            claim(text, "18 are under way", "schedule", (18, "item"), item="gun", basis="part"),
        )
    )
    assert completes(facts[2], Draft(facts[:2]), Scene(facts)) == 1.0
    assert completes(facts[2], Draft(facts[:1]), Scene(facts)) == 0.0


def test_a_pledge_told_over_and_over_is_held_against_few_of_its_claims() -> None:
    text = article("Finland will send 30 field guns.", "2024-02-01")
    facts = in_order(
        tuple(
            claim(text, "30 field guns", "pledge", (30, "item"), item="field gun", ordinal=number)
            for number in range(3 * WITNESSES)
        )
    )
    draft = Draft(facts)
    assert len(draft.claims) == 3 * WITNESSES
    assert len(draft.witnesses) == WITNESSES
    assert draft.witnesses[0] is draft.founder
    assert draft.witnesses[-1] is draft.latest
    assert len(draft.telling(facts[0].figure)) == WITNESSES


def test_a_long_table_is_read_stretch_by_stretch() -> None:
    rows = article(
        "\n".join(f"{number} tents for camp {number}" for number in range(100, 100 + 3 * STRETCH)), "2024-02-01"
    )
    told = tuple(
        claim(rows, f"{number} tents for", "pledge", (number, "item"), item="tent")
        for number in range(100, 100 + 3 * STRETCH)
    )
    facts = in_order(told)
    index = DraftIndex()
    for one in facts:
        index.note(keys_of(one), one, Draft([one]))
    assert len({one.stretch for one in facts}) == 3
    assert len(index.find(keys_for(facts[-1]))) <= len(keys_for(facts[-1])) * RECENT


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("artillery shell", "155 mm round", "same"),
        ("leopard 2 tank", "leopard 2a6", "same"),
        ("leopard 1 a5", "leopard 2a4", "different"),
        ("fighter jet", "f-16", "nested"),
        ("patriot system", "iris-t system", "different"),
        ("military aid", "package", "same"),
        ("military support", "civilian support", "unsaid"),
        ("shell", "support", "unsaid"),
    ],
)
def test_items_are_compared_by_kind_name_and_model(left: str, right: str, expected: str) -> None:
    assert relation(parse_item(left), parse_item(right)) == expected
    assert relation(parse_item(right), parse_item(left)) == expected


def test_numbers_are_read_in_digits_and_words() -> None:
    assert numbers_in("the fourth of four, of the 180,000 and half a million for $2.5 billion") == {
        4, 180_000, 500_000, 2_500_000_000
    }  # fmt: skip


def test_a_programme_is_known_by_its_proper_name() -> None:
    assert programme_names("The money is drawn from the Nansen Support Programme.") == {"nansen", "support"}
    assert "czech" in programme_names("Oslo joins the Czech-led ammunition initiative.")


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Lt. Gen. Aho spoke. Finland gives 3 guns."
    assert sentence_around(text, text.index("spoke")) == (0, 20)


def test_every_weight_belongs_to_a_feature_that_explains_itself() -> None:
    weights = shipped_weights()
    names = {feature.__name__ for feature in FEATURES}
    assert set(weights.given.pledge) == set(weights.read.pledge) == names
    assert set(weights.part) == {feature.__name__ for feature in PART_FEATURES}
    by_hand = tomllib.loads((Path(__file__).parents[1] / "benchmarks" / "link_weights_by_hand.toml").read_text("utf-8"))
    assert set(by_hand["pledge"]) == names
    assert set(weights.given.new) == set(weights.read.new) == set(by_hand["new"])
    assert all((feature.__doc__ or "").strip() for feature in (*FEATURES, *PART_FEATURES))


@pytest.mark.skipif(not GOLD.exists(), reason="the gold stories are not at hand")
def test_quality_on_the_gold_stories_does_not_fall() -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    import link_gold

    counts: dict[str, Counter[str]] = {"links": Counter(), "parts": Counter()}
    for story in link_gold.read_stories(GOLD):
        link_gold.measure(story, link(story.claims), counts)
    assert link_gold.f1(counts["links"])[0] >= 0.85
    assert link_gold.f1(counts["parts"])[0] >= 0.60
