"""The commands of those who look through the book: what changed, what to look at, what they decide."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pledgebook.cli.options import BookOption, Format, Query, query_command
from pledgebook.cli.output import show, show_lines, tell

if TYPE_CHECKING:
    from pledgebook.api import Book
    from pledgebook.reporting.table import Row

WhoOption = Annotated[
    str | None, typer.Option("--who", metavar="NAME", help="Who decides; else your name on this machine.")
]

ANSWERS = {
    "claim": "a accept, r reject, c correct a field",
    "same": "y they are one pledge, n they are two",
    "part": "y it is a part, n it is a part of nothing",
    "decision": "n next (say it again with pledgebook decide)",
    "disagreement": "n next (pledgebook why shows both)",
}


def register(app: typer.Typer) -> None:
    """Add these commands to the app, in the order in which help lists them."""
    app.command()(query_command(changes))
    app.command()(query_command(review))
    app.command()(decide)


def changes(
    query: Query,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day.")] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The second day; else that of the latest document.")
    ] = None,
    from_release: Annotated[
        str | None, typer.Option("--from-release", metavar="NAME", help="Instead of a day: the first release.")
    ] = None,
    to_release: Annotated[
        str | None, typer.Option("--to-release", metavar="NAME", help="The second one; else the book as it is.")
    ] = None,
) -> None:
    """What changed between two days, and why.

    One line a figure: what is new, revised, merged or withdrawn, and the sentence that did it.

    \b
    Examples:
      pledgebook changes --book ukraine.book --from 2024-03-01 --to 2024-03-31
      pledgebook changes --book ukraine.book --from 2024-03-14 --donor eu --format jsonl
      pledgebook changes --book ukraine.book --from-release 2024-q1 --to-release 2024-q2
    """
    found = query.open().changes(start, end, from_release=from_release, to_release=to_release, **query.asked)
    show(found, query.format)


def review(
    query: Query,
    most: Annotated[int, typer.Option("--most", metavar="NUMBER", min=1, help="So many at most.")] = 20,
    who: WhoOption = None,
    list_only: Annotated[bool, typer.Option("--list", help="Print them, and ask nothing.")] = False,
) -> None:
    """What it is unsure of, the weightiest first.

    Doubt times weight in the totals. On a terminal it asks about one after the other and notes what you say.

    \b
    Examples:
      pledgebook review --book ukraine.book
      pledgebook review --book ukraine.book --most 50 --format jsonl
    """
    book = query.open()
    table = book.review(most, **query.asked)
    if list_only or query.format is not Format.TABLE or not (sys.stdin.isatty() and sys.stdout.isatty()):
        show(table, query.format)
        return
    Reviewer(book, _who(who), _ask).go_through(table.rows)


def decide(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="accept, reject, correct, same, different, split, part_of or merge."),
    ],
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or the beginning of it.")],
    book: BookOption,
    other: Annotated[str | None, typer.Option("--other", metavar="CLAIM", help="The second claim.")] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="NAME", help="With correct: which field.")] = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="VALUE", help="With correct: what it is; none for nothing.")
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="Why; it is shown with the decision.")] = "",
    who: WhoOption = None,
) -> None:
    """Say what a claim is, or what belongs together.

    Nothing is deleted: a later decision overrules an earlier one, and all of them stay in the log.

    A pledge is named by any of its claims; its id is its first claim's.

    \b
    Examples:
      pledgebook decide accept c-x3k7 --book ukraine.book --why "checked against the ministry's page"
      pledgebook decide correct c-x3k7 --book ukraine.book --field amount --value "300m USD"
      pledgebook decide correct c-x3k7 --book ukraine.book --field donors --value DK+NL
      pledgebook decide merge c-x3k7 --other c-p2aa --book ukraine.book --why "one package under two names"
      pledgebook decide part_of c-x3k7 --other c-p2aa --book ukraine.book
    """
    import pledgebook

    done: Any = pledgebook.open(book).decide(
        kind,  # type: ignore[arg-type]
        claim,
        who=_who(who),
        why=why,
        other=other,
        field=field,
        value=value,
    )
    tell(f"noted: {done.kind}, by {done.who} [{done.id}]")


def _who(given: str | None) -> str:
    return given or getpass.getuser()


def _ask(question: str) -> str:
    """What is typed, in lower case; `q` at the input's end."""
    try:
        return input(question).strip()
    except EOFError:
        return "q"


class Reviewer:
    """Goes through what deserves a look and notes what is said; `ask` gets an answer."""

    def __init__(self, book: Book, who: str, ask: Callable[[str], str]) -> None:
        self._book = book
        self._who = who
        self._ask = ask
        self.noted = 0

    def go_through(self, rows: list[Row]) -> None:
        for number, row in enumerate(rows, 1):
            show_lines(_shown(row, number, len(rows)))
            if not self._answered(row):
                break
        tell(f"{self.noted} noted." if self.noted != 1 else "1 noted.")

    def _answered(self, row: Row) -> bool:
        """Ask until there is an answer; False for the wish to stop."""
        while True:
            answer = self._ask(f"{ANSWERS[row['kind']]}, s skip, q stop: ").lower()
            if answer == "q":
                return False
            if answer in ("s", "") or (answer == "n" and row["kind"] in ("decision", "disagreement")):
                return True
            if self._noted(row, answer):
                return True

    def _noted(self, row: Row, answer: str) -> bool:
        """Note the answer; False if it is none, or cannot be used."""
        from pledgebook.errors import PledgebookError

        try:
            done = self._decide(row, answer)
        except PledgebookError as error:
            tell(str(error))
            return False
        if not done:
            tell(f"{answer!r} is no answer here")
        self.noted += done
        return done

    def _decide(self, row: Row, answer: str) -> bool:
        kind, claim, other = row["kind"], row["claim"], row["other"]
        told: dict[tuple[str, str], tuple[str, str | None]] = {
            ("claim", "a"): ("accept", None),
            ("claim", "r"): ("reject", None),
            ("same", "y"): ("same", other),
            ("same", "n"): ("different", other),
            ("part", "y"): ("part_of", other),
            ("part", "n"): ("part_of", None),
        }
        if (kind, answer) == ("claim", "c"):
            field = self._ask("which field: ")
            value = self._ask(f"what is {field} (none for nothing): ")
            self._book.decide("correct", claim, who=self._who, field=field, value=value, why=self._ask("why: "))
            return True
        if (kind, answer) not in told:
            return False
        decided: Any = told[kind, answer]
        self._book.decide(decided[0], claim, other=decided[1], who=self._who, why=self._ask("why (may be empty): "))
        return True


def _shown(row: Row, number: int, of: int) -> list[str]:
    """A row as lines: what is asked, the sentences, where they stand."""
    lines = [
        f"{number}/{of}  {row['kind']}: {row['what']}  ({row['doubt']:.0%} doubt, {row['weight']:.1%} of the total)"
    ]
    for quote, document in ((row["quote"], row["document"]), (row["other_quote"], row["other_document"])):
        if quote:
            lines.append(f"  «{quote}»  {document}")
    return lines
