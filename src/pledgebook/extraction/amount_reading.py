"""One sentence's amounts as drafts: number, range, currency or thing, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from pledgebook.extraction.amount_bounds import read_after, read_before, read_rate
from pledgebook.extraction.amount_exclusions import is_no_amount
from pledgebook.extraction.amount_money import Money, currency_at, differ, read_money
from pledgebook.extraction.amount_things import Thing, begins_vague_content, read_thing
from pledgebook.extraction.amount_tokens import Words
from pledgebook.extraction.amount_words import cardinals, fractions, number_words, thing_heads, word_set
from pledgebook.extraction.numbers import Number, read_number
from pledgebook.model import Per

ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth last final next other".split())
_DASHES = frozenset("-–—‑−")
_AUXILIARIES = frozenset("is was are has had have will would should could may might can arrived came did reached".split())
_CHANGES = frozenset(
    """raise raised raises raising increase increased increases increasing enlarge enlarged expand expanded expands double
    doubled doubles grow grew grown grows rise rose risen rises lift lifted boost boosted cut cuts reduce reduced reduces
    lower lowered drop dropped fall fell fallen up down scale scaled shrink shrank jumped climbed trim trimmed slash
    slashed bring brought revise revised changed went quadrupled tripled extend extended top""".split()
)
_CHANGE_REACH = 14
"""Words before "from … to …" among which a verb of change makes it two amounts."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An amount as the sentence tells it: tokens `first` to before `last`, of the words `words`.

    `codes` are its candidate currencies; `kind` is "money", "things" or "bare" (unit or item not told here),
    `hint` says what a bare one must be, `item_first` and `item_last` are tokens.
    """

    words: Words
    first: int
    last: int
    number_first: int
    number_last: int
    low: Decimal | None
    high: Decimal | None
    kind: str
    codes: tuple[str, ...] = ()
    item: str | None = None
    item_first: int = -1
    item_last: int = -1
    per: Per | None = None
    modifiers: tuple[str, ...] = ()
    approximate: bool = False
    hint: str = ""
    scale: int = 1
    elliptic: bool = False

    @property
    def size(self) -> Decimal:
        return self.low if self.low is not None else self.high or Decimal(0)


@dataclass(slots=True)
class _Figure:
    """A number with its currency, as it is put together."""

    number: Number
    money: Money | None
    first: int
    last: int = field(default=0)


def read_sentence(words: Words) -> list[Draft]:
    """The amounts of a sentence, in order, without overlaps."""
    found: list[Draft] = []
    floor = 0
    for at in _openings(words):
        if at < floor:
            continue
        number = read_number(words, at) if _may_begin(words, at) else None
        draft = _read(words, number, floor) if number else _read_single(words, at)
        if draft is None:
            floor = max(floor, _past(words, at, number)) if number else floor
            continue
        if draft.kind != "skip":
            found.append(draft)
        floor = max(at + 1, _past_restatement(words, draft))
    return found


@cache
def _opening_words() -> frozenset[str]:
    return number_words() | ORDINALS | {"another", "thirds", "quarters"}


def _openings(words: Words) -> list[int]:
    """The tokens at which an amount can begin."""
    opening = _opening_words()
    return [at for at, low in enumerate(words.low) if low in opening or low[0].isdecimal() or "-" in low]


def _may_begin(words: Words, at: int) -> bool:
    word = words.low[at]
    return word[0].isdecimal() or word in number_words() or "-" in word


def _past(words: Words, at: int, number: Number | None) -> int:
    """Past a number that is no amount, or the next word."""
    if number is None:
        return at + 1
    last = number.last
    while words.word(last) in (*_DASHES, "/", ":") and words.is_figure(last + 1):
        last += 2
    return last


def _figure(words: Words, at: int) -> _Figure | None:
    """The number that begins at a token, or after a currency at it."""
    number = read_number(words, at)
    if number is None:
        for start in (at + 1, at + 2):
            number = read_number(words, start)
            money = read_money(words, number) if number else None
            if number and money and money.first == at:
                return _Figure(number, money, at, max(money.last, number.last))
        return None
    money = read_money(words, number)
    return _Figure(number, money, money.first if money else number.first, max(money.last if money else 0, number.last))


def _read(words: Words, number: Number, floor: int) -> Draft | None:
    """The amount whose (first) number this is; None if it is no amount."""
    figure = _figure(words, number.first)
    if figure is None or (figure.money is None and is_no_amount(words, number)):
        return None
    if figure.first < floor:
        figure = _Figure(number, None, number.first, number.last)
    second = _second(words, figure)
    low, high = _bounds_of(figure, second)
    tail = second or figure
    before = read_before(words, figure.first)
    bound, last = read_after(words, tail.last)
    money = _joint_money(figure, second)
    first = max(before.first, floor)
    if second is not None and words.word(first - 1) in ("between", "from") and first > floor:
        first -= 1
    draft = Draft(
        words, first, last, number.first, tail.number.last, low, high, "money" if money else "bare", money,
        modifiers=before.modifiers, approximate=before.approximate, scale=tail.number.scale,
    )  # fmt: skip
    draft = _bounded(_bounded(draft, before.bound), bound)
    return _finish_money(draft) if money else _finish_things(draft, tail.number)


def _joint_money(figure: _Figure, second: _Figure | None) -> tuple[str, ...]:
    told = [f.money.codes for f in (figure, second) if f and f.money]
    return min(told, key=len) if told else ()


def _bounds_of(figure: _Figure, second: _Figure | None) -> tuple[Decimal, Decimal | None]:
    low, high = figure.number.low, figure.number.high
    if second is None:
        return low, high
    if _shares_scale(figure.number, second.number):
        low = low * second.number.scale
    return low, second.number.high


def _shares_scale(left: Number, right: Number) -> bool:
    """Whether the second number's scale is the first one's too: "2.5–3 billion"."""
    return left.scale == 1 and right.scale > 1 and left.low * right.scale < right.low


def _bounded(draft: Draft, bound: str) -> Draft:
    if bound == "low":
        return replace(draft, high=None, approximate=True)
    if bound == "high" and draft.high is not None:
        return replace(draft, low=None, approximate=True)
    return replace(draft, approximate=True) if bound == "near" else draft


def _second(words: Words, figure: _Figure) -> _Figure | None:
    """The other end of a range: "to 3 billion", "–3 billion", "and 3 billion" after "between"."""
    at = figure.last
    joint = words.word(at)
    if not (joint in _DASHES or joint in ("to", "and", "or")) or figure.number.form == "vague":
        return None
    start = read_before(words, figure.first).first
    opened = words.word(start - 1) if start else ""
    if joint == "and" and opened != "between" and not words.says(start - 2, ("between",)):
        return None
    if joint == "to" and opened == "from" and _tells_change(words, start - 1):
        return None
    if joint in _DASHES and not words.touches(at) and figure.number.scale > 1:
        return None
    other = _figure(words, at + 1)
    if other is None or other.first != at + 1 or not _make_range(words, figure, other):
        return None
    return other


def _tells_change(words: Words, at: int) -> bool:
    return any(words.low[k] in _CHANGES for k in range(max(0, at - _CHANGE_REACH), at))


def _make_range(words: Words, left: _Figure, right: _Figure) -> bool:
    low = left.number.low * (right.number.scale if _shares_scale(left.number, right.number) else 1)
    if right.number.high is None or low >= right.number.low:
        return False
    if left.number.scale > 1 and right.number.scale == 1:
        return False
    if left.money and right.money and not set(left.money.codes) & set(right.money.codes):
        return False
    if left.money and not right.money:
        return right.number.scale > 1 or words.word(left.last) in _DASHES
    if words.word(left.last) == "or":
        return right.number.low <= low * 2
    return True


def _finish_money(draft: Draft) -> Draft | None:
    """Money with what follows its unit: "more", "each", "per dose", "a year", "or so"."""
    words, last = draft.words, draft.last
    modifiers = list(draft.modifiers)
    if words.word(last) in ("-", "cents"):
        last = last + 1 if words.word(last) == "-" and not words.is_figure(last + 1) else last
    while words.word(last) in ("more", "extra"):
        if words.word(last + 1) == "than":
            break
        modifiers.append(words.low[last])
        last += 1
    bound, last = read_after(words, last)
    draft = replace(_bounded(draft, bound), last=last, modifiers=tuple(modifiers))
    return _rated(_apiece(draft))


def _apiece(draft: Draft) -> Draft:
    """Marks "each", "apiece" and prices ("per dose", "a shot")."""
    words, last = draft.words, draft.last
    if words.word(last) in ("each", "apiece") and words.word(last + 1) not in ("year", "month", "week", "day"):
        return replace(draft, last=last + 1, modifiers=(*draft.modifiers, words.low[last]))
    if words.word(last) in ("per", "a", "an", "/") and words.word(last + 1) in word_set("apiece", "words"):
        return replace(draft, last=last + 2, modifiers=(*draft.modifiers, "apiece"))
    return draft


def _rated(draft: Draft) -> Draft:
    per, last = read_rate(draft.words, draft.first, draft.last)
    return replace(draft, per=per, last=last)


def _finish_things(draft: Draft, number: Number) -> Draft | None:
    """Things with their noun phrase; a bare draft where none is told; None for times, distances and shares."""
    words = draft.words
    at = begins_vague_content(words, draft.last) if number.form == "vague" or number.scale > 1 or _is_pair(words, number) else draft.last
    one = number.low == 1 and number.high == 1 and number.scale == 1
    thing = read_thing(words, at, one)
    if one and words.low[number.first] == "one" and (thing is None or draft.modifiers[:1] == ("every",)):
        return None
    if thing is None or thing.kind == "shared":
        return _bare(draft, number, at, "shared" if thing else "")
    if thing.kind == "none":
        return replace(draft, kind="skip", last=thing.last)
    if _is_money_noun(words, thing, number):
        return _bare(draft, number, at, "money")
    bound, last = read_after(words, max(thing.last, draft.last))
    full = replace(
        _bounded(draft, bound), kind="things", last=last, item=thing.item, item_first=thing.first, item_last=thing.last,
        modifiers=tuple(dict.fromkeys((*draft.modifiers, *thing.modifiers))),
    )  # fmt: skip
    return _rated(_apiece(_with_more(full)))


def _with_more(draft: Draft) -> Draft:
    """ "200,000 shells more"."""
    words = draft.words
    if words.word(draft.last) in ("more", "extra") and words.word(draft.last + 1) != "than":
        return replace(draft, last=draft.last + 1, modifiers=(*draft.modifiers, words.low[draft.last]))
    return draft


def _is_pair(words: Words, number: Number) -> bool:
    return words.low[number.last - 1] in ("pair", "couple")


def _is_money_noun(words: Words, thing: Thing, number: Number) -> bool:
    """Whether a scaled number before "aid package" is money without its currency."""
    head = words.low[thing.last - 1]
    return number.scale >= 1_000_000 and head in word_set("money_nouns", "nouns") and thing.item.count(" of ") == 0


def _bare(draft: Draft, number: Number, at: int, hint: str) -> Draft | None:
    """A number whose unit or item stands elsewhere: "six billion of it", "330,000 had arrived"."""
    words, last = draft.words, draft.last
    modifiers = list(draft.modifiers)
    while words.word(last) in word_set("modifiers", "after") and words.word(last + 1) != "than":
        modifiers.append(words.low[last])
        last += 1
    if not hint and number.scale >= 1_000_000:
        hint = _money_hint(words, last)
    calibre = _calibre(words, last)
    bare = replace(draft, kind="bare", last=last, modifiers=tuple(dict.fromkeys(modifiers)), hint=hint)
    if calibre:
        bare = replace(bare, last=calibre[1], item=calibre[0], hint="things")
    return _rated(_apiece(bare))


def _money_hint(words: Words, at: int) -> str:
    """Whether "in aid", "for support" or "of it" after a number shows it to be money."""
    if words.says(at, ("of", "it")):
        return "money"
    if words.word(at) in ("of", "in", "worth"):
        near = [words.word(k) for k in range(at + 1, at + 5)]
        return "money" if any(w in word_set("money_nouns", "nouns") for w in near) else _them(words, at)
    near = [words.word(k) for k in range(at, at + 3) if words.is_word(k)]
    adjective = near[:1] and near[0] in word_set("money_nouns", "nouns")
    return "money" if adjective else ""


def _them(words: Words, at: int) -> str:
    return "things" if words.word(at + 1) in ("them", "these", "those") else ""


def _calibre(words: Words, at: int) -> tuple[str, int] | None:
    """ "300,000 of 122 mm": the calibre that tells which."""
    if words.word(at) == "of" and words.is_figure(at + 1) and words.word(at + 2) in word_set("calibres", "units"):
        last = at + 3 + (words.word(at + 3) in word_set("calibres", "units"))
        return f"{words.low[at + 1]} {words.low[at + 2]}", last
    return None


def _read_single(words: Words, at: int) -> Draft | None:
    """ "A Patriot battery", "another system", "the third Patriot", "the first of four": a count of one."""
    word = words.low[at]
    if word.removesuffix("s") in fractions() and (fraction := _read_fraction(words, at)):
        return fraction
    if word in ORDINALS and not (words.word(at - 1) in ("a", "an")):
        return _read_ordinal(words, at)
    if word not in ("a", "an", "another") or read_number(words, at + 1) is not None:
        return None
    thing = read_thing(words, at + 1, one=True)
    return _single(words, at, at + 1, thing, (word,)) if thing and thing.kind == "thing" else None


def _read_fraction(words: Words, at: int) -> Draft | None:
    """ "Half of the million shells", "a third of the 300": a share of the amount that follows."""
    start = at + 2 + (words.word(at + 2) in ("the", "its", "their", "those", "this", "that", "these", "his", "our"))
    if words.word(at + 1) != "of" or _figure(words, start) is None:
        return None
    many = cardinals().get(words.word(at - 1), 1)
    first = at - (many > 1 or words.word(at - 1) in ("a", "one"))
    value = many * fractions()[words.low[at].removesuffix("s")]
    before = read_before(words, first)
    return Draft(
        words, before.first, at + 1, first, at + 1, value, value, "bare", hint="fraction",
        modifiers=before.modifiers, approximate=before.approximate,
    )  # fmt: skip


def _single(words: Words, at: int, last: int, thing: Thing | None, modifiers: tuple[str, ...]) -> Draft:
    one = Decimal(1)
    inner = tuple(words.low[k] for k in range(last, thing.last) if words.low[k] in ORDINALS | word_set("modifiers", "after")) if thing else ()
    draft = Draft(
        words, at, thing.last if thing else last, at, last, one, one, "things" if thing else "bare",
        modifiers=tuple(dict.fromkeys((*modifiers, *inner))), hint="" if thing else "single",
    )  # fmt: skip
    if thing is None:
        return draft
    return replace(draft, item=thing.item, item_first=thing.first, item_last=thing.last)


def _read_ordinal(words: Words, at: int) -> Draft | None:
    word = words.low[at]
    if words.word(at + 1) == "of":
        start = at + 2 + (words.word(at + 2) in ("the", "those", "its", "these"))
        number = read_number(words, start) if _may_begin(words, start) and start < len(words) else None
        return _single(words, at, at + 1, None, (word,)) if number and number.scale == 1 else None
    if words.word(at - 1) == "the" and words.word(at + 1) in _AUXILIARIES:
        return _single(words, at, at + 1, None, (word,))
    if words.word(at - 1) not in ("the", "its", "their", "'s", "a"):
        return None
    thing = read_thing(words, at + 1, one=True)
    return _single(words, at, at + 1, thing, (word,)) if thing and words.low[thing.last - 1] in thing_heads() else None


def _past_restatement(words: Words, draft: Draft) -> int:
    """Past the same sum in another currency: "(about $5.5 billion)", ", or about $150 million"."""
    at = draft.last
    if draft.kind == "money" or (draft.kind == "bare" and draft.scale > 1):
        if words.word(at) == "(":
            return _past_brackets(words, draft, at)
        if words.word(at) in (",", "or", "—", "–"):
            return _past_apposition(words, draft, at)
    return at


def _other_money(words: Words, draft: Draft, at: int) -> tuple[_Figure | None, bool]:
    """The figure in another currency after words like "or about", and whether such words stand there."""
    start, approximate = at, False
    while words.word(start) in ("or", "about", "around", "approximately", "some", "roughly", "nearly", "almost", "equivalent", "equal", "to", "just", "over", "under", "approx", "=", "~", "≈", "worth", "the", "at", ".", "i.e.", "i.e", "ca", "c", "more", "than"):
        approximate, start = True, start + 1
    figure = _figure(words, start) if start < len(words) and _may_open(words, start) else None
    if figure is None or figure.money is None or (draft.codes and not differ(figure.money.codes, draft.codes)):
        return None, False
    return figure, approximate


def _may_open(words: Words, at: int) -> bool:
    return _may_begin(words, at) or not words.low[at][0].isalnum() or words.raw[at].isupper() or bool(currency_at(words, at)[0])


def _past_brackets(words: Words, draft: Draft, at: int) -> int:
    figure, _ = _other_money(words, draft, at + 1)
    if figure is None:
        return at
    second = _second(words, figure)
    last = (second or figure).last
    if words.word(last) not in (")", ",", ";", "at", "/", "or"):
        return at
    while last < len(words) and words.word(last) != ")":
        last += 1
    return last + 1 if last < len(words) else at


def _past_apposition(words: Words, draft: Draft, at: int) -> int:
    start = at + 1 if words.word(at) != "or" else at
    figure, told = _other_money(words, draft, start)
    if figure is None or not told:
        return at
    return figure.last
