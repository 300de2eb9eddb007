"""Free text of third parties: marks for what detectors find, what is kept of it, and decisions."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.correction import ThreadCorrector
from weerklank.minimise.free_words import FREE_TEXT, FreeTextRules, FreeWords, shape_of
from weerklank.minimise.html_text import rewrite, rewrite_plain
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.item_reader import ItemReader
from weerklank.minimise.minimiser import Circumstances, KeptMedium, Minimiser
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.preview import Preview
from weerklank.minimise.who import Whois
from weerklank.model.account import Account, AccountKind
from weerklank.model.found_mark import ANY_MARK, MARKS
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.model.ids import AccountId, ItemId
from weerklank.model.item import ItemKind
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy, SealedOriginals
from weerklank.model.raw import Field, RawItem, RawMedium, RawPerson, RawPoll, RawPollOption
from weerklank.model.symbols import decode
from weerklank.store.keys import KeyFolder

KEY = bytes(range(32))
THREAD = bytes(16)
SHAPE: dict[str, Any] = {
    "content": Field.HTML,
    "alt": Field.TEXT,
    "card": {"title": Field.TEXT},
    "tags": Field.HASHTAG,
}
_FINDS = {
    FoundKind.EMAIL: (re.compile(r"\w+@\w+\.example"), "email/1", 1.0),
    FoundKind.BSN: (re.compile(r"\b111222333\b"), "bsn/1", 1.0),
    FoundKind.NAME: (
        re.compile(r"\b(?:Wilgje|Roosje)\s+[A-Z]\w+|\bRoosje\b"),
        "name-by-list/2",
        0.6,
    ),
}

_SEALED = Policy(version=1, sealed=SealedOriginals(months=12))


def finds(text: str) -> tuple[FoundWords, ...]:
    found = [
        FoundWords(*match.span(), kind, detector, sure)
        for kind, (pattern, detector, sure) in _FINDS.items()
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


RULES = FreeTextRules(finds, doubt_below=0.9)


def nobody(_address: str) -> None:
    return None


def words(*decided: bytes) -> FreeWords:
    return FreeWords(RULES, KEY, frozenset(decided))


def made(html: str) -> str:
    return rewrite(html, resolve=nobody, names=ThreadNames(()), words=words()).html


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ("mail wil@post.example", "mail [e-mailadres]"),
        ("<p>BSN 111222333, dag</p>", "<p>BSN [BSN], dag</p>"),
        ("<p>Dag Roosje Bloem</p><p>x</p>", "<p>Dag [naam]</p><p>x</p>"),
        ("<p>Dag Roo<b>sje Blo</b>em!</p>", "<p>Dag [naam]<b></b>!</p>"),
        ("<p>wil&#64;post.example</p>", "<p>[e-mailadres]</p>"),
        ('<a href="mailto:iemand">mij</a>', "<a>mij</a>"),
        ('<a href="https://x.example/?m=wil%40post.example">mij</a>', "<a>mij</a>"),
        ('<p title="van Roosje">x</p>', '<p title="van [naam]">x</p>'),
        ("<p>niemand &amp; niets</p>", "<p>niemand &amp; niets</p>"),
    ],
)
def test_in_html_a_mark_comes_in_the_place_of_what_was_found(html, becomes):
    assert made(html) == becomes


@pytest.mark.parametrize("text", ["Dag", "<p>Dag <a>ik</a></p>", "<p>a<br>b</p>"])
def test_where_nothing_is_found_the_same_text_comes_back(text):
    assert made(text) is text


def test_what_was_replaced_already_is_looked_at_no_more():
    seen: list[str] = []

    def look(text: str) -> tuple[FoundWords, ...]:
        seen.append(text)
        return (FoundWords(0, len(text), FoundKind.NAME, "all/1", 1.0),)

    once = FreeWords(FreeTextRules(look, 0.5), KEY)
    said = "aan Burger-7KQ4-M2XN-9T en [naam] van mij"
    after = rewrite_plain(said, resolve=nobody, names=ThreadNames(()), words=once)
    assert "Burger" not in seen[0]
    assert after.text == "[naam] Burger-7KQ4-M2XN-9T [naam] [naam] [naam]"


def test_marks_are_told_apart_from_those_that_somebody_wrote():
    one = words()
    text = "[naam] en [BSN], dag Roosje, 111222333"
    after = rewrite_plain(text, resolve=nobody, names=ThreadNames(()), words=one)
    marks = one.marks("text", after.text, after.found)
    assert [(after.text[m.at :], m.kind, m.confidence) for m in marks if m.at is not None] == [
        ("[naam], [BSN]", FoundKind.NAME, 0.6),
        ("[BSN]", FoundKind.BSN, 1.0),
    ]
    # Of what is sure nothing is kept by which a guess can be tried.
    assert [(m.tag is None, m.shape) for m in marks] == [(False, "Aa"), (True, None)]


def test_every_kind_has_a_mark_of_its_own_in_which_nothing_is_found():
    assert set(MARKS) == set(FoundKind)
    assert len(set(MARKS.values())) == len(FoundKind)
    for mark in MARKS.values():
        assert ANY_MARK.fullmatch(mark)
        assert not words().find(mark)


def test_each_text_of_an_item_is_searched_once_and_few_are_remembered():
    asked: list[str] = []
    one = FreeWords(FreeTextRules(lambda text: asked.append(text) or (), 0.9), KEY)
    for number in range(200):
        for text in ("a", f"text {number}", "a", f"text {number}"):
            one.find(text)
    assert len(asked) < 220
    assert len(one._known) <= 32


@pytest.mark.parametrize(
    ("said", "shape"),
    [("Jan de Vries", "Aa a Aa"), ("JAN", "A"), ("12-AB-3", "0 A 0"), ("ROOSJE12", "0")],
)
def test_a_shape_tells_capitals_and_no_lengths(said, shape):
    assert shape_of(said) == shape


def tag_of(text: str, given: FreeWords | None = None) -> str:
    one = given or words()
    after = rewrite_plain(text, resolve=nobody, names=ThreadNames(()), words=one)
    (mark,) = one.marks("text", after.text, after.found)
    assert mark.tag
    return mark.tag


def test_the_like_have_one_tag_and_others_have_another():
    assert tag_of("Roosje Bloem") == tag_of("dag Roosje   BLOEM")
    assert tag_of("Roosje Bloem") != tag_of("Wilgje Bloem")
    assert tag_of("Roosje") != tag_of("Roosje", FreeWords(RULES, bytes(32)))
    newer = FreeTextRules(
        lambda t: tuple(replace(o, detector="name-by-list/3") for o in finds(t)), 0.9
    )
    other = FreeTextRules(
        lambda t: tuple(replace(o, detector="name-else/2") for o in finds(t)), 0.9
    )
    assert tag_of("Roosje") == tag_of("Roosje", FreeWords(newer, KEY))
    assert tag_of("Roosje") != tag_of("Roosje", FreeWords(other, KEY))


def test_what_was_decided_to_be_nobody_stays_and_only_that():
    decided = words(decode(tag_of("Roosje")))
    text = "Roosje, Wilgje Bloem, wil@post.example"
    after = rewrite_plain(text, resolve=nobody, names=ThreadNames(()), words=decided)
    assert after.text == "Roosje, [naam], [e-mailadres]"
    before = decided.without_decisions()
    again = rewrite_plain(text, resolve=nobody, names=ThreadNames(()), words=before)
    assert again.text == "[naam], [naam], [e-mailadres]"
    assert tag_of("Roosje", before) == tag_of("Roosje")


def test_a_decision_holds_for_doubt_alone():
    sure = FreeTextRules(finds, doubt_below=0.5)
    given = FreeWords(sure, KEY, frozenset([decode(tag_of("Roosje"))]))
    after = rewrite_plain("Roosje", resolve=nobody, names=ThreadNames(()), words=given)
    assert after.text == "[naam]"


# --- a whole item -------------------------------------------------------------------------------

OURS = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://dam.example/users/dam",
    handle="dam@dam.example",
    addresses=("https://dam.example/users/dam",),
)


def person(name: str) -> RawPerson:
    address = f"https://een.example/users/{name}"
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=address,
        handle=f"{name}@een.example",
        addresses=(address,),
    )


def item(author: RawPerson, text: str = "<p>van Roosje</p>", **more: Any) -> RawItem:
    given: dict[str, Any] = {
        "platform": Platform.MASTODON,
        "native_id": "https://dam.example/users/dam/statuses/1",
        "kind": ItemKind.REPLY,
        "created_at": "2026-01-02T03:04:05Z",
        "author": author,
        "html": text,
        "title": "Roosje hier",
        "media": (RawMedium(source="a.png", alt="Foto van wil@post.example"),),
        "poll": RawPoll(options=(RawPollOption(text="Roosje"), RawPollOption(text="nee"))),
        "source": {
            "content": text,
            "alt": "Foto van wil@post.example",
            "card": {"title": "BSN 111222333"},
            "tags": ["dam", "Roosje"],
        },
        "shape": SHAPE,
    }
    return RawItem(**given | more)


@pytest.fixture
def place(tmp_path):
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    lay_tables(tmp_path / "blind")
    blind = BlindIndex(tmp_path / "blind", keys, "proef")
    yield keys, blind
    blind.close()


@pytest.fixture
def reader(place):
    keys, blind = place
    who = Whois(OURS, frozenset(), blind)
    return ItemReader(Platform.MASTODON, who, ItemKeys(keys.ids), blind, words())


def test_in_all_that_a_third_party_wrote_and_only_the_source_shows(reader):
    read = reader.read(item(person("kwikzilver")), THREAD, None)
    assert read.text == "van [naam]"
    assert read.title == "[naam] hier"
    assert read.alts == ["Foto van [e-mailadres]"]
    assert [option.text for option in read.poll.options] == ["[naam]", "nee"]
    assert read.source == {
        "content": "<p>van [naam]</p>",
        "alt": "Foto van [e-mailadres]",
        "card": {"title": "BSN [BSN]"},
        "tags": ["dam"],
    }
    # What went lies with the rest, to be sealed as policy says.
    assert dict(read.removal.values) == {
        "/content": "<p>van Roosje</p>",
        "/alt": "Foto van wil@post.example",
        "/card/title": "BSN 111222333",
        "/tags/1": "Roosje",
    }
    assert [(one.place, one.at, one.kind.value) for one in read.found] == [
        ("option/0", 0, "name"),
        ("text", 4, "name"),
        ("title", 0, "name"),
        ("alt/0", 9, "email"),
        ("source/card/title", 4, "bsn"),
    ]


def test_words_of_our_own_stay_as_they_are(reader):
    read = reader.read(item(OURS), THREAD, None)
    assert (read.text, read.title, read.found) == ("van Roosje", "Roosje hier", ())
    assert read.source["card"] == {"title": "BSN 111222333"}
    assert not read.removal.values


def test_who_takes_part_goes_before_what_detectors_find(reader, place):
    _, blind = place
    known = structs.replace(person("kwikzilver"), display_name="Roosje Bloem")
    who = blind.pseudonym(known)
    blind.join(THREAD, decode(who.tag))
    read = reader.read(item(known, "<p>Dag Roosje Bloem</p>"), THREAD, None)
    assert read.text == f"Dag {who}"


def minimiser(place, given: FreeWords | None) -> Minimiser:
    keys, blind = place
    about = Circumstances(
        account="a0001",
        run="r",
        technique="api",
        policy=_SEALED,
        captured_at="2026-01-03T00:00:00Z",
    )
    who = Whois(OURS, frozenset(), blind)
    return Minimiser(about, Platform.MASTODON, who, ItemKeys(keys.ids), blind, given)


def minimised(work: Minimiser, raw: RawItem):
    prepared = work.prepare(raw)
    kept = (KeptMedium(id="m", missing="third_party"),)
    address = ItemId("vbd-2026-01-02-00000")
    return prepared, work.minimise(
        prepared, address=address, thread=prepared.key, scenario="B", media=kept
    )


def test_that_a_word_is_nobody_now_is_no_edit(place):
    raw = item(person("kwikzilver"), "<p>van Roosje, 111222333</p>")
    _, held = minimised(minimiser(place, words()), raw)
    decided = minimiser(place, words(decode(tag_of("Roosje"))))
    _, now = minimised(decided, raw)
    assert now.item.text == "van Roosje, [BSN]"
    read = decided.beside.as_undecided(raw, now.item, held.item)
    assert read is not None
    assert read.put_into(now.item).text == held.item.text == "van [naam], [BSN]"
    assert read.put_into(now.item).found == held.item.found
    _, after = minimised(decided, raw)  # and the decision holds again
    assert after.item.text == now.item.text


def test_a_held_text_from_before_any_detector_is_laid_beside_as_it_would_be_now(place):
    raw = item(person("kwikzilver"))
    _, held = minimised(minimiser(place, None), raw)
    work = minimiser(place, words())
    _, now = minimised(work, raw)
    assert work.beside.once_more(held.item).text == now.item.text == "van [naam]"
    assert work.beside.once_more_by_source(held.item, held.source).text == now.item.text


def test_a_correction_moves_the_marks_with_their_text(place):
    _, blind = place
    raw = item(person("kwikzilver"), "<p>kerkuil zegt [naam] van Roosje en 111222333</p>")
    prepared, held = minimised(minimiser(place, words()), raw)
    later = person("kerkuil")
    blind.join(prepared.tag, decode(blind.pseudonym(later).tag))
    account = Account(
        id=AccountId("a0001"),
        platform=Platform.MASTODON,
        handle="dam@dam.example",
        url="https://dam.example/@dam",
        kind=AccountKind.CORPORATE,
        registered=date(2026, 1, 1),
    )
    corrected = ThreadCorrector(blind, account, frozenset()).correct(held.item, held.source)
    assert corrected is not None
    text = corrected.item.text
    assert text is not None
    assert text.startswith("Burger-")
    there = [text[m.at :] for m in corrected.item.found if m.place == "text" and m.at is not None]
    assert there == ["[naam] en [BSN]", "[BSN]"]
    # Where a mark stands in a source that was corrected is not told.
    assert [one.place for one in corrected.item.found] == [one.place for one in held.item.found]
    (of_source,) = [one for one in corrected.item.found if one.place.startswith("source")]
    assert of_source.at is None


def test_the_start_of_a_post_of_somebody_else_shows_no_words_that_were_found():
    preview = Preview(OURS, frozenset(), words=words())
    theirs, ours = item(person("kwikzilver")), item(OURS)
    assert preview.start_of(theirs, ()) == "van [naam]"
    assert preview.start_of(ours, ()) == "van Roosje"


def test_a_hashtag_with_a_name_goes_from_lists_and_addresses_in_small_letters_too(place):
    keys, blind = place
    rules = FreeWords(FREE_TEXT, KEY)
    who = Whois(OURS, frozenset(), blind)
    reader = ItemReader(Platform.MASTODON, who, ItemKeys(keys.ids), blind, rules)
    text = '<p><a href="https://mast.example/tags/bedanktsanne">#<span>BedanktSanne</span></a></p>'
    source = {"content": text, "tags": ["bedanktsanne", "dam"], "card": {"title": "BedanktSanne"}}
    read = reader.read(item(person("kwikzilver"), text, source=source), THREAD, None)
    assert "sanne" not in str(read.source).lower()
    assert read.source["tags"] == ["dam"]
    other = item(person("kwikzilver"), "<p>x</p>", source={"tags": ["bedanktsanne"]})
    plain = reader.read(other, THREAD, None)
    assert plain.source["tags"] == ["bedanktsanne"]


@pytest.mark.parametrize(
    "text",
    ["wil%40post.example", "wil%2540post.example", "zie https://x.example/?q=wil%40post.example"],
)
def test_what_escapes_hide_is_found_and_the_whole_word_goes(text):
    one = words()
    after = rewrite_plain(text, resolve=nobody, names=ThreadNames(()), words=one)
    assert after.text.rpartition(" ")[2] == "[e-mailadres]"
    (found,) = after.found
    assert found.said == "wil@post.example"
