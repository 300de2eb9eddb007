"""Whoever takes part in a thread is found in words that an address or a hashtag writes as one."""

import re

import pytest
from place import HOST, SOMEONE, Archive, members, noted, post, tar, uri

AT = "https://krant.example/nieuws/"
SLUGS = (
    "interview_met_kwikzilver_over",
    "InterviewMetKwikzilver",
    "?q=%u006bwikzilver",
    "gesprek_kwikzilver.html",
    "interview%5fmet%5Fkwikzilver",
    "interview%255fmet%255fkwikzilver",
    "NOSKwikzilver",
    "GesprekMetAVROKwikzilver",
    "KWIKZILVERInterview",
    "CaféKwikzilver",
    "Cafe\u0301Kwikzilver",
    "Caf%C3%A9Kwikzilver",
    "Kwikzilver2024Interview",
    "2024kwikzilver",
    "OverKwikZilver",
)
MAIL = "mailto:red@krant.example?subject=interview_met_kwikzilver"
HASHTAGS = ("dank_kwikzilver", "DankKwikzilver", "kwikzilver2024", "DankKwikZilverVanOns")
PERSON = {"mentions": (("https://mast.example/users/kwikzilver", "@kwikzilver@mast.example"),)}


def texts(slug):
    return {
        "link": f'<a href="{AT}{slug}">hier</a>',
        "text": f"{AT}{slug}",
        "both": f'<a href="{AT}{slug}">{AT}{slug}</a>',
    }


@pytest.fixture
def place(tmp_path):
    return Archive(tmp_path).make()


def of(handle):
    return {"mentions": ((f"https://mast.example/users/{handle}", f"@{handle}@mast.example"),)}


@pytest.mark.parametrize(
    ("handle", "written"),
    [
        ("kwikzilver80", "Kwikzilver80"),
        ("1983kwikzilver", "1983Kwikzilver"),
        ("r2d2kwikzilver", "R2d2kwikzilver"),
        ("kwikzilver_2024", "Kwikzilver_2024"),
        ("jankwikzilver", "JanKwikzilver"),
        ("pietvandevenkwikzilver", "PietVanDeVenKwikzilver"),
    ],
)
def test_a_handle_of_several_parts_goes_out_of_slugs_and_hashtags(place, handle, written):
    """Beside a line, behind a word and alone, as it is written by its owner and by others."""
    pieces = [noted(first := post(1, "dag", **of(handle)))]
    forms = [
        form.format(name)
        for name in (written, handle)
        for form in ("met_{}", "{}_over", "een%5f{}", "{}")
    ] + [f"Interview{written}"]
    for number, form in enumerate(forms):
        said = f"{texts(form)['both']} {MAIL.partition('=')[0]}={form}"
        tag = "" if "%" in form else f" #{form}"
        pieces.append(noted(post(2 + number, said + tag), inReplyTo=uri(first)))
    place.take(tar(place.root / "e.tar.gz", members(pieces)))
    assert len(place.rows()) == len(pieces)
    assert b"wikzilver" not in place.bytes_of_all().lower()


@pytest.mark.parametrize("how", ["link", "text", "both"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_names_nobody_of_its_thread(place, slug, how):
    first = post(1, "dag", **PERSON)
    second = noted(post(2, f"Lees {texts(slug)[how]}."), inReplyTo=uri(first))
    place.take(tar(place.root / "e.tar.gz", members([noted(first), second])))
    assert len(place.rows()) == 2
    assert b"wikzilver" not in place.bytes_of_all().lower()


def test_a_slug_that_was_held_goes_out_when_somebody_joins(place):
    first = post(1, f"Lees {texts(SLUGS[0])['both']}.")
    place.take(tar(place.root / "e.tar.gz", members([noted(first)])))
    assert b"kwikzilver" in place.bytes_of_all()
    second = noted(post(2, "dag", **PERSON), inReplyTo=uri(first))
    run = place.take(tar(place.root / "later.tar.gz", members([noted(first), second])))
    assert run["corrected"] == 1
    assert b"kwikzilver" not in place.bytes_of_all()


@pytest.mark.parametrize("content", [f'<a href="{MAIL}">mail</a>', MAIL, f"Zie:{MAIL}"])
def test_an_address_without_a_slash_names_nobody_of_its_thread(place, content):
    first = post(1, "dag", **PERSON)
    second = noted(post(2, f"{content} eens."), inReplyTo=uri(first))
    place.take(tar(place.root / "e.tar.gz", members([noted(first), second])))
    assert len(place.rows()) == 2
    assert b"wikzilver" not in place.bytes_of_all().lower()
    assert b"red@krant" not in place.bytes_of_all()


def tagged(word):
    """Give a hashtag in HTML and in a list, as Mastodon writes them."""
    address = f"https://{HOST}/tags/{word.lower()}"
    html = f'<a href="{address}" class="mention hashtag" rel="tag">#<span>{word}</span></a>'
    return html, [{"type": "Hashtag", "href": address, "name": f"#{word.lower()}"}]


@pytest.mark.parametrize("word", HASHTAGS)
def test_a_hashtag_names_nobody_of_its_thread(place, word):
    first = post(1, "dag", **PERSON)
    html, tags = tagged(word)
    second = noted(post(2, f"{html} wees welkom"), inReplyTo=uri(first), tag=tags)
    place.take(tar(place.root / "e.tar.gz", members([noted(first), second])))
    assert b"wikzilver" not in place.bytes_of_all().lower()
    text = next(text for text in place.texts() if "welkom" in text)
    assert text.startswith("#Burger-")
    assert place.good("search", word)["total"] == 0


@pytest.mark.parametrize("word", HASHTAGS)
def test_a_hashtag_that_was_held_goes_out_when_somebody_joins(place, word):
    html, tags = tagged(word)
    first = post(1, f"{html} wees welkom")
    place.take(tar(place.root / "e.tar.gz", members([noted(first, tag=tags)])))
    assert word.encode() in place.bytes_of_all()
    second = noted(post(2, "dag", **PERSON), inReplyTo=uri(first))
    later = members([noted(first, tag=tags), second])
    assert place.take(tar(place.root / "later.tar.gz", later))["corrected"] == 1
    assert b"wikzilver" not in place.bytes_of_all().lower()


@pytest.mark.parametrize(
    "word",
    [
        "#DankKwikzilve\u0308r",
        "#dank_kwikzilve\u0308r",
        "#DankKwikz\u0456lver",
        "#Dank\u24c0\u24e6\u24d8\u24da\u24e9\u24d8\u24db\u24e5\u24d4\u24e1",
        "#Dank\u202eKwikzilver",
        "\ufe5fDankKwikzilver",
        "&num;DankKwikzilver",
    ],
)
def test_a_hashtag_dressed_up_names_nobody_of_its_thread(place, word):
    first = post(1, "dag", **PERSON)
    second = noted(post(2, f"Lees {word} eens"), inReplyTo=uri(first))
    place.take(tar(place.root / "e.tar.gz", members([noted(first), second])))
    text = next(text for text in place.texts() if "eens" in text)
    assert re.fullmatch(r"Lees [#\ufe5f]Burger-[0-9A-Z-]+ eens", text)


#: Where a source may have a hashtag that none of the texts of its record has.
BESIDE = {
    "another language": {"contentMap": {"nl": "<p>x</p>", "en": "<p>see #DankKwikzilver</p>"}},
    "a summary": {"summary": "let op", "summaryMap": {"en": "see #dank_kwikzilver"}},
    "a list of tags": {"tag": [{"type": "Hashtag", "name": "#DankKwikzilver", "href": AT}]},
    "what it was written as": {
        "source": {"content": "#DankKwikzilver", "mediaType": "text/plain"}
    },
}


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_hashtag_beside_the_texts_names_nobody_of_its_thread(place, beside, when):
    first = noted(post(1, "x"), **BESIDE[beside])
    second = noted(post(2, "dag", **PERSON), inReplyTo=uri(post(1, "x")))
    if when == "later":
        place.take(tar(place.root / "e.tar.gz", members([first])))
    place.take(tar(place.root / "later.tar.gz", members([first, second])))
    assert b"wikzilver" not in place.bytes_of_all().lower()


@pytest.mark.parametrize(
    "word",
    ["BedanktAllemaal", "Heel_Holland", "UtrechtCentraal", "Zeist2024", "NOSJournaal", "A12Dicht"],
)
def test_hashtags_and_slugs_of_others_stay(place, word):
    html, tags = tagged(word)
    said = f"{html} lees {AT}{word} of 1a2b3c4d5e6f7a8b"
    first = noted(post(1, said, **PERSON))
    first["object"]["tag"] += tags
    place.take(tar(place.root / "e.tar.gz", members([first])))
    assert f"#{word} lees {AT}{word} of" in place.texts()[0]
    assert f"/tags/{word.lower()}".encode() in place.bytes_of_all()
    assert place.good("search", word)["total"] == 1


def test_other_slugs_stay(place):
    slug = texts("Over_bruggenEnWegen")["both"]
    place.take(tar(place.root / "e.tar.gz", members([noted(post(1, slug, mentions=(SOMEONE,)))])))
    assert f"{AT}Over_bruggenEnWegen" in place.texts()[0]
