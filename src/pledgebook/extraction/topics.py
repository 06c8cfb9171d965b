"""Who an article is about as a whole: its usual receiver and its usual giver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pledgebook.extraction.features import Bundle
from pledgebook.extraction.groups import Codes, Group, groups, ordered
from pledgebook.extraction.groups import standing as standing_of
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.extraction.word_search import WordSearch
from pledgebook.vocabulary import code_of, countries, places

OPENING = 4
"""Sentences at a text's head that tell what it is about; farther on only those with an amount or a thing of aid do."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The parties that an article's claims are about unless a sentence says otherwise; how sure (0 to 1)."""

    recipients: Codes
    donors: Codes
    recipients_sure: float = 1.0
    donors_sure: float = 1.0


@dataclass(slots=True)
class _Standing:
    """How often a candidate stands in each kind of place."""

    places: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    size: int = 1


def topic_candidates(article: Article) -> list[tuple[Codes, list[Bundle]]]:
    """Every actor (and group named together twice) of the article with its features; nobody first."""
    standings: dict[Codes, _Standing] = defaultdict(_Standing)
    for scene in article.scenes:
        if scene.actors and (scene.number < OPENING or scene.amounts or scene.items):
            for group in groups(scene):
                _count(standings[ordered(group.codes)], scene, group)
    for actor in article.title_actors:
        standings[(actor.code,)].places["title"] += 1
    for _, _, code in _venue_search().find(article.document.text):
        standings[(code,)].places["venue"] += 1
    for code in _dateline(article):
        standings[(code,)].places["dateline"] += 1
    order = sorted(standings)
    ranks = {place: _ranks(standings, order, place) for place in RANKED}
    nobody: list[tuple[Codes, list[Bundle]]] = [((), [("nobody",)])]
    return nobody + [(codes, _features(article, codes, standings[codes], ranks)) for codes in order]


RANKED = ("any", "receives", "gives", "aid", "object")
"""Kinds of places in which candidates are compared with each other."""


def _count(standing: _Standing, scene: Scene, group: Group) -> None:
    standing.size = len(group.codes)
    hangs_on = group.hangs_on
    places = standing.places
    places["any"] += 1
    if hangs_on in ("to", "for", "into"):
        places["receives"] += 1
    if group.next_word in themes()["aid"]:
        places["aid"] += 1
    if hangs_on in ("by", "from"):
        places["gives"] += 1
    if not hangs_on:
        before = [c for c in scene.cues if c.last < group.first and group.first - c.last <= 3]
        after = [c for c in scene.cues if c.first > group.last and c.first - group.last <= 6]
        if before and before[-1].verb_class in ("transfer", "deliver", "promise"):
            places["object"] += 1
        if after and after[0].verb_class in ("transfer", "deliver", "promise", "decide", "raise", "plan", "order"):
            places["gives"] += 1
        if after and after[0].verb_class in ("receive", "ask"):
            places["receives"] += 1
    if hangs_on in ("in", "inside"):
        places["in"] += 1


def _ranks(standings: dict[Codes, _Standing], order: list[Codes], place: str) -> dict[Codes, int]:
    """The first three of a kind of place; `order` settles who is first among equals."""
    first = sorted(order, key=lambda codes: -standings[codes].places[place])[:LAST_RANK]
    return {codes: rank for rank, codes in enumerate(first)}


LAST_RANK = 3
"""All from this rank on are one."""


def _features(article: Article, codes: Codes, standing: _Standing, ranks: dict[str, dict[Codes, int]]) -> list[Bundle]:
    places = standing.places
    out = [_somebody(min(standing.size, 3), tuple(sorted({standing_of(c) for c in codes})))]
    out += [_place(place, min(places[place], 4), rank.get(codes, LAST_RANK)) for place, rank in ranks.items()]
    out.append(_named_as_place(min(places["in"], 3), min(places["venue"], 3)))
    if places["dateline"]:
        out.append(("dateline", *(f"dateline|{standing_of(c)}" for c in codes)))
    if places["title"] or (codes and article.title_codes.issuperset(codes)):
        out.append(("title", f"title|any{ranks['any'].get(codes, LAST_RANK)}"))
    if not set(article.publisher_actors).isdisjoint(codes):
        out.append(("publisher",))
    elif article.publisher_actors:
        out.append(("other_than_publisher",))
    if places["any"] >= 1 and _first_scene(article.scenes, codes):
        out.append(("opening",))
    return out


@lru_cache(maxsize=1024)
def _somebody(size: int, standings: tuple[str, ...]) -> Bundle:
    return ("somebody", f"size{size}", *(f"standing={standing}" for standing in standings))


@lru_cache(maxsize=256)
def _place(place: str, count: int, rank: int) -> Bundle:
    """How often the candidate stands in a kind of place, and how many do so more often."""
    return (f"{place}:count{count}", f"{place}:rank{rank}") if count else (f"{place}:count{count}",)


@lru_cache(maxsize=64)
def _named_as_place(inside: int, venues: int) -> Bundle:
    return f"in:count{inside}", f"venue:count{venues}"


@cache
def _venue_search() -> WordSearch[str]:
    """Towns and provinces of states that usually receive: where they are named, the need is."""
    towns = {town: state.code for state in countries().values() for town in state.capitals}
    named = {**places(), **towns}
    return WordSearch({name: code for name, code in named.items() if standing_of(code) == "receiver"})


def _dateline(article: Article) -> list[str]:
    """The states whose town the article's dateline names ("KATHMANDU - …")."""
    head = article.document.text[:_LONGEST_DATELINE]
    mark = min((head.find(m) for m in (" - ", " – ", " — ", ": ") if m in head), default=-1)
    towns = head[: max(0, mark)].split("/")
    found = (code_of(town.split(",")[0].strip().title()) for town in towns if town.split(",")[0].strip().isupper())
    return [code for code in found if code is not None and standing_of(code) in ("giver", "receiver")]


_LONGEST_DATELINE = 60
"""Characters at the head of a text within which a dateline ends ("PORT-AU-PRINCE, Haiti, Aug. 12 (Agency) - ")."""


def _first_scene(scenes: Sequence[Scene], codes: Codes) -> bool:
    return any({a.code for a in scene.actors}.issuperset(codes) for scene in scenes[:2])
