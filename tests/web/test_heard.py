"""What who goes by ear is told first, and out of context: titles, names of links, pictures."""

import re
from html import unescape

import pytest
from shown import Shown

from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items

pytestmark = pytest.mark.usefixtures("catalogue_stays_open")


def title(page: bytes) -> str:
    (found, *_) = re.findall(r"<title>([^<]*)</title>", page.decode())  # others are in pictures
    return unescape(found)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markup)).split())


@pytest.mark.parametrize(
    ("role", "address", "given"),
    [
        (Role.READER, "/zoeken/?q=(", None),
        (Role.READER, "/zoeken/?van=31-02-2026", None),
        (Role.REGISTER_OWNER, "/accounts/nieuw/", {"url": "geen adres"}),
        (Role.COMMUNICATION, "/oogsten/inlezen/", {}),
        (None, "/aanmelden/", {"name": "Iemand", "password": "mis"}),
        (None, "/publiek/?van=31-02-2026", None),
    ],
)
def test_the_title_says_first_that_what_was_asked_was_refused(
    shown: Shown, role: Role | None, address: str, given: dict[str, str] | None
) -> None:
    client = shown.client(role)
    answer = client.get(address) if given is None else client.post(address, given)
    assert 400 <= answer.status_code < 500
    assert title(answer.content).startswith("Fout: ")
    assert not title(client.get(address.partition("?")[0]).content).startswith("Fout: ")


def test_a_page_that_is_nothing_but_an_error_has_that_for_a_title_already(shown: Shown) -> None:
    for address in ("/bestaat/niet/", "/accounts/nieuw/"):
        assert not title(shown.client(Role.READER).get(address).content).startswith("Fout")


def test_a_link_to_a_hit_says_whose_it_is_and_no_two_are_named_alike(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater")
    links = re.findall(r'<a class="nl-link small" href="/id/([^/]+)/">(.*?)</a>', page)
    names = {plain(told): post for post, told in links}
    assert len(links) == len(names) > 10
    assert any(one.startswith("Gemeente Voorbeelddam, Mastodon, ") for one in names)


def test_by_which_techniques_it_was_seen_is_told_apart_and_once(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater")
    assert 'aria-label="Gezien door: API, export"' in page
    post = next(one for one in find_items(shown.workplace, Question(words="Noorderdijk")).items)
    head = shown.get(Role.READER, f"/id/{post.id}/").partition("</h1>")[2].partition("</div>")[0]
    assert "Gezien door:" not in head  # the words behind the letters say it
    assert "gezien door" in head


def test_a_description_is_read_once_in_its_language_and_a_picture_without_is_one(
    shown: Shown,
) -> None:
    question = Question(words="Noorderdijk", tags=("media:image",))
    (post, *_) = find_items(shown.workplace, question).items
    (medium,) = post.media
    page = shown.get(Role.READER, f"/id/{post.id}/")
    (drawn,) = re.findall(r"<img src=[^>]+>", page)
    assert f'alt="{medium.alt}"' in drawn
    assert f'lang="{post.language}"' in drawn
    assert medium.alt in page.partition('<span aria-hidden="true">Beschrijving:')[2]
    assert page.count(str(medium.alt)) == 2
    every = find_items(shown.workplace, Question(tags=("media:image",), limit=100)).items
    bare = next(one for one in every if [medium.alt for medium in one.media] == [None])
    (drawn,) = re.findall(r"<img src=[^>]+>", shown.get(Role.READER, f"/id/{bare.id}/"))
    assert 'alt="Beeld bij dit bericht"' in drawn
    assert "lang=" not in drawn  # those words are ours


def test_an_address_that_may_break_is_named_whole(shown: Shown) -> None:
    page = shown.get(Role.READER, f"/id/{shown.post}/")
    (name,) = re.findall(r'<a href="/accounts/[^"]+" aria-label="([^"]+)">@', page)
    assert re.fullmatch(r"@[\w.@-]+", name)
