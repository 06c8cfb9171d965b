"""Every error that Pledgebook raises on purpose.

A wrong call raises one of these and says what to do. Bad data raises nothing: it becomes a
`pledgebook.model.Issue` with its place, and the work goes on. A bug is neither, and crashes.

    PledgebookError
    ├── WrongCall          an argument that cannot be used (a date that is none, an unknown code)
    ├── NotInBook          a pledge, claim or document that the book does not hold
    └── BookError
        ├── NotABook       the path or file is something else
        ├── BookTooNew     written by a newer version
        ├── BookBusy       another process holds the lock for longer than the wait
        └── BookDamaged    the log contradicts itself; says how to recover
"""

from __future__ import annotations


class PledgebookError(Exception):
    """A call that cannot be carried out; `str(error)` is one line that says what to do.

    `exit_code` is the status of a command that ends with it.
    """

    exit_code = 2


class WrongCall(PledgebookError):
    """An argument cannot be used."""


class NotInBook(PledgebookError):
    """The book does not hold what was asked for."""


class BookError(PledgebookError):
    """The book itself cannot be used as asked."""


class NotABook(BookError):
    """The path is another folder, or another program's file."""


class BookTooNew(BookError):
    """The book was written by a newer version of Pledgebook."""


class BookBusy(BookError):
    """Another process is writing to the book and did not finish in time."""


class BookDamaged(BookError):
    """The book's files contradict each other."""
