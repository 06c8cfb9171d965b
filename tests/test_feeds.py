"""Feeds as documents: every dialect, whole entries of broken ones, and nothing hostile."""

from __future__ import annotations

import time
from datetime import date

import pytest

from pledgebook.model import Issue
from pledgebook.reading.fragments import text_of_fragment
from reading_files import Write, documents, issues, read, reason

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example Wire</title><language>en-gb</language>
<item><title>Shells &amp; tanks</title><link>https://wire.example/1</link>
<pubDate>Wed, 13 Mar 2024 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[
<p>Norway will give <b>Ukraine</b> 10 tanks.</p><script>x</script><p>More follows.</p>]]></content:encoded></item>
<item><title>Only a summary</title><link>https://wire.example/2</link>
<pubDate>Thu, 14 Mar 2024 08:00:00 GMT</pubDate><description>Sweden &lt;i&gt;sends&lt;/i&gt; money.</description></item>
%s</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk">
<title>Ministry</title><entry><title>Tanks</title><link href="https://ministry.example/1"/>
<updated>2024-03-13T18:30:02Z</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;Norway will give Ukraine 10 tanks.&lt;/p&gt;</content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
<item><title>Tanks</title><link>https://old.example/1</link><description>Norway gives tanks.</description>
<dc:date>2024-03-13</dc:date></item></rdf:RDF>"""


def test_rss_gives_a_document_an_entry(write: Write):
    full, summary = documents(write("feed.xml", RSS % ""))
    assert (full.title, full.publisher, full.url, full.language) == (
        "Shells & tanks", "Example Wire", "https://wire.example/1", "en",
    )  # fmt: skip
    assert full.text == "Norway will give Ukraine 10 tanks.\nMore follows."
    assert full.published == date(2024, 3, 13), "the day where it was published"
    assert (summary.text, summary.published) == ("Sweden sends money.", date(2024, 3, 14))


@pytest.mark.parametrize("name", ["a.atom", "a.txt", "a"])
def test_atom_is_told_by_its_content(write: Write, name: str):
    [told] = documents(write(name, ATOM))
    assert (told.text, told.publisher, told.published) == (
        "Norway will give Ukraine 10 tanks.", "Ministry", date(2024, 3, 13),
    )  # fmt: skip
    assert (told.url, told.language) == ("https://ministry.example/1", "uk")


def test_old_rss_and_utf_16(write: Write):
    assert documents(write("old.rdf", RDF))[0].published == date(2024, 3, 13)
    utf_16 = (RSS % "").replace("UTF-8", "UTF-16").encode("utf-16")
    assert len(documents(write("wide.xml", utf_16))) == 2


def test_a_feed_cut_off_gives_its_whole_entries_and_says_so(write: Write):
    whole = RSS % ""
    first, issue = read(write("feed.xml", whole[: whole.index("Sweden") + 3]))
    assert not isinstance(first, Issue)
    assert isinstance(issue, Issue)
    assert "breaks off" in issue.reason


def test_common_faults_lose_no_entry(write: Write):
    faulty = "<item><title>AT&T gives caf&eacute;</title><description>S&P&nbsp;gives aid</description>" \
        "<dc:date>2024-03-12</dc:date><media:thumb x:y='1'/></item>"  # fmt: skip
    told = documents(write("feed.xml", RSS % faulty))
    assert [each.title for each in told][-1] == "AT&T gives café"
    assert (told[-1].text, told[-1].published) == ("S&P gives aid", date(2024, 3, 12))
    assert "broken" in issues(write("feed.xml", RSS % faulty))[0].reason


def test_entries_that_give_no_document_are_told_with_their_number(write: Write):
    bare = "<item><title>Only a link</title><link>https://wire.example/3</link><pubDate>x</pubDate></item>"
    undated = "<item><title>Undated</title><description>Text</description></item>"
    told = issues(write("feed.xml", RSS % (bare + undated)))
    assert [issue.place.rpartition("/")[2] for issue in told] == ["feed.xml, entry 3", "feed.xml, entry 4"]
    assert "no text" in told[0].reason
    assert "--published" in told[1].reason


def test_entities_are_not_followed(write: Write):
    laugh = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    hostile = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laugh}<!ENTITY f SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><title>T</title><item><title>&l9;</title><description>told &l9; &f;</description>
    <pubDate>Thu, 14 Mar 2024 08:00:00 GMT</pubDate></item></channel></rss>"""
    [told] = documents(write("feed.xml", hostile))
    assert (told.title, told.text) in {("", "told"), ("&l9;", "told &l9; &f;")}


@pytest.mark.parametrize(
    "inside",
    ["<item>" * 50_000, "<" * 50_000, "<a " * 50_000, "&" * 50_000, "<item><description>" + "&lt;div&gt;" * 50_000],
)
def test_hostile_feeds_end_soon(write: Write, inside: str):
    begun = time.monotonic()
    issues(write("feed.xml", RSS.replace("%s", inside)))
    assert time.monotonic() - begun < 20


def test_a_feed_without_entries_and_one_too_large(write: Write, monkeypatch: pytest.MonkeyPatch):
    assert "without entries" in reason(write("a.xml", "<rss><channel><title>T</title></channel></rss>"))
    monkeypatch.setattr("pledgebook.reading.feeds.MOST_FEED_BYTES", 500)
    assert "up to 0 MB" in reason(write("a.xml", RSS % ""))


def test_fragments_are_read_as_browsers_show_them():
    assert text_of_fragment("A  plain\ntext") == "A  plain\ntext"
    assert text_of_fragment("first <b>bold</b>, then<br>a\n line<ul><li>one<li>two</ul>&euro;5") == (
        "first bold, then\na line\none\ntwo\n€5"
    )
    assert text_of_fragment("a<div>b</div>c") == "a\nb\nc"
