"""Who an article is about as a whole: its usual receiver and its usual giver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

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


def topic_candidates(article: Article) -> list[tuple[Codes, list[str]]]:
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
    ranks = {place: _ranks(standings, place) for place in ("any", "receives", "gives", "aid", "object")}
    out: list[tuple[Codes, list[str]]] = [((), ["nobody"])]
    for codes in sorted(standings):
        out.append((codes, _features(article, codes, standings[codes], ranks)))
    return out


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


def _ranks(standings: dict[Codes, _Standing], place: str) -> dict[Codes, int]:
    order = sorted(standings, key=lambda codes: (-standings[codes].places[place], codes))
    return {codes: rank for rank, codes in enumerate(order)}


def _features(article: Article, codes: Codes, standing: _Standing, ranks: dict[str, dict[Codes, int]]) -> list[str]:
    out = [
        "somebody",
        f"size{min(standing.size, 3)}",
        *(f"standing={k}" for k in sorted({standing_of(c) for c in codes})),
    ]
    for place, rank in ranks.items():
        count = standing.places[place]
        out.append(f"{place}:count{min(count, 4)}")
        if count:
            out.append(f"{place}:rank{min(rank[codes], 3)}")
    out.append(f"in:count{min(standing.places['in'], 3)}")
    out.append(f"venue:count{min(standing.places['venue'], 3)}")
    if standing.places["dateline"]:
        out += ["dateline", *(f"dateline|{standing_of(c)}" for c in codes)]
    if standing.places["title"] or (codes and set(codes) <= {a.code for a in article.title_actors}):
        out += ["title", f"title|any{min(ranks['any'].get(codes, 9), 3)}"]
    if set(codes) & set(article.publisher_actors):
        out.append("publisher")
    elif article.publisher_actors:
        out.append("other_than_publisher")
    if standing.places["any"] >= 1 and _first_scene(article.scenes, codes):
        out.append("opening")
    return out


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
    return any(set(codes) <= {a.code for a in scene.actors} for scene in scenes[:2])
