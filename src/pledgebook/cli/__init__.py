"""The command line: `main` runs it and returns the exit code.

0 is fine, 1 says that something wrong was found, 2 that the call cannot be carried out.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

FINE, FOUND_WRONG, WRONG_CALL = 0, 1, 2
INTERRUPTED = 130
"""What a shell gives for a program ended with Ctrl-C (128 + SIGINT)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a wrong call is told in one line on stderr."""
    from pledgebook.cli.app import usage_errors
    from pledgebook.cli.output import ReaderLeft
    from pledgebook.errors import PledgebookError

    _write_utf8()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments) or ["--help"])
        # The command framework turns Ctrl-C into this code.
        return _stopped() if code == INTERRUPTED else code
    except PledgebookError as error:
        return _told(str(error), error.exit_code)
    except usage_errors() as error:
        return _told(f"{_words_of(error)} (pledgebook --help lists the commands)", WRONG_CALL)
    except ReaderLeft:
        return _reader_left()
    except KeyboardInterrupt:
        return _stopped()


def _words_of(error: Exception) -> str:
    return str(getattr(error, "format_message", lambda: error)())


def _run(arguments: list[str]) -> int:
    from pledgebook.cli.app import app

    code = app(args=arguments, prog_name="pledgebook", standalone_mode=False)
    return code if isinstance(code, int) else FINE


def _write_utf8() -> None:
    """Output is UTF-8 with plain line ends on every machine, so that the same book prints the same bytes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _told(message: str, code: int) -> int:
    from pledgebook.reporting.words import one_line

    sys.stderr.write(f"pledgebook: {one_line(message)}\n")
    return code


def _stopped() -> int:
    return _told("stopped; what had been read stays in the book, and reading again completes it", INTERRUPTED)


def _reader_left() -> int:
    """End quietly: what is left to print goes nowhere."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE
