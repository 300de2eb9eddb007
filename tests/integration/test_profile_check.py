"""Profiles checked against the template, with the pages behind their links on loopback (B2)."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest
from place import ME, Archive, Json, medium, post

from weerklank import bootstrap
from weerklank.model.event import Book
from weerklank.model.profile_template import SHORT_FORMS, ProfilePages, full_text
from weerklank.services.profile.past_checks import check_to_json, checks_of_profile
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.web_pages import WebPage, WebSite, page_of, web_site

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
NAME = "Voorbeelddam"
LOGO = medium("avatar.png")
PRIVACY = (
    "<h1>Privacyverklaring</h1><p>U hebt recht op inzage, rectificatie en beperking, en u kunt "
    "bezwaar maken.</p><p>Het recht op gegevenswissing ('vergetelheid') geldt niet voor "
    "archivering in het algemeen belang.</p>"
)
CONTACT = (
    "<h1>Formele berichten</h1><p>Een bezwaar of klacht dient u in met DigiD via het "
    "formulier, of per brief.</p>"
)


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as made:
        made.pages |= {
            "/privacy": page_of(PRIVACY),
            "/contact": page_of(CONTACT),
            "/social": page_of(paragraphs(whole(made))),
        }
        yield made


def whole(site: WebSite) -> str:
    pages = ProfilePages(privacy=f"{site.address}/privacy", contact=f"{site.address}/contact")
    return full_text(NAME, NAME, pages)


def paragraphs(text: str) -> str:
    """Write a text as HTML, with its addresses as links."""
    parts = []
    for paragraph in text.split("\n\n"):
        words = [
            f'<a href="{word.rstrip(".")}">{word.rstrip(".")}</a>{"." * word.endswith(".")}'
            if word.startswith("http")
            else escape(word)
            for word in paragraph.split(" ")
        ]
        parts.append(f"<p>{' '.join(words)}</p>")
    return "".join(parts)


def short(site: WebSite) -> str:
    return paragraphs(f"{SHORT_FORMS[160]} {site.address}/social")


def harvested(place: Archive, summary: str) -> None:
    """Register an account with a profile and harvest it."""
    account = replace(ME, summary_html=summary)
    with mastodon_server(account, [post(1, "Een bericht.")], avatar=LOGO) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")


def name_pages(place: Archive, site: WebSite) -> None:
    place.good(
        "profile", "pages",
        "--privacy", f"{site.address}/privacy", "--contact", f"{site.address}/contact",
        "--landing", f"{site.address}/social",
    )  # fmt: skip


def values(check: Json) -> dict[str, str]:
    return {one["statement"]: one["value"] for one in check["findings"]}


def finding(check: Json, statement: str) -> Json:
    (found,) = [one for one in check["findings"] if one["statement"] == statement]
    return dict(found)


def check(place: Archive, code: int = 0) -> Json:
    left, answer = place.run("profile", "check", "gemeente")
    assert left == code, [
        (one["statement"], one["value"], one["reason"]) for one in answer["findings"]
    ]
    return answer


THREE = ("official", "formal", "personal_data")
LINKS = ("privacy_link", "contact_link")
BEHIND = ("privacy_rights", "privacy_erasure", "contact_channels")


def test_whole_template_in_the_profile(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    harvested(place, paragraphs(whole(site)))
    done = check(place)
    found = values(done)
    assert {found[one] for one in (*THREE, *LINKS, *BEHIND, "name")} == {"found"}
    assert {finding(done, one)["where"] for one in THREE} == {"profile"}
    erasure = finding(done, "privacy_erasure")
    assert erasure["address"] == f"{site.address}/privacy"
    assert erasure["words"] == ["gegevenswissing", "geldt niet", "archiver"]
    assert finding(done, "contact_channels")["words"] == ["formulier", "DigiD", "post"]
    assert done["ok"] is True
    assert {one["address"]: one["was_read"] for one in done["pages"]} == {
        f"{site.address}/privacy": True,
        f"{site.address}/contact": True,
    }


def test_short_form_counts_with_the_page_that_has_it_all(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    harvested(place, short(site))
    done = check(place)
    assert {finding(done, one)["where"] for one in THREE} == {"landing"}
    assert {finding(done, one)["address"] for one in THREE} == {f"{site.address}/social"}
    found = values(done)
    assert {found[one] for one in (*THREE, *LINKS, *BEHIND)} == {"found"}
    assert finding(done, "privacy_link")["where"] == "landing"


def test_short_form_does_not_count_without_that_page(place: Archive, site: WebSite) -> None:
    site.pages["/social"] = page_of("<p>Volg ons ook op andere sociale media, elke dag.</p>")
    name_pages(place, site)
    harvested(place, short(site))
    done = check(place, 1)
    assert {values(done)[one] for one in THREE} == {"not_found"}
    assert "short form" in finding(done, "formal")["reason"]


def test_the_page_alone_does_not_count_without_the_short_form(
    place: Archive, site: WebSite
) -> None:
    name_pages(place, site)
    harvested(place, paragraphs(f"Nieuws uit Voorbeelddam. Kijk op {site.address}/social"))
    done = check(place, 1)
    assert {values(done)[one] for one in THREE} == {"not_found"}
    assert "without the short form" in finding(done, "official")["reason"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (WebPage(status=503), "reports a failure"),
        (WebPage(status=403), "does not give the page (403)"),
        (WebPage(is_cut=True), "cut off"),
        (WebPage(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "no web page"),
        (page_of("x" * (3 << 20)), "too large"),
        (
            WebPage(
                body=gzip.compress(b"<p>" + b" " * (5 << 20)),
                headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
            ),
            "too large",
        ),
        (WebPage(body=b"<div id=app></div><script src=a.js></script>"), "without a script"),
        (WebPage(body=b"x" * 99, headers={"Content-Type": "text/html; charset=klingon"}), "encod"),
        (WebPage(status=302, headers={"Location": "http://10.0.0.1/geheim"}), "not read"),
        (WebPage(status=302, headers={"Location": "http://127.0.0.1:9/"}), "not read"),
        (WebPage(status=302, headers={"Location": "/social"}), "not read"),
        (WebPage(status=302, headers={"Location": "file:///etc/passwd"}), "not read"),
        (WebPage(status=302, headers={"Location": "https://[::1]/"}), "not read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_page_that_could_not_be_read(
    place: Archive, site: WebSite, page: WebPage, reason: str
) -> None:
    site.pages["/social"] = page
    name_pages(place, site)
    harvested(place, short(site))
    done = check(place)
    assert {values(done)[one] for one in (*THREE, *LINKS, *BEHIND)} == {"not_read"}
    (told,) = done["pages"]
    assert told["was_read"] is False
    assert reason in told["reason"]
    assert reason in finding(done, "formal")["reason"]
    assert done["ok"] is True


def test_page_that_is_gone_is_not_found(place: Archive, site: WebSite) -> None:
    del site.pages["/privacy"]
    name_pages(place, site)
    harvested(place, paragraphs(whole(site)))
    done = check(place, 1)
    assert values(done)["privacy_link"] == "not_found"
    assert "404" in finding(done, "privacy_link")["reason"]
    assert values(done)["privacy_rights"] == values(done)["privacy_erasure"] == "not_read"


def test_loopback_is_not_gone_to_unless_somebody_named_it(place: Archive, site: WebSite) -> None:
    harvested(place, paragraphs(whole(site)))
    done = check(place)
    assert site.asked == []
    assert {values(done)[one] for one in BEHIND} == {"not_read"}
    assert values(done)["privacy_link"] == "found"


def test_privacy_page_that_says_too_little(place: Archive, site: WebSite) -> None:
    site.pages["/privacy"] = page_of("<p>U hebt recht op inzage en rectificatie.</p>")
    name_pages(place, site)
    harvested(place, paragraphs(whole(site)))
    done = check(place, 1)
    assert values(done)["privacy_rights"] == "found"
    assert values(done)["privacy_erasure"] == "not_found"
    assert finding(done, "privacy_erasure")["next"]


def test_redirect_on_the_site_itself_is_followed(place: Archive, site: WebSite) -> None:
    site.pages["/nieuw"] = site.pages["/social"]
    site.pages["/social"] = WebPage(status=301, headers={"Location": "/nieuw"})
    name_pages(place, site)
    harvested(place, short(site))
    assert values(check(place))["formal"] == "found"


def test_address_with_signs_that_are_written_otherwise_on_the_line(
    place: Archive, site: WebSite
) -> None:
    site.pages["/Privacy%20verklaring%C3%AB"] = page_of(PRIVACY)
    text = whole(site).replace("/privacy.", "/privé.")
    html = paragraphs(text).replace(
        f'{site.address}/privé"', f'{site.address}/Privacy verklaringë"'
    )
    name_pages(place, site)
    harvested(place, html)
    assert values(check(place))["privacy_rights"] == "found"


def test_page_in_another_encoding(place: Archive, site: WebSite) -> None:
    body = site.pages["/social"].body.decode().replace("utf-8", "iso-8859-1")
    site.pages["/social"] = WebPage(
        body=body.encode("latin-1"), headers={"Content-Type": "text/html"}
    )
    name_pages(place, site)
    harvested(place, short(site))
    assert values(check(place))["official"] == "found"


def test_statement_that_is_nearly_there(place: Archive) -> None:
    text = whole_without(", ook voor archivering in het algemeen belang")
    harvested(place, text)
    done = check(place, 1)
    told = finding(done, "personal_data")
    assert told["value"] == "not_found"
    assert told["words"] == ["ook", "voor", "archivering", "in", "het", "algemeen", "belang"]
    assert "what misses: ook, voor, archivering" in told["reason"]


def whole_without(words: str) -> str:
    return "<p>" + full_text(NAME, NAME, ProfilePages()).replace(words, "") + "</p>"


def test_other_editor(place: Archive) -> None:
    harvested(place, f"<p>{full_text(NAME, 'Bureau Ergens', ProfilePages())}</p>")
    told = finding(check(place, 1), "official")
    assert told["value"] == "not_found"
    assert told["reason"] == "according to the profile the editor is another than Voorbeelddam"


def test_name_that_tells_nothing(place: Archive) -> None:
    account = replace(ME, display_name="Dammertje", summary_html="<p>Hoi.</p>")
    with mastodon_server(account) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    assert values(check(place, 1))["name"] == "not_found"


def test_links_to_accounts_are_counted_and_not_followed(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    link = '<a href="https://mast.example/@teun_van_oranje">mijn eigen account</a>'
    harvested(place, f"{paragraphs(whole(site))}<p>{link}</p>")
    done = check(place)
    assert all("mast.example" not in one["address"] for one in done["pages"])
    assert b"teun_van_oranje" not in place.bytes_of_all()


def test_account_of_ours_that_it_links_to_is_counted(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    place.good("account", "add", "https://x.com/wethouderdam", "--kind", "hybrid")
    link = '<a href="https://x.com/wethouderdam">de wethouder</a>'
    harvested(place, f"{paragraphs(whole(site))}<p>{link} {link}</p>")
    done = check(place)
    assert done["accounts_linked"] == 1
    assert all("x.com" not in one["address"] for one in done["pages"])


def test_pinned_post_counts(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    pinned = post(2, paragraphs(whole(site)))
    account = replace(ME, summary_html="<p>Nieuws van de gemeente Voorbeelddam.</p>")
    with mastodon_server(account, [post(1, "Een bericht."), pinned], avatar=LOGO) as server:
        server.pinned.append(pinned.number)
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    done = check(place)
    assert {finding(done, one)["where"] for one in (*THREE, *LINKS)} == {"pinned"}
    (row,) = [one for one in place.rows() if "officiële" in one["text"]]
    assert {finding(done, one)["post"] for one in THREE} == {row["id"]}


def test_pinned_post_that_is_gone_does_not_count(place: Archive, site: WebSite) -> None:
    """Also as long as the profile that is held still names it as pinned."""
    name_pages(place, site)
    pinned = post(2, paragraphs(whole(site)))
    account = replace(ME, summary_html="<p>Nieuws van de gemeente Voorbeelddam.</p>")
    with mastodon_server(account, [post(1, "Een bericht."), pinned], avatar=LOGO) as server:
        server.pinned.append(pinned.number)
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    assert values(check(place))["official"] == "found"
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    (row,) = [one for one in place.rows() if "officiële" in one["text"]]
    gone = {"posts": {row["key"]: "2026-11-20T10:00:00Z"}}
    workplace.record(Book.JOURNAL, "deletion.stated", "a0001", gone)
    seal_events(workplace)
    assert values(check(place, 1))["official"] == "not_found"


def test_each_harvest_checks_and_each_check_is_kept(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    harvested(place, short(site))
    assert len(place.events("journal", "profile.checked")) == 1
    site.pages["/privacy"] = page_of("<p>Hier staat over privacy niet veel meer dan dit.</p>")
    done = check(place, 1)
    assert done["changes"] == [
        {"statement": "privacy_rights", "before": "found", "now": "not_found"},
        {"statement": "privacy_erasure", "before": "found", "now": "not_found"},
    ]
    checks = place.good("profile", "history", "gemeente")["checks"]
    assert [one["ok"] for one in checks] == [False, True]
    assert checks[0]["changes"] == done["changes"]
    assert checks[1]["changes"] == []
    assert place.good("verify")["findings"] == []


def test_nothing_of_a_page_is_kept(place: Archive, site: WebSite) -> None:
    site.pages["/privacy"] = page_of(
        PRIVACY + "<p>Mail wubbechien.tjoelker@voorbeelddam.example; zij heeft geen recht op "
        "wissing van wubbechien_tjoelker bij archivering.</p>"
    )
    name_pages(place, site)
    harvested(place, paragraphs(whole(site)))
    check(place)
    assert b"tjoelker" not in place.bytes_of_all()


def test_query_of_an_address_is_not_kept(place: Archive, site: WebSite) -> None:
    place.good("profile", "pages", "--privacy", f"{site.address}/privacy?wie=tjoelker")
    shown = paragraphs(whole(site).replace("/privacy", "/privacy?voor=wubbechien"))
    harvested(place, shown)
    check(place)
    assert "/privacy?voor=wubbechien" in site.asked
    assert all("wubbechien" not in str(one["data"]) for one in place.events("journal", "prof"))


def test_harvest_goes_on_when_the_check_does_not(
    place: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("weerklank.services.profile.check_profile.read_profile", fail)
    harvested(place, "<p>Hoi.</p>")
    assert place.events("journal", "profile.checked") == []


def test_profile_that_was_not_harvested(place: Archive) -> None:
    place.good("account", "add", ME.url, "--kind", "corporate")
    left, answer = place.run("profile", "check", "gemeente")
    assert (left, answer["error"]["code"]) == (2, "PROFILE-001")


@pytest.mark.parametrize(
    "address",
    ["http://www.voorbeelddam.example/p", "voorbeelddam", "https://u@a.example", "ftp://a"],
)
def test_page_that_is_none_is_refused(place: Archive, address: str) -> None:
    left, answer = place.run("profile", "pages", "--privacy", address)
    assert (left, answer["error"]["code"]) == (2, "PROFILE-002")


def test_pages_are_named_changed_and_taken_out(place: Archive) -> None:
    page = "https://www.voorbeelddam.example/"
    place.good("profile", "pages", "--privacy", f"{page}p", "--landing", f"{page}l")
    place.good("profile", "pages", "--contact", f"{page}c", "--without", "landing")
    assert place.good("profile", "pages") == {
        "contact": f"{page}c", "landing": None, "privacy": f"{page}p",
    }  # fmt: skip
    assert len(place.events("register", "organisation.pages")) == 2


def test_template_is_filled_from_the_register(place: Archive) -> None:
    page = "https://www.voorbeelddam.example/"
    for option in ("privacy", "contact", "landing"):
        place.good("profile", "pages", f"--{option}", page + option)
    unit = ("--named-after", "office", "--unit", "de burgemeester van Voorbeelddam")
    place.good("account", "add", ME.url, "--kind", "corporate", *unit)
    place.good("account", "add", "https://x.com/voorbeelddam", "--kind", "corporate")
    made = place.good("profile", "template", "a0001")
    assert made["characters"] <= made["limit"] == 500
    assert made["landing"].startswith(
        "Dit is het officiële account van de burgemeester van Voorbeelddam. Redactie gebeurt door "
        "Voorbeelddam."
    )
    made = place.good("profile", "template", "a0002")
    assert (made["form"], made["link"]) == ("160", f"{page}landing")
    assert made["text"] == SHORT_FORMS[160]


def test_who_may_not_is_refused(place: Archive, site: WebSite) -> None:
    harvested(place, short(site))
    place.good("person", "add", "Ria", "--role", "register-owner")
    place.good("person", "add", "Lies", "--role", "reader", "--as", "Ria")
    for act in (("check", "gemeente"), ("pages", "--privacy", "https://a.example/p")):
        left, answer = place.run("--as", "Lies", "profile", *act)
        assert (left, answer["error"]["code"]) == (3, "ROLE-002")


def test_checks_are_read_back_as_they_were(place: Archive, site: WebSite) -> None:
    name_pages(place, site)
    harvested(place, short(site))
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    (read,) = checks_of_profile(workplace, next(iter(workplace.register().accounts)))
    (event,) = (
        one for one in workplace.events.read(Book.JOURNAL) if one.kind == "profile.checked"
    )
    assert check_to_json(read) == event.data
