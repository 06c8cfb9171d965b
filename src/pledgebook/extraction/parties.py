"""Who gives and who receives: candidates of a sentence and of the article around it, with their features.

A candidate is a set of codes: an actor or a group of actors named in the sentence ("Denmark, Germany and
the Netherlands"), whoever the last claim was about, the publisher ("we"), the article's topic, or nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pledgebook.extraction.evidence import Reach
from pledgebook.extraction.groups import Codes, Group, groups, ordered, preposition, single, standing
from pledgebook.extraction.scene import Article, Scene
from pledgebook.extraction.text_marks import themes
from pledgebook.extraction.topics import Topics

_WE = frozenset("we our us ours i my".split())
_IT = frozenset("it its they their them he his she her".split())


@dataclass(slots=True)
class Memory:
    """What the article has told so far: the parties and the event of the claims before."""

    donors: Codes | None = None
    recipients: Codes | None = None
    event: str | None = None
    scene: int = -10
    given_by: Counter[Codes] = field(default_factory=Counter)
    given_to: Counter[Codes] = field(default_factory=Counter)
    by_amount: dict[object, tuple[Codes, Codes]] = field(default_factory=dict)
    by_item: dict[object, tuple[Codes, Codes]] = field(default_factory=dict)

    def learn(
        self, donors: Codes, recipients: Codes, event: str, scene: int, keys: tuple[object, object]
    ) -> None:
        """Remember a claim; `keys` are its amount and the head of its item (None where there is none)."""
        self.donors, self.recipients, self.event, self.scene = donors, recipients, event, scene
        for known, key in zip((self.by_amount, self.by_item), keys, strict=True):
            if key is not None:
                known[key] = (donors, recipients)
        self.given_by[donors] += 1
        self.given_to[recipients] += 1


@dataclass(frozen=True, slots=True)
class Candidate:
    codes: Codes
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a party is chosen for: an amount (or item) at tokens `first`–`last`, with its cue."""

    article: Article
    scene: Scene
    first: int
    last: int
    reach: Reach | None
    event: str
    memory: Memory
    topics: Topics
    keys: tuple[object, object]


def candidates(setting: Setting, role: str, donors: Codes | None = None) -> list[Candidate]:
    """Candidates for the role `donor` or `recipient`, each set of codes once, nobody first.

    `donors` are those chosen already, when recipients are looked for.
    """
    found: dict[Codes, dict[str, None]] = {}
    _note(found, (), ["nobody", f"nobody|{setting.event}", *_sentence_features(setting, role)])
    for group in groups(setting.scene):
        _note(found, ordered(group.codes), _group_features(setting, group))
    for codes, features in _virtual(setting, role):
        _note(found, ordered(codes), features)
    out = []
    for codes, named in found.items():
        features = [*named, *_common(setting, role, codes, donors)]
        out.append(Candidate(codes, tuple(features)))
    return out


def _note(found: dict[Codes, dict[str, None]], codes: Codes, features: Sequence[str]) -> None:
    found.setdefault(codes, {}).update(dict.fromkeys(features))


_COLLECTIVES = frozenset(
    """donors governments countries community lenders partners members world nations leaders states others creditors
    participants institutions everyone somebody coalition agencies groups companies contributors pledges delegations
    capitals allies supporters backers economies people""".split()
)


def _sentence_features(setting: Setting, role: str) -> list[str]:
    """Evidence that the text names nobody: unnamed givers ("donors", "40 countries"), no actor at all."""
    scene = setting.scene
    named = len({a.code for a in scene.actors})
    out = [f"nobody|named{min(named, 2)}", "nobody|list" if scene.is_list_line else "nobody|prose"]
    if scene.words & _COLLECTIVES:
        out.append("nobody|collective")
    cue = setting.reach.cue if setting.reach else None
    if cue is not None:
        subject = {scene.word(i) for i in range(cue.first - 5, cue.first)}
        if subject & _COLLECTIVES:
            out.append("nobody|collective_subject")
    last = setting.last
    behind = [scene.word(i) for i in range(last + 1, last + 16)]
    for at, word in enumerate(behind):
        if word in ("to", "for", "with") and _COLLECTIVES & set(behind[at : at + 7]):
            out.append("nobody|to_collective")
            break
    return out


def _common(setting: Setting, role: str, codes: Codes, donors: Codes | None) -> list[str]:
    out = [f"size{min(len(codes), 3)}", *sorted({f"standing={standing(c)}" for c in codes})] if codes else []
    if donors is not None and codes and set(codes) & set(donors):
        out.append("gives_too")
    memory = setting.memory
    known = memory.given_by if role == "donor" else memory.given_to
    if codes and known[codes]:
        out.append("known_in_role")
    other = memory.given_to if role == "donor" else memory.given_by
    if codes and other[codes]:
        out.append("known_in_other_role")
    if codes and set(codes) & set(setting.article.publisher_actors):
        out.append("publisher")
    title = {a.code for a in setting.article.title_actors}
    if codes and set(codes) <= title:
        out.append("in_title")
    return out


def _virtual(setting: Setting, role: str) -> list[tuple[Codes, list[str]]]:
    """Candidates that the sentence itself does not name."""
    out: list[tuple[Codes, list[str]]] = []
    scene, article, memory = setting.scene, setting.article, setting.memory
    label = f"|{setting.event}"
    explicit = _explicit(setting, role)
    carried = memory.donors if role == "donor" else memory.recipients
    if carried is not None:
        near = "same" if memory.scene == scene.number else "next" if scene.number - memory.scene <= 1 else "later"
        out.append((carried, ["carried", f"carried|{near}", f"carried|{explicit}", f"carried|{near}|{explicit}"]))
        out[-1][1].append("carried|list" if scene.is_list_line else "carried|prose")
        if _is_chained(setting):
            out[-1][1].extend(["carried|chained", f"carried|chained|{near}"])
        if not carried:
            out[-1][1].append("carried|nobody")
    if article.publisher_actors:
        said = "we" if scene.words & _WE else "no_we"
        out.append((article.publisher_actors[:1], ["publisher_as_party", f"publisher|{said}", f"publisher{label}"]))
    before = _subject_before(article, scene)
    if before:
        said = "it" if scene.words & _IT else "no_it"
        out.append((before.codes, ["subject_before", f"subject_before|{said}", f"subject_before|{said}|{explicit}"]))
    topics = setting.topics
    at = 0 if role == "donor" else 1
    for name, known, key in zip(("amount", "item"), (memory.by_amount, memory.by_item), setting.keys, strict=True):
        if key is not None and key in known:
            out.append((known[key][at], [f"same_{name}", f"same_{name}|{role}{label}"]))
    usual, opposite = (topics.donors, topics.recipients) if role == "donor" else (topics.recipients, topics.donors)
    named = "named" if usual and set(usual) <= {a.code for a in scene.actors} else "silent"
    sure = topics.donors_sure if role == "donor" else topics.recipients_sure
    band = "sure" if sure > 0.85 else "likely" if sure > 0.6 else "unsure"
    out.append((usual, ["topic", f"topic{label}", f"topic|{named}", f"topic|{band}", f"topic|{explicit}"]))
    out[-1][1].append(f"topic|{named}|{band}|{explicit}")
    out.append((opposite, ["opposite_topic"]))
    return out


_CHAINING = frozenset("which it them this these those including includes among them".split())


def _is_chained(setting: Setting) -> bool:
    """Whether the amount is told as a share of what was told before ("of which", "of it", "including")."""
    before = [setting.scene.word(i) for i in range(setting.first - 4, setting.first + 1)]
    after = [setting.scene.word(i) for i in range(setting.last + 1, setting.last + 4)]
    return bool(_CHAINING & set(before)) or ("of" in after and bool(_CHAINING & set(after)))


def _explicit(setting: Setting, role: str) -> str:
    """Whether the sentence itself seems to name the role: a receiver after "to" or "for", a giver as subject."""
    scene = setting.scene
    cue = setting.reach.cue if setting.reach else None
    for group in groups(scene):
        hangs_on = preposition(scene, group)
        if role == "recipient":
            near = scene.walls_between(group.first, setting.last) < 4
            named = hangs_on in ("to", "for", "into") or scene.word(group.last + 1) in themes()["aid"]
            if named and near:
                return "explicit"
        elif hangs_on in ("by", "from") or _labels(setting, group):
            return "explicit"
        elif not hangs_on and cue is not None and group.last < cue.first and not cue.passive:
            return "explicit"
    return "not_explicit"


def _subject_before(article: Article, scene: Scene) -> Group | None:
    """The first actor of the nearest sentence before that names one."""
    for number in range(scene.number - 1, max(-1, scene.number - 4), -1):
        named = [g for g in groups(article.scenes[number]) if preposition(article.scenes[number], g) == ""]
        if named:
            return max((g for g in named if g.first == named[0].first), key=lambda g: len(g.codes))
    return None


def _group_features(setting: Setting, group: Group) -> list[str]:
    scene = setting.scene
    hangs_on = preposition(scene, group)
    side = "before" if group.last < setting.first else "after" if group.first > setting.last else "inside"
    after_word = scene.word(group.last + 1)
    form = group.mentions[-1].form
    kind = group.mentions[0].kind
    out = [
        "named", f"prep={hangs_on}", f"prep={hangs_on}|{side}", f"form={form}", f"kind={kind}", f"side={side}",
        *(f"{standing(c)}|prep={hangs_on}" for c in group.codes[:1]), *(f"{standing(c)}|{side}" for c in group.codes[:1]),
    ]  # fmt: skip
    left, right = (group.last, setting.first) if side == "before" else (setting.last, group.first)
    out.append(f"walls|{side}={_band(scene.walls_between(left, right))}" if side != "inside" else "inside")
    if after_word == "'s":
        out += ["possessive", f"possessive|{side}"]
    if after_word in themes()["aid"]:
        out.append("before_aid_noun")
    if _labels(setting, group):
        out += ["labels_amount", f"labels_amount|{'list' if len(scene.amounts) > 2 or scene.is_list_line else 'prose'}"]
        if setting.first - group.last <= 2:
            out.append("labels_amount|next")
    gap = setting.first - group.last - 1 if side == "before" else group.first - setting.last - 1
    out.append(f"gap|{side}={_band(gap)}")
    if group.first == min(g.first for g in groups(scene)):
        out.append("first_named")
    if all(not (group.last < scene.token_at(a.start) < setting.first) for a in scene.actors) and side == "before":
        out.append("last_before_amount")
    if len(group.codes) == 1 and _in_larger(scene, group):
        out += ["one_of_group", *_paired(setting, group)]
    return out + _cue_features(setting, group, hangs_on, form)


def _in_larger(scene: Scene, group: Group) -> bool:
    return any(len(g.codes) > 1 and g.first <= group.first and group.last <= g.last for g in groups(scene))


def _paired(setting: Setting, group: Group) -> list[str]:
    """"Indonesia and Malaysia gave $1m and $3m": whether the actor's place in its run is the amount's in its own."""
    scene = setting.scene
    run = max((g for g in groups(scene) if g.first <= group.first and group.last <= g.last), key=lambda g: len(g.codes))
    amounts = [a for a in scene.amounts if scene.token_at(a.start) > run.last]
    places = [i for i, a in enumerate(amounts) if scene.token_at(a.start) == setting.first]
    if len(amounts) != len(run.mentions) or not places:
        return []
    mine = next(i for i, m in enumerate(run.mentions) if m == group.mentions[0])
    return ["paired" if mine == places[0] else "unpaired"]


def _labels(setting: Setting, group: Group) -> bool:
    """Whether the actor labels the amount as in a table: "Germany: €88m", "Japan ($1.08bn)", "Qatar $25m"."""
    between = [setting.scene.word(i) for i in range(group.last + 1, setting.first)]
    return len(between) <= 4 and all(
        w in (":", "(", ",", "–", "-", "—", "with", "to", "nearly", "about", "up", "loan", "of", "grant", "a") for w in between
    )


def _cue_features(setting: Setting, group: Group, hangs_on: str, form: str) -> list[str]:
    reach = setting.reach
    if reach is None:
        return [f"no_cue|prep={hangs_on}"]
    cue = reach.cue
    where = "left" if group.last < cue.first else "right" if group.first > cue.last else "in"
    voice = "passive" if cue.passive else "active"
    label = cue.verb_class or cue.kind
    out = [
        f"cue={label}|{where}|{voice}", f"cue={label}|{where}|prep={hangs_on}", f"{where}|prep={hangs_on}|{form}",
        f"event={setting.event}|{where}|prep={hangs_on}", f"event={setting.event}|{where}",
    ]  # fmt: skip
    left, right = (group.last, cue.first) if where == "left" else (cue.last, group.first)
    walls = setting.scene.walls_between(left, right)
    out.append(f"cue_walls|{where}={_band(walls)}")
    if where == "left" and not hangs_on and _nearest_left(setting.scene, group, cue.first):
        out += ["subject", f"subject|{label}|{voice}", f"subject|{setting.event}"]
    if where == "right" and not hangs_on and right - left <= 2:
        out += ["indirect_object", f"indirect_object|{label}"]
    return out


def _nearest_left(scene: Scene, group: Group, cue_first: int) -> bool:
    return all(
        not (group.last < scene.token_at(a.start) < cue_first) or preposition(scene, single(scene, a)) != ""
        for a in scene.actors
    )


def _band(count: int) -> str:
    return "0" if count <= 0 else "1" if count == 1 else "2-3" if count <= 3 else "4-7" if count <= 7 else "8+"
