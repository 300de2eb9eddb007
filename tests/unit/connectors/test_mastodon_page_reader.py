"""What is read of an account out of the answers that its own pages were given."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from weerklank.connectors.mastodon.api_account import ANOTHER_ACCOUNT
from weerklank.connectors.mastodon.page_answers import accounts_in
from weerklank.connectors.mastodon.page_numbers import numbers_in
from weerklank.connectors.mastodon.pages import MastodonPages
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.page_port import Shown
from weerklank.harvest.port import AccountTaken
from weerklank.model.errors import NotNow
from weerklank.model.raw import Broken, Passed, PassedOver, Scanned
from weerklank.model.raw_page import SeenElement, SeenPage
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_items import ExportAccount, ExportBoost, ExportPost
from weerklank.testing.mastodon_shown import MastodonServer

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOST = "sociaal.voorbeelddam.example"
BASE = f"https://{HOST}"
ME = ExportAccount(
    host=HOST,
    name="gemeente",
    display_name="Gemeente Voorbeelddam",
    summary_html="<p>De gemeente.</p>",
    actor_id=f"{BASE}/users/gemeente",
    created=NOW - timedelta(days=900),
)
SOMEBODY = "https://elders.example/users/sanne_vraagt/statuses/77"
OTHER = "https://elders.example/users/piet_weet/statuses/78"


class Notes:
    """Counts answers."""

    def __init__(self):
        self.asked = []

    def note(self, asked, exchange, counts, *, page=None, more=False):
        self.asked.append((asked, counts))
        return len(self.asked)


class Nothing:
    """An archive that holds nothing of the account."""

    number = None
    posts = ()


class Bodies:
    """Bodies in memory."""

    def __init__(self):
        self.kept = {}

    def read(self, name):
        yield from self.kept[name]


class Page:
    """A page that asks the double what Mastodon's own page asks, and shows what it is told to."""

    def __init__(self, address, numbers):
        self.address, self.numbers = address, numbers
        self.bodies, self.exchanges = Bodies(), []

    def asks(self, path, value, *, status=200, wholeness=Wholeness.WHOLE):
        name = str(len(self.exchanges))
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.bodies.kept[name] = [content[:7], content[7:]]
        self.exchanges.append(
            PageExchange(
                at=NOW,
                wanted_as="XHR",
                method="GET",
                address=f"{BASE}{path}",
                asked_headers=(),
                asked_body=None,
                status=status,
                status_text="",
                headers=(("content-type", "application/json"), ("content-encoding", "br")),
                protocol="h2",
                body=name,
                length=len(content),
                wholeness=wholeness,
            )
        )
        return self

    def shown(self, *, is_seen=True):
        articles = tuple(
            SeenElement(tag="article", attributes={"data-id": one}) for one in self.numbers
        )
        page = SeenPage(
            address=self.address,
            at="2026-11-20T12:00:00Z",
            title="",
            size=(1, 1),
            root=SeenElement(tag="html", children=articles),
            sheets=(),
        )
        return Shown(
            address=self.address,
            page=page if is_seen else None,
            exchanges=tuple(self.exchanges),
            bodies=self.bodies,
        )


@pytest.fixture
def server():
    posts = [
        ExportPost(number=number, published=NOW - timedelta(hours=99 - number), html="<p>Dag</p>")
        for number in (10, 11, 12)
    ]
    answer = ExportPost(
        number=13, published=NOW, html="<p>Dank voor uw vraag</p>", in_reply_to=SOMEBODY
    )
    boost = ExportBoost(number=14, published=NOW, object_uri=OTHER)
    made = MastodonServer(ME, [*posts, answer, boost], BASE)
    made.replies.append(
        Reply(
            uri=SOMEBODY,
            html="<p>Wanneer gaat het weg?</p>",
            answers=f"{ME.actor_id}/statuses/12",
            published=NOW,
        )
    )
    return made


def profile_page(server, numbers, **more):
    page = Page(server.url, numbers)
    page.asks("/api/v1/accounts/lookup?acct=gemeente", server.profile(), **more)
    number = server.profile()["id"]
    page.asks(f"/api/v1/accounts/{number}/statuses?pinned=true", [])
    return page.asks(f"/api/v1/accounts/{number}/statuses", server.statuses({})[0])


def opened(shown, held=None):
    return MastodonPages(f"{BASE}/@gemeente", f"gemeente@{HOST}", shown, Notes(), held or Nothing)


def native(number):
    return f"{BASE}/statuses/{number}"


def test_what_the_page_shows_comes_in_and_what_it_only_was_given_does_not(server):
    shown = profile_page(server, ["10", "12", "13", "14"]).shown()
    pages = opened(shown)
    entries = [*pages.scan(shown)]
    assert [one.native_id for one in entries] == [native(14), native(12), native(10)]
    assert pages.seen == {native(one) for one in (10, 12, 13, 14)}
    assert [one.native_id for one in pages.listed()] == [native(13), native(12), native(10)]
    assert pages.listed()[1].page == f"{BASE}/@gemeente/12"
    items = [pages.read(one.content) for one in entries]
    assert [(one.kind, one.html) for one in items[1:]] == [("post", "<p>Dag</p>")] * 2
    assert items[0].place.pointer == "/0"


def test_a_page_that_was_not_looked_at_shows_nothing(server):
    shown = profile_page(server, ["10"]).shown(is_seen=False)
    pages = opened(shown)
    assert ([*pages.scan(shown)], pages.listed(), pages.seen) == ([], [], set())


def test_half_an_answer_tells_nothing(server):
    page = profile_page(server, ["10", "12"])
    page.exchanges[-1] = replace(page.exchanges[-1], wholeness=Wholeness.CUT)
    shown = page.shown()
    assert [*opened(shown).scan(shown)] == []


def post_page(server, number, numbers):
    page = Page(f"{BASE}/@gemeente/{number}", numbers)
    page.asks(f"/api/v1/statuses/{number}", server.one(number))
    return page.asks(f"/api/v1/statuses/{number}/context", server.context(number))


def test_an_answer_of_ours_comes_in_by_its_own_page_with_what_it_answers(server):
    pages = opened(profile_page(server, []).shown())
    page = Page(f"{BASE}/@gemeente/13", ["13"])
    page.asks("/api/v1/statuses/13", server.one("13"))
    above = server.one(server.one("13")["in_reply_to_id"])
    page.asks("/api/v1/statuses/13/context", {"ancestors": [above], "descendants": []})
    (entry,) = pages.scan(page.shown())
    assert (entry.native_id, entry.parent) == (native(13), "https://elders.example/statuses/77")
    assert "sanne_vraagt@elders.example" in {one.handle for one in entry.persons}
    item = pages.read(entry.content)
    assert (item.kind, item.broken, len(item.refs)) == ("reply", (), 1)


def test_replies_below_a_post_come_in_once_and_are_held_against_the_count(server):
    pages = opened(profile_page(server, []).shown())
    number = server.replies[0].number
    shown = post_page(server, "12", ["12", number]).shown()
    own, reply = pages.scan(shown)
    assert isinstance(own, Scanned)
    assert (reply.author.handle, reply.parent) == ("sanne_vraagt@elders.example", native(12))
    assert [*pages.scan(shown)] == []
    assert pages.findings() == []
    missing = opened(profile_page(server, []).shown())
    assert len([*missing.scan(post_page(server, "12", ["12"]).shown())]) == 1
    (gap,) = missing.findings()
    assert (gap.kind, gap.count, len(gap.where)) == ("replies_missing", 1, 1)


@pytest.mark.parametrize(
    ("visibility", "why"),
    [("direct", PassedOver.DIRECT_MESSAGE), ("private", PassedOver.OUT_OF_SCOPE)],
)
def test_what_is_not_for_everybody_is_passed_over_unread(server, visibility, why):
    reply = server.replies[0]
    server.replies[0] = replace(reply, visibility=visibility)
    pages = opened(profile_page(server, []).shown())
    _, passed = pages.scan(post_page(server, "12", ["12", reply.number]).shown())
    assert isinstance(passed, Passed)
    assert passed.why is why


def test_answers_that_make_no_sense_are_broken_and_stop_nothing(server):
    page = profile_page(server, ["10", "12"])
    number = server.profile()["id"]
    page.asks(f"/api/v1/accounts/{number}/statuses?max_id=1", b'[{"id": "5", "created_at"')
    page.asks(f"/api/v1/accounts/{number}/statuses?max_id=2", b'[7, {"id": "10"}]')
    page.asks("/api/v1/accounts/9/statuses", [server.one("11")])
    shown = page.shown()
    entries = [*opened(shown).scan(shown)]
    assert [type(one) for one in entries] == [Scanned, Scanned, Broken]


def test_an_account_that_another_has_now_is_refused(server):
    class Known(Nothing):
        number = "1"

    with pytest.raises(AccountTaken) as caught:
        opened(profile_page(server, []).shown(), Known)
    assert caught.value.code == ANOTHER_ACCOUNT


def test_a_page_that_asks_nothing_tells_of_no_account():
    with pytest.raises(NotNow):
        opened(Page(f"{BASE}/@gemeente", []).shown())


def test_everybody_in_the_answers_is_named(server):
    shown = post_page(server, "12", ["12"]).shown()
    pages = opened(profile_page(server, []).shown())
    assert {one.handle for one in pages.named(shown)} == {"sanne_vraagt@elders.example"}
    (person,) = pages.named(shown)
    assert (person.display_name, bool(person.user_id)) == ("Sanne Vraagt", True)
    assert len([*accounts_in(shown)]) > 1


def test_numbers_stand_in_a_page_as_place_in_a_list_or_as_link():
    link = SeenElement(tag="a", attributes={"href": "https://s.example/@g/44?a=1"})
    article = SeenElement(tag="article", attributes={"data-id": "43"}, children=("x", link))
    page = msgspec.structs.replace(Page("https://s.example", []).shown().page, root=article)
    assert numbers_in(page) == {"43", "44"}


def test_a_post_is_known_by_any_address_on_its_server(server):
    pages = opened(profile_page(server, []).shown())
    for address in (f"{BASE}/@gemeente/12", f"{ME.actor_id}/statuses/12"):
        found = pages.post(address)
        assert (found.native_id, found.page) == (native(12), f"{BASE}/@gemeente/12")
    assert pages.post("https://elders.example/@piet/12") is None


def test_the_handle_that_the_page_shows_is_ours_on_the_domain_of_the_organisation(server):
    shown = profile_page(server, [10]).shown()
    small = SeenElement(
        tag="small",
        children=(SeenElement(tag="span", children=("@gemeente@voorbeelddam.example",)),),
    )
    header = SeenElement(
        tag="div", attributes={"class": "account__header__tabs__name"}, children=(small,)
    )
    seen = msgspec.structs.replace(shown.page, root=header)
    pages = opened(replace(shown, page=seen))
    assert pages.owner.handle == f"gemeente@{HOST}"
    assert pages.owner.other_handles == ("gemeente@voorbeelddam.example",)
