"""The portal against who wants more of it than is shown: words, pseudonyms, names of hosts."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.catalogue.facts import texts_of
from weerklank.catalogue.query import rows_fitting
from weerklank.catalogue.text_index import TextIndex
from weerklank.catalogue.words import words_of
from weerklank.model.ids import PSEUDONYM
from weerklank.model.person import Role
from weerklank.model.question import Question, Sight
from weerklank.services.appraise.mark_item import mark_item
from weerklank.services.disclose import search_public as searching
from weerklank.services.disclose.public_items import public_items
from weerklank.services.disclose.search_public import (
    PublicHits,
    PublicQuestion,
    search_public,
)
from weerklank.services.find.show_item import ShownItem, show_item
from weerklank.services.workplace import Silent, Workplace
from weerklank.web.configure import configure
from weerklank.web.portal import kept_pages, pages
from weerklank.web.site import Site

pytestmark = pytest.mark.usefixtures("catalogue_stays_open")

_ID = re.compile(r'/publiek/id/([^/"]+)/"')


def found(words: str) -> set[str]:
    """Give the posts on all pages that a search of the public finds."""
    names: set[str] = set()
    for page in range(1, 51):
        answer = Client().get(f"/publiek/?q={quote(words)}&blad={page}")
        here = {*_ID.findall(answer.content.decode())}
        if here <= names:
            break
        names |= here
    return names


def test_the_public_finds_by_what_is_shown_alone(shown: Shown) -> None:
    held = public_items(shown.workplace).items
    posts: dict[str, ShownItem] = {
        name: show_item(shown.workplace, name, Sight()) for name in held
    }
    edited = [one for one in posts.values() if len(one.versions) > 1]
    looked = 0
    for one in edited:
        now = {word for text in texts_of(one.item) for word in words_of(text)}
        before = {
            word
            for version in one.versions
            for text in texts_of(version.item)
            for word in words_of(text)
        }
        for word in sorted(before - now)[:3]:
            looked += 1
            assert one.item.id not in found(word), word
        longest = max(now, key=len)
        assert one.item.id in found(longest), longest  # by what it says now
    assert looked

    named = {
        one.item.id: told.group()
        for one in posts.values()
        for text in texts_of(one.item)
        if (told := PSEUDONYM.search(text))
    }
    assert named
    name, pseudonym = next(iter(named.items()))
    _, first, second, *_ = pseudonym.lower().lstrip("@").split("-")
    for words in (first, f"{first[:2]}* burger", f'"{first} {second}"', pseudonym):
        assert name not in found(words), words
    assert name in found('"persoon 1"')
    assert "burger-" not in unescape(Client().get("/publiek/?q=persoon").content.decode())


def test_the_address_in_a_citation_leads_to_the_post(shown: Shown) -> None:
    site = Site(archive=shown.archive, keys=shown.keys, address="http://testserver")
    configure(site)
    public = Client()
    name = _ID.findall(public.get("/publiek/").content.decode())[0]
    page = public.get(f"/publiek/id/{name}/").content.decode()
    cited = re.search(r"Archief van sociale media van [^<]*http://testserver(/[^<]*)", page)
    assert cited
    assert cited[1].endswith(f"/id/{name}.")
    for address in (cited[1], cited[1].removesuffix(".")):
        answer = public.get(address)
        assert (answer.status_code, answer["Location"]) == (301, f"/publiek/id/{name}/")
    assert public.get("/publiek")["Location"] == "/publiek/"
    for never in ("/publiek/id/", "/publiek/elders", "/publiek/id/x/y", "/publiek//elders."):
        assert public.get(never).status_code == 404, never


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("van=2026-02-30", "from"), ("tot=gisteren", "until"), ("tot=31-12-2025", "until"),
        ("account=a0999", "account"),
    ],
)  # fmt: skip
def test_what_the_public_asks_and_cannot_be_read_is_told_at_its_field_and_shows_nothing(
    shown: Shown, asked: str, field: str
) -> None:
    site = Site(archive=shown.archive, keys=shown.keys, address="http://testserver")
    configure(site)
    answer = Client().get(f"/publiek/?{asked}")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in page
    assert f'aria-describedby="{field}-wrong"' in page
    assert page.count('class="wrong') == 1
    assert not _ID.findall(page)


def test_by_whatever_name_of_its_host_nothing_but_the_portal_is_there(shown: Shown) -> None:
    site = Site(archive=shown.archive, keys=shown.keys, address="https://archief.example",
                portal="https://Berichten.example")  # fmt: skip
    configure(site)
    public = Client()
    public.defaults |= {"HTTP_X_FORWARDED_PROTO": "https"}
    for host in ("berichten.example", "berichten.example:443", "berichten.example.",
                 "BERICHTEN.example:8443"):  # fmt: skip
        for path in ("/aanmelden/", "/api/v1/openapi.json", "/portaal/"):
            answer = public.get(path, headers={"host": host})
            assert (answer.status_code, [*answer.cookies]) == (404, []), (host, path)
        assert public.get("/publiek/uitleg/", headers={"host": host}).status_code == 200, host
    assert public.get("/aanmelden/", headers={"host": "archief.example"}).status_code == 200


def test_a_question_that_was_just_asked_is_not_put_again_until_what_is_public_changes(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(workplace: Workplace, question: PublicQuestion) -> PublicHits:
        asked.append(question.words)
        return search_public(workplace, question)

    monkeypatch.setattr(pages, "search_public", counted)
    public = Client()
    first = public.get("/publiek/?q=gemeente")
    assert first.status_code == 200
    assert public.get("/publiek/?q=gemeente").content == first.content
    assert asked == ["gemeente"]
    public.get("/publiek/?q=gemeente&blad=2")
    for number in range(kept_pages._MOST_ASKED + 1):
        kept_pages.PAGES.keep(_asking(f"q=x{number}"), public_items(own.workplace), first)
    public.get("/publiek/?q=gemeente")
    assert asked == ["gemeente"] * 3  # pushed out by others

    name = _ID.findall(first.content.decode())[0]
    acting = bootstrap.workplace(
        str(own.archive), str(own.keys), Silent(), ROLES[Role.COMMUNICATION]
    )
    mark_item(acting, name, "Geen overheidsinformatie.")
    again = public.get("/publiek/?q=gemeente", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert name not in again.content.decode()
    assert public.get(f"/publiek/id/{name}/").status_code == 404


def _asking(query: str) -> HttpRequest:
    return RequestFactory().get(f"/publiek/?{query}")


def test_words_that_were_asked_are_not_sought_again_for_another_period(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []

    def counted(index: TextIndex, question: Question) -> Iterator[int]:
        sought.append(question.words)
        return rows_fitting(index, question)

    monkeypatch.setattr(searching, "rows_fitting", counted)
    words = "gemeente -nooitgezegd"
    whole = search_public(shown.workplace, PublicQuestion(words=words))
    first = whole.posts[0].found
    assert first.day is not None
    before = first.day - timedelta(days=1)
    periods: list[tuple[date | None, date | None, bool]] = [
        (first.day, None, True),
        (None, first.day, True),
        (None, before, False),
        (before, before, False),
    ]
    for since, until, is_in in periods:
        asked = PublicQuestion(words=words, since=since, until=until)
        ids = [one.found.id for one in search_public(shown.workplace, asked).posts]
        assert (first.id in ids) is is_in, (since, until)
    assert sought == [words]


def test_of_many_who_ask_for_a_page_at_once_one_makes_it(shown: Shown) -> None:
    held, public, made = kept_pages.KeptPages(), public_items(shown.workplace), list[str]()

    def make() -> HttpResponse:
        made.append("x")
        time.sleep(0.05)  # the others come meanwhile
        return HttpResponse(b"page")

    def refuse() -> HttpResponse:
        raise Http404

    with ThreadPoolExecutor(8) as visitors:
        asked = [visitors.submit(held.answer, _asking("q=x"), public, make) for _ in range(8)]
        assert {one.result().content for one in asked} == {b"page"}
    assert made == ["x"]
    for _ in range(2):  # what can't be made holds up nobody after it
        with pytest.raises(Http404):
            held.answer(_asking("q=y"), public, refuse)
    assert not held._making
