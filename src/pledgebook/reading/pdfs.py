"""PDF files as documents: the text of all pages, with a form feed where a page begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pledgebook.model import PAGE_BREAK, Document, Issue
from pledgebook.reading.content import Content
from pledgebook.reading.options import Read, ReadDocument, ReadOptions, Unreadable, checked_day
from pledgebook.reading.texts import title_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
"""Pages that are read of one file: more than any budget law has; a few bytes may claim a million."""

MOST_PAGE_CHARACTERS = 100_000
"""Characters of one page: twenty times what fits in small print."""

FULL_LINE = 0.7
"""A line of this share of the page's usual width runs on into the next; a shorter one ends its paragraph."""

USUAL = 0.9
"""The share of lines that are no longer than the usual width: a few run into the margin."""

SOFT_HYPHEN = "\ufffe"
"""What PDFium puts in the place of a hyphen and a line break."""

STOPS = (".", "!", "?", ":", "”", '"')
"""With these a page ends its last paragraph; otherwise the sentence goes on overleaf."""

BULLETS = ("•", "●", "▪", "-", "–", "*", "o ")

REASONS = {
    1: "for a reason that is not known",
    2: "since it is not there",
    3: "since it is no whole PDF",
    4: "since it is encrypted; save it without a password",
    5: "since it is encrypted in a way that is not known",
    6: "since its contents are broken",
}
"""What PDFium's error codes mean."""


def is_pdf(content: Content, beginning: bytes) -> bool:
    return beginning.lstrip().startswith(b"%PDF-")


def read_pdf(content: Content, options: ReadOptions) -> Iterator[Read]:
    """The text of a PDF; Unreadable if it has none, is encrypted or broken."""
    from pypdfium2 import PdfDocument, PdfiumError

    data = content.whole()
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        reason = REASONS.get(getattr(error, "err_code", 1), REASONS[1])
        raise Unreadable(f"a PDF that cannot be opened, {reason}") from error
    try:
        issues: list[Issue] = []
        pages = list(_pages(pdf, content.place, issues))
        if not any(page.strip() for page in pages):
            raise Unreadable(f"a PDF of {len(pdf)} pages without text: scanned perhaps; recognise its text first (OCR)")
        yield ReadDocument(_document(pdf, pages, content, options))
        yield from issues
    finally:
        pdf.close()


def _document(pdf: PdfDocument, pages: list[str], content: Content, options: ReadOptions) -> Document:
    told = {name: value.strip() for name, value in pdf.get_metadata_dict(skip_empty=True).items()}
    text = PAGE_BREAK.join(f"{page}\n" if page.endswith(STOPS) else page for page in pages)
    return Document.make(
        text,
        published=checked_day(options.published or _day_of(told.get("CreationDate", "")), options),
        publisher=options.publisher or told.get("Author", ""),
        title=told.get("Title") or title_of(text),
        url=content.url,
    )


def _day_of(told: str) -> date | None:
    """The day of `D:20240313120000+02'00'`; None if it is none."""
    digits = told.removeprefix("D:")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if digits.isdecimal() else None
    except ValueError:
        return None


def _pages(pdf: PdfDocument, place: str, issues: list[Issue]) -> Iterator[str]:
    """The text of each page; what cannot be read of them becomes an issue, and its page stays empty."""
    for number in range(1, min(len(pdf), MOST_PAGES) + 1):
        text, issue = _page(pdf, number)
        yield text
        if issue:
            issues.append(Issue(f"{place}, page {number}", issue))
    if len(pdf) > MOST_PAGES:
        issues.append(Issue(place, f"{len(pdf):,} pages, of which the first {MOST_PAGES:,} are read; split it"))


def _page(pdf: PdfDocument, number: int) -> tuple[str, str]:
    """The text of a page, and what is wrong with it: empty if nothing is."""
    from pypdfium2 import PdfiumError

    try:
        page = pdf[number - 1]
    except PdfiumError:
        return "", "the page is broken"
    try:
        return _text_of(page)
    except PdfiumError:
        return "", "the text of the page is broken"
    finally:
        page.close()


def _text_of(page: PdfPage) -> tuple[str, str]:
    read = page.get_textpage()
    try:
        count = read.count_chars()
        text = read.get_text_range(0, min(count, MOST_PAGE_CHARACTERS)) if count > 0 else ""
    finally:
        read.close()
    too_long = f"{count:,} characters on it, of which {MOST_PAGE_CHARACTERS:,} are read"
    return paragraphs(text), too_long if count > MOST_PAGE_CHARACTERS else ""


def paragraphs(text: str) -> str:
    """The lines of a page put together to paragraphs, one a line, words cut at a line's end made whole."""
    lines = [line.strip() for line in _whole_words(text).splitlines()]
    widths = sorted(len(line) for line in lines if line)
    usual = widths[int(len(widths) * USUAL) - 1] if len(widths) > 1 else 0
    out: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on and line and not line.startswith(BULLETS):
            out[-1] += f" {line}"
        elif line:
            out.append(line)
        runs_on = len(line) >= FULL_LINE * usual > 0
    return "\n".join(out)


def _whole_words(text: str) -> str:
    """Without the hyphens at which lines were cut: kept are those before a figure or a capital (F-16, Black-Sea)."""
    head, *rest = text.replace("\0", "").split(SOFT_HYPHEN)
    return head + "".join(f"-{part}" if part[:1].isdigit() or part[:1].isupper() else part for part in rest)
