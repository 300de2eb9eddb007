"""Plain text becomes HTML of one form; whom it names by a flat handle is found."""

import time

import pytest

from weerklank.harvest.plain_text import (
    Link,
    html_of,
    named_in_text,
    person_called,
    persons_at,
    spelling_of,
)
from weerklank.minimise.html_text import plain
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

ME = RawPerson(
    platform=Platform.X, handle="voorbeelddam", addresses=("https://x.com/voorbeelddam",)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dag", "<p>Dag</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("een\r\ntwee\rdrie\u2028vier", "<p>een<br>twee<br>drie<br>vier</p>"),
        ("\n\neen\n\n\ntwee\n", "<p>een<br><br><br>twee</p>"),
        ("\x00a\x07b\x1b", "<p>ab</p>"),
        ("", "<p></p>"),
        (
            "Zie https://dam.example/a?b=1.",
            '<p>Zie <a href="https://dam.example/a?b=1">https://dam.example/a?b=1</a>.</p>',
        ),
        (
            "www.dam.example/afval!",
            '<p><a href="https://www.dam.example/afval">www.dam.example/afval</a>!</p>',
        ),
        ("en/of javascript:alert(1) dam.nl/x", "<p>en/of javascript:alert(1) dam.nl/x</p>"),
    ],
)
def test_text_becomes_html_of_one_form(text, expected):
    assert html_of(text) == expected


def test_stated_links_lead_where_they_say():
    text = "Lees https://t.co/abc & meer"
    link = Link(5, 21, 'https://dam.example/"afval"?a&b', "dam.example/afval…")
    assert html_of(text, [link]) == (
        '<p>Lees <a href="https://dam.example/&quot;afval&quot;?a&amp;b">dam.example/afval…</a>'
        " &amp; meer</p>"
    )


def test_of_links_over_one_another_the_first_counts():
    text = "https://dam.example/abc"
    links = [Link(0, 23, "https://een.example/"), Link(5, 9, "https://twee.example/")]
    assert html_of(text, links) == f'<p><a href="https://een.example/">{text}</a></p>'


@pytest.mark.parametrize("span", [(-1, 2), (2, 2), (3, 1), (0, 99)])
def test_a_link_outside_the_text_is_none(span):
    assert html_of("Dag", [Link(*span, "https://dam.example/")]) == "<p>Dag</p>"


def test_an_address_that_no_browser_follows_is_text():
    assert html_of("klik", [Link(0, 4, "javascript:alert(1)")]) == "<p>klik</p>"


@pytest.mark.parametrize(
    "text", ["a\nb", "a\n\nb", "a  b < c &amp; d", "é 😀", "https://a.nl/x\ny"]
)
def test_the_text_of_the_html_is_the_text(text):
    assert plain(html_of(text)) == text


@pytest.mark.parametrize(
    ("platform", "text", "handles"),
    [
        (Platform.X, "@Jan_1 en .@piet, @kees.de \uff20els/@mo", "jan_1 piet kees els mo"),
        (Platform.X, "info@dam.nl @jan@mast.example @", ""),
        (Platform.X, "RT @Jan: hallo @jan", "jan"),
        (Platform.INSTAGRAM, "@jan.de_vries. @jan.de@mast.example", "jan.de_vries"),
        (Platform.YOUTUBE, "@zoë-vlier, @a.b-c", "zoë-vlier a.b-c"),
        (Platform.BLUESKY, "Dag @jan.bsky.social!", "jan.bsky.social"),
        (
            Platform.X,
            "https://www.youtube.com/@Jan en @piet, https://social.example/@els/1",
            "piet",
        ),
        (
            Platform.X,
            "https://x.com/@jan a.example/b/@piet https://tiktok.com/@x @x",
            "jan piet x",
        ),
        (Platform.LINKEDIN, "@jan", ""),
        (Platform.MASTODON, "@jan", ""),
    ],
)
def test_who_is_named_by_a_flat_handle_is_found(platform, text, handles):
    assert [one.handle for one in named_in_text(text, platform)] == handles.split()


def test_a_handle_keeps_its_spelling():
    assert person_called(Platform.X, "@JanDeVries") == RawPerson(
        platform=Platform.X, handle="jandevries", spelling="jan_de_vries"
    )
    assert spelling_of("https://x.com/JanDeVries") is None


def test_an_address_leads_to_a_person_on_any_platform_but_to_us():
    addresses = [
        "https://x.com/jan/status/1",
        "https://instagram.com/voorbeelddam",
        "https://dam.example/afval",
        "https://web.archive.org/https://tiktok.com/@els",
        "https://x.com/jan",
    ]
    found = [(one.platform, one.handle) for one in persons_at(addresses, ME)]
    assert found == [(Platform.X, "jan"), (Platform.TIKTOK, "els")]


@pytest.mark.parametrize(
    "piece",
    ["@", "@a", "@a.", "https://", "http://a.b/", "\n", "<", "&", "a.a/", "@a@", "\uff20_"],
)
@pytest.mark.parametrize("platform", [Platform.X, Platform.YOUTUBE, Platform.BLUESKY])
def test_hostile_text_takes_linear_time(piece, platform):
    def taken(size):
        text = piece * (size // len(piece))
        begin = time.process_time()
        html_of(text, [Link(n, n + 1, "https://a.nl/") for n in range(0, size // 2, 9)])
        named_in_text(text, platform)
        return time.process_time() - begin

    taken(20_000)
    few, many = min(taken(20_000) for _ in range(3)), min(taken(160_000) for _ in range(2))
    assert many < 8 * 3 * few + 0.05  # eight times the text; quadratic would be 64 times
