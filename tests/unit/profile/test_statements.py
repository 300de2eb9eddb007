"""Whether a text holds the statements of the template: to the letter, and no looser."""

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.profile_check import ProfileStatement
from weerklank.model.profile_template import (
    FORMAL,
    PERSONAL_DATA,
    SHORT_FORMS,
    SLIP,
    ProfilePages,
    full_text,
)
from weerklank.services.profile.page_text import is_web, shown_by, shown_in
from weerklank.services.profile.statements import (
    has_name,
    has_short_form,
    holds,
    is_link_said,
    nearest,
    words_of,
)

NAME = "Gemeente Voorbeelddam"
PAGES = ProfilePages(
    privacy="https://www.voorbeelddam.example/privacy",
    contact="https://www.voorbeelddam.example/contact",
)
THREE = (ProfileStatement.OFFICIAL, ProfileStatement.FORMAL, ProfileStatement.PERSONAL_DATA)
WHOLE = full_text(NAME, NAME, PAGES)


def found(html: str) -> list[ProfileStatement]:
    words = words_of(shown_in(html).text)
    return [one for one in THREE if holds(words, one)]


@pytest.mark.parametrize(
    "html",
    [
        WHOLE,
        WHOLE.upper(),
        WHOLE.replace(" ", "\u00a0"),
        WHOLE.replace(" ", " \n\t "),
        WHOLE.replace("ë", "&euml;"),
        WHOLE.replace("ë", "e\u0308"),
        WHOLE.replace("formeel", "for\u00admeel"),
        WHOLE.replace("account", "acc\u200bount"),
        WHOLE.replace("(", "&#40;").replace(")", "&#x29;"),
        f"<p>{WHOLE}</p>".replace("\n\n", "</p><p>"),
        "<div><b>"
        + WHOLE.replace(" ", "</b> <span>x</span><b>").replace("<span>x</span>", "")
        + "",
        WHOLE.replace("in het kader van een", "in het kader een"),
        f"Welkom! {WHOLE} Tot ziens.",
    ],
)
def test_ordinary_variations_count(html: str) -> None:
    assert found(html) == [*THREE]


@pytest.mark.parametrize(
    ("before", "after", "statement"),
    [
        ("niet gebruikt", "gebruikt", ProfileStatement.FORMAL),
        ("formeel berichtenverkeer,", "formeel berichtenverkeer", ProfileStatement.FORMAL),
        ("(wettelijk geregelde) ", "", ProfileStatement.FORMAL),
        ("via andere kanalen", "via een ander kanaal", ProfileStatement.FORMAL),
        ("in het kader van een", "in het kader voor een", ProfileStatement.FORMAL),
        (", ook voor archivering in het algemeen belang", "", ProfileStatement.PERSONAL_DATA),
        ("uw persoonsgegevens", "je persoonsgegevens", ProfileStatement.PERSONAL_DATA),
        ("leidt", "kan leiden", ProfileStatement.PERSONAL_DATA),
        ("officiële", "officiele", ProfileStatement.OFFICIAL),
        ("Redactie gebeurt door", "Beheerd door", ProfileStatement.OFFICIAL),
    ],
)
def test_looser_than_that_does_not_count(
    before: str, after: str, statement: ProfileStatement
) -> None:
    assert before in WHOLE
    assert found(WHOLE.replace(before, after)) == [one for one in THREE if one is not statement]


@pytest.mark.parametrize(
    "before",
    ["Het is niet waar dat ", "Niet juist: ", "Dit klopt niet meer: ", "Onjuist is: ", "Onwaar: "],
)
def test_a_statement_that_is_denied_does_not_count(before: str) -> None:
    assert found(before + FORMAL) == []
    assert found(f"{before}iets anders.<br>{FORMAL}") == [ProfileStatement.FORMAL]
    assert found(f"{before}iets anders<br>{FORMAL}") == [ProfileStatement.FORMAL]


@pytest.mark.parametrize(
    "denial",
    [
        "Dat klopt niet meer.",
        "Dit is niet waar!",
        "Dat is onjuist.",
        "Het bovenstaande geldt niet.",
        "This is not true.",
        "The above does not apply.",
        "Dat is net wier.",
    ],
)
@pytest.mark.parametrize("quoted", ["{}", "“{}”", "('{}')", "&laquo;{}&raquo;."])
def test_a_statement_that_is_denied_after_it_does_not_count(denial: str, quoted: str) -> None:
    official = WHOLE.partition("\n")[0]
    for one in (FORMAL, PERSONAL_DATA, official):
        assert found(f"<p>{quoted.format(one)} {denial}</p>") == []
        assert found(f"<p>{quoted.format(one)}</p><p>{denial}</p>") != [], "of another paragraph"
        assert found(f"<p>{quoted.format(one)} {denial}</p><p>{one}</p>") != []


@pytest.mark.parametrize("before", ["It is not true that: ", "Untrue: ", "Net wier: ", "Onwaar: "])
def test_the_official_statement_may_be_denied_too(before: str) -> None:
    for one in (WHOLE.partition("\n")[0], FORMAL, *SHORT_FORMS.values()):
        words = words_of(before + one)
        assert [holds(words, each) for each in THREE] == [None, None, None]
        assert not has_short_form(words)


@pytest.mark.parametrize(
    "after",
    [
        "Dit account wordt niet dagelijks gelezen, dat klopt.",
        "Het klopt niet dat wij alles lezen.",
        "Dat geldt niet voor spoed: bel dan.",
        "Wij zijn niet altijd juist.",
        "Dat is waar.",
        "Meer uitleg is nooit onjuist.",
    ],
)
def test_other_words_after_a_statement_do_not_matter(after: str) -> None:
    assert found(f"{FORMAL} {after}") == [ProfileStatement.FORMAL]


@pytest.mark.parametrize("before", ["Let op: ", "Wij lezen geen berichten; ", "1. ", "\u2757 "])
def test_other_words_before_a_statement_do_not_matter(before: str) -> None:
    assert found(before + FORMAL) == [ProfileStatement.FORMAL]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- " + FORMAL + " -->",
        f"<script>{FORMAL}</script>",
        f"<style>{FORMAL}</style>",
        f"<template>{FORMAL}</template>",
        f"<head><title>{FORMAL}</title></head>",
        f'<img alt="{FORMAL}">',
        f'<meta content="{FORMAL}">',
        f"<textarea>{FORMAL}</textarea>",
        f"<div hidden>{FORMAL}</div>",
        f"<DIV class=a HIDDEN=''>{FORMAL}</DIV>",
        f"<div hidden/>{FORMAL}</div>",
        f"<section hidden><div><p>x</p></div><div>{FORMAL}</div></section>",
        f'<span style="color: red; display :none">{FORMAL}</span>',
        f"<p style='VISIBILITY:hidden'>{FORMAL}</p>",
        f"<p hidden>{FORMAL}<p>Iets.",
        f"<noscript>{FORMAL}</noscript>",
        f"<dialog>{FORMAL}</dialog>",
        f"<video>{FORMAL}</video>",
        f"<p>Was: <del>{FORMAL}</del></p>",
        f"<s>{FORMAL}</s>",
        f'<p style="color:red; Font-Size: 0px">{FORMAL}</p>',
        f'<p style="opacity:0">{FORMAL}</p>',
    ],
)
def test_what_a_page_does_not_show_does_not_count(html: str) -> None:
    assert found(f"<p>Iets anders.</p>{html}<p>En nog iets.</p>") == []


@pytest.mark.parametrize(
    "html",
    [
        f'<div aria-hidden="true" class="hidden" data-style="display:none">{FORMAL}</div>',
        f'<p style="background:none; text-decoration:none">{FORMAL}</p>',
        f'<img hidden><br hidden style="display:none"><input type="hidden">{FORMAL}',
        f"<p hidden>Iets anders.<p>{FORMAL}",
        f"<p hidden>Iets anders.<br>Nog iets.</p>{FORMAL}",
        f'<p style="opacity:0.9;font-size:0.8em;fill-opacity:0">{FORMAL}</p>',
        f"<del>Iets anders.</del>{FORMAL}<br><s>Nog iets.</s>",
        f"<dialog open>{FORMAL}</dialog>",
        f"<details><summary>Meer</summary>{FORMAL}</details>",
        f"<div hidden><div>x</div></div>{FORMAL}",
    ],
)
def test_what_a_page_shows_counts_whatever_is_hidden_around_it(html: str) -> None:
    assert found(html) == [ProfileStatement.FORMAL]


def test_official_statement_says_who_edits() -> None:
    hold = holds(words_of(WHOLE.replace(f"door {NAME}", "door team X van een Ander")), THREE[0])
    assert hold is not None
    assert not has_name(words_of(hold.editor), NAME)
    hold = holds(words_of(WHOLE), THREE[0])
    assert hold is not None
    assert has_name(words_of(hold.editor), NAME.upper())


def test_official_statement_without_names_does_not_count() -> None:
    assert found("Dit is het officiële account van. Redactie gebeurt door.") == []


@pytest.mark.parametrize("form", SHORT_FORMS.values())
def test_short_forms_are_known(form: str) -> None:
    assert has_short_form(words_of(f"Voorbeelddam. {form.lower()} https://a.example"))
    assert not has_short_form(words_of(form.replace("Officieel", "Ons")))
    assert found(form) == []


def test_nearest_words_are_told() -> None:
    text = PERSONAL_DATA.replace(", ook voor archivering in het algemeen belang", "")
    near = nearest(words_of(f"Welkom bij ons. {text} Dag!"), ProfileStatement.PERSONAL_DATA)
    assert near.is_near
    assert near.missing == ("ook", "voor", "archivering", "in", "het", "algemeen", "belang")
    assert not nearest(words_of("Nieuws van de gemeente."), ProfileStatement.PERSONAL_DATA).is_near
    assert nearest(words_of(FORMAL.replace(",", "")), ProfileStatement.FORMAL).missing == ()


def test_link_that_a_statement_leads_to() -> None:
    html = WHOLE.replace(str(PAGES.contact), f'<a href="{PAGES.contact}">onze pagina</a>')
    html = html.replace(str(PAGES.privacy), f'<a href="{PAGES.privacy}">hier</a>')
    shown = shown_in(html)
    words = words_of(shown.text)
    contact, privacy = shown.links
    for statement, link, other in (
        (ProfileStatement.FORMAL, contact, privacy),
        (ProfileStatement.PERSONAL_DATA, privacy, contact),
    ):
        hold = holds(words, statement)
        assert hold is not None
        assert is_link_said(shown.text, hold.end, link.start)
        assert not is_link_said(shown.text, hold.end, other.start)


def test_link_after_many_other_words_is_not_of_the_statement() -> None:
    text = f"{FORMAL} {'en nog iets ' * 10}"
    hold = holds(words_of(text), ProfileStatement.FORMAL)
    assert hold is not None
    assert not is_link_said(text, hold.end, len(text))
    assert is_link_said(text, hold.end, hold.end + 20)


def test_the_slip_alone() -> None:
    assert holds(words_of(FORMAL.replace(*SLIP)), ProfileStatement.FORMAL)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Zie www.voorbeelddam.example.", ["https://www.voorbeelddam.example"]),
        ("Zie voorbeelddam.example/privacy!", ["https://voorbeelddam.example/privacy"]),
        ("http://a.example/x), https://b.example", ["http://a.example/x", "https://b.example"]),
        ("https://[half en https://a.example:poort/x", []),
        ("mailto:iemand@a.example javascript:alert(1) acct:x@a.example", []),
    ],
)
def test_addresses_in_plain_text(text: str, addresses: list[str]) -> None:
    assert [link.address for link in shown_by(text).links] == addresses


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for html in (text, escape(text), f"<a href='{text}'>{text}", f"{text}<{text}>{text}"):
        shown = shown_in(html, "https://www.voorbeelddam.example/")
        words = words_of(shown.text)
        assert all(0 <= link.start <= len(shown.text) for link in shown.links)
        assert all(is_web(link.address) for link in (*shown.links, *shown_by(html).links))
        for statement in THREE:
            holds(words, statement)
            nearest(words, statement)


@pytest.mark.parametrize(
    "html",
    [
        "<a href=x" * 100_000,
        "<" * 500_000,
        "&#" * 300_000,
        "<div>" * 200_000,
        "<template>" * 80_000,
        "dit is het officiële account van " * 20_000,
        "dit " * 200_000,
        "<a href='//[' >" * 50_000,
    ],
    ids=lambda html: html[:12],
)
def test_hostile_pages_take_time_that_follows_from_their_size(html: str) -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        words = words_of(shown_in(text, "https://a.example/").text)
        for statement in THREE:
            holds(words, statement)
            nearest(words, statement)
        return time.process_time() - begin

    half, whole = seconds(html[: len(html) // 2]), seconds(html)
    assert whole < 8 * half + 0.5


def test_plain_text_of_many_points_takes_time_that_follows_from_its_size() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        shown_by(text)
        return time.process_time() - begin

    text = "www.a" * 60_000
    assert seconds(text) < 8 * seconds(text[: len(text) // 2]) + 0.5
