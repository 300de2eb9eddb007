"""A page of Facebook, read from our double of its API through the real stages."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from meta_place import NOW, Live, at, marks, picture
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.facebook import published
from weerklank.model.clock import FixedClock
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.facebook_server import NUMBER, FacebookDouble, facebook_server
from weerklank.testing.graph_double import GraphError, Node
from weerklank.testing.leak_scan import LeakScan

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

FIRST = 500_000_000_000
SOMEBODY = Canaries().give("live", CanaryClass.THIRD)
BY = ("7000000000000001", SOMEBODY.name)
PERSON, PERSON_TOKEN = "1020000000000001", "EAAGperson"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def live(tmp_path: Path, clock: FixedClock) -> Iterator[Live]:
    double = FacebookDouble("gemeentevoorbeelddam", "Gemeente Voorbeelddam")
    for number in range(3):
        double.post(FIRST + number, at(2.5 - number), f"Bericht {number}")
    with facebook_server(double):
        yield Live(Archive(tmp_path).begin(), double)


def shown(live: Live) -> FacebookDouble:
    assert isinstance(live.double, FacebookDouble)
    return live.double


def whole(number: int) -> str:
    return f"{NUMBER}_{number}"


def test_posts_and_replies_of_all_levels_come_in_once(live):
    double = shown(live)
    top = double.comment(71, at(2), f"Ik ben {SOMEBODY.name}", BY, whole(FIRST))
    own = (NUMBER, "Gemeente Voorbeelddam")
    middle = double.comment(72, at(1.9), "Dank voor uw vraag", own, whole(FIRST), top)
    double.comment(73, at(1.8), "Graag", BY, whole(FIRST), middle)
    live.connect()
    run = live.harvest()
    assert (run["complete"], run["gaps"]) == (True, [])
    assert (run["items"]["posts"], run["items"]["replies"]) == (4, 2)
    assert run["counts"]["replies"] == {"came": 3, "stated": 3}
    rows = {row["text"].strip(): row for row in live.place.rows()}
    assert rows["Graag"]["refs"][0]["key"] == rows["Dank voor uw vraag"]["key"]
    assert rows["Graag"]["thread"] == rows["Bericht 0"]["key"]
    assert live.harvest()["new_versions"] == 0
    leaks = [one for one in LeakScan([SOMEBODY]).folder(live.place.root) if one.canary]
    assert not leaks
    assert not double.messages


def test_an_album_comes_with_its_pictures_and_what_is_said_of_each(live):
    double = shown(live)
    parts = [double.photo(801, "De brug"), double.photo(802, "Het plein")]
    for number in (801, 802):
        double.files[f"/files/{number}.jpg"] = picture(number)
    album = {"media_type": "album", "type": "album", "subattachments": {"data": parts}}
    double.post(FIRST + 9, at(0.2), "Foto's van het feest", attachments={"data": [album]})
    live.connect()
    assert live.harvest()["complete"]
    media = live.text_of("Foto's van het feest")["media"]
    assert [one["alt"].strip() for one in media] == ["De brug", "Het plein"]
    assert len(live.place.media_files()) == 2


def test_an_album_of_which_more_is_told_than_came_is_a_gap(live):
    double = shown(live)
    double.files["/files/801.jpg"] = picture(801)
    parts = {"data": [double.photo(801)], "paging": {"next": "https://graph.example/"}}
    album = {"media_type": "album", "type": "album", "subattachments": parts}
    double.post(FIRST + 9, at(0.2), "Honderd foto's", attachments={"data": [album]})
    live.connect()
    assert gap(live.harvest(code=1), "media_withheld")["count"] == 1


def test_a_link_is_said_and_the_picture_of_its_page_is_not_fetched(live):
    double = shown(live)
    link = {
        "media_type": "link",
        "type": "share",
        "title": "Nieuws",
        "unshimmed_url": "https://www.voorbeelddam.example/nieuws",
        "media": {"image": {"src": "/files/page.jpg", "height": 1, "width": 1}},
    }
    double.post(FIRST + 9, at(0.2), "Lees verder", attachments={"data": [link]})
    live.connect()
    run = live.harvest()
    assert (run["complete"], run["items"]["media"]) == (True, 0)
    assert "voorbeelddam.example/nieuws" in live.text_of("Lees verder")["text"]
    assert not any("page.jpg" in path for path in double.asked)


def test_posts_of_visitors_come_in_as_somebodys_and_with_what_the_page_answers(live):
    double = shown(live)
    post = double.visit(900, at(1), f"Dit is van {SOMEBODY.name}: wanneer?", BY)
    own = (NUMBER, "Gemeente Voorbeelddam")
    double.comment(74, at(0.9), f"Morgen, {SOMEBODY.name}", own, post)
    double.visit(901, at(0.8), "Niemand zegt wie ik ben", None)
    live.connect()
    run = live.harvest()
    assert (run["complete"], run["gaps"]) == (True, [])
    assert (run["items"]["posts"], run["items"]["replies"]) == (4, 2)
    assert run["counts"]["posts"] == {"came": 3, "stated": 3}
    asked, answer = live.text_of("wanneer"), live.text_of("Morgen")
    assert (asked["kind"], asked["author"]["role"]) == ("post", "citizen")
    assert "url" not in asked
    assert answer["refs"][0]["key"] == asked["key"]
    assert live.text_of("Niemand zegt")["author"]["role"] == "citizen"
    again = live.harvest()
    assert (again["new_versions"], marks(again)) == (0, (0, 0, 0))
    leaks = [one for one in LeakScan([SOMEBODY]).folder(live.place.root) if one.canary]
    assert not leaks
    assert not double.messages


def test_posts_of_visitors_that_are_not_given_are_a_gap(live):
    shown(live).errors["/visitor_posts"] = GraphError(10), 9
    live.connect()
    run = live.harvest(code=1)
    assert (run["items"]["posts"], gap(run, "visitors_not_given")["count"]) == (3, 1)


def test_stories_come_in_while_they_live_and_stay(live, clock):
    double = shown(live)
    double.story(7001, at(0.5), 9001)
    double.story(7002, at(0.4), 9002, kind="video")
    double.files["/files/9001.jpg"] = picture(1)
    double.files["/files/9002.mp4"] = ("video/mp4", b"\0\0\0\x18ftypmp42 film")
    double.story(7003, at(0.3), 9003)
    double.remove("9003")  # its picture is not given
    live.connect()
    run = live.harvest(code=1)
    assert gap(run, "media_withheld")["count"] == 1
    assert [one["kind"] for one in run["gaps"]] == ["media_withheld"]
    assert run["counts"]["posts"] == {"came": 3, "stated": 3}
    assert not any("7001/comments" in path for path in double.asked)
    stories = [row for row in live.place.rows() if row["kind"] == "story"]
    assert min(one["created_at"] for one in stories) == "2026-03-01T00:00:00Z"
    files = [medium for one in stories for medium in one.get("media", ())]
    assert sorted("file" in one for one in files) == [True, True]
    assert live.harvest(code=1)["new_versions"] == 0
    for number in (7001, 7002, 7003):  # after a day
        double.remove(str(number))
    clock.moment = NOW + timedelta(days=3)
    assert marks(live.harvest()) == (0, 0, 0)
    assert len([row for row in live.newest().values() if row["kind"] == "story"]) == 3


def test_stories_that_are_not_given_are_told_and_cost_no_post(live):
    shown(live).errors["/stories"] = GraphError(10), 9
    live.connect()
    run = live.harvest(code=1)
    assert (run["items"]["posts"], gap(run, "stories_not_given")["count"]) == (3, 1)


def test_a_hidden_post_and_one_for_an_audience_are_shielded(live):
    double = shown(live)
    double.post(FIRST + 8, at(0.3), "Verborgen", is_hidden=True)
    double.post(FIRST + 9, at(0.2), "Voor vrienden", privacy={"value": "ALL_FRIENDS"})
    live.connect()
    live.harvest()
    for words in ("Verborgen", "Voor vrienden"):
        assert live.text_of(words)["visibility"] == "followers"


def test_a_shielded_post_that_is_gone_is_marked(live, clock):
    gone = shown(live).post(FIRST + 8, at(0.3), "Verborgen", is_hidden=True)
    live.connect()
    live.harvest()
    shown(live).remove(gone)
    clock.moment = NOW + timedelta(hours=2)
    run = live.harvest()
    assert marks(run) == (1, 0, 0)
    assert "followers_not_judged" not in [one["kind"] for one in run["limits"]]


def test_two_posts_of_one_second_are_two_and_one_of_them_goes(live, clock):
    double = shown(live)
    for number in (8, 9):
        double.post(FIRST + number, at(0.2), f"Gepland {number}")
    live.connect()
    assert live.harvest()["items"]["posts"] == 5
    double.remove(whole(FIRST + 8))
    clock.moment = NOW + timedelta(hours=2)
    assert marks(live.harvest()) == (1, 0, 0)
    assert live.place.good("search", "Gepland 9")["hits"][0]["state"] == "present"
    assert live.place.good("search", "Gepland 8")["hits"][0]["state"] == "deleted"


def test_replies_that_are_counted_and_not_given_are_a_gap(live):
    double = shown(live)
    double.comment(71, at(2), "Een", BY, whole(FIRST))
    double.edge(whole(FIRST), "comments").hidden = 2
    live.connect()
    run = live.harvest(code=1)
    assert gap(run, "replies_missing")["count"] == 2


def test_a_reply_that_went_is_gone_once_the_number_says_so(live, clock):
    double = shown(live)
    double.comment(71, at(0.4), "Blijft", BY, whole(FIRST + 2))
    gone = double.comment(72, at(0.4), "Gaat weg", BY, whole(FIRST + 2))
    live.connect()
    live.harvest()
    double.remove(gone)
    clock.moment = NOW + timedelta(hours=2)
    assert marks(live.harvest()) == (1, 0, 0)


class TestTheTokenOfAPerson:
    def person(self, live: Live, *scopes: str) -> None:
        """Let a token be of somebody who manages the page."""
        double = shown(live)
        double.kinds = {
            **double.kinds,
            "person": frozenset({"id", "name", "username", "link", "accounts", "permissions"}),
            "permission": frozenset({"id", "permission", "status"}),
            "managed": frozenset({"id", "name", "username", "link", "access_token"}),
        }
        double.persons[PERSON_TOKEN] = PERSON
        double.nodes[PERSON] = Node("person", {"id": PERSON, "name": SOMEBODY.name})
        page = double.nodes[NUMBER].record
        for number, scope in enumerate(scopes):
            record = {"id": f"p{number}", "permission": scope, "status": "granted"}
            double.add("permission", record, (PERSON, "permissions"))
        double.nodes["managed"] = Node("managed", {**page, "access_token": double.token})
        double.edge(PERSON, "accounts").ids.append("managed")

    def test_it_is_changed_for_that_of_the_page(self, live):
        self.person(live, "pages_show_list", "pages_read_engagement", "pages_read_user_content")
        live.place.good("account", "add", live.double.url, "--kind", "corporate")
        live.connect_again(PERSON_TOKEN)
        live.double.persons.clear()
        assert live.harvest()["items"]["posts"] == 3

    def test_one_that_reads_messages_is_refused(self, live):
        self.person(live, "pages_show_list", "pages_messaging")
        live.place.good("account", "add", live.double.url, "--kind", "corporate")
        told = live.connect_again(PERSON_TOKEN, code=3)
        assert told["error"]["code"] == "CONNECT-881"
        assert not any("accounts" in path for path in live.double.asked)

    def test_one_of_who_does_not_manage_the_page_is_refused(self, live):
        self.person(live)
        live.double.edge(PERSON, "accounts").ids.clear()
        live.place.good("account", "add", live.double.url, "--kind", "corporate")
        told = live.connect_again(PERSON_TOKEN, code=3)
        assert told["error"]["code"] == "CONNECT-880"


def test_a_page_that_may_not_be_read_is_told_by_the_permission_that_lacks(live):
    live.double.errors["/published_posts"] = GraphError(200), 99
    told = live.connect(code=1)
    assert "pages_read_engagement" in str(told)


class TestManyPosts:
    """Of whatever time is asked for, a list gives so many posts and no more."""

    def older(self, live: Live, first: float, step: float) -> FacebookDouble:
        """Let twelve posts be older than the three of these days."""
        double = shown(live)
        listed = double.edge(NUMBER, "published_posts").ids
        days = listed.copy()
        for number in range(12):
            double.post(FIRST - 1 - number, at(first + step * number), f"Ouder {number}")
        listed[:] = [*days, *reversed(listed[:12])]
        return double

    def test_each_year_is_asked_for_by_itself(self, live):
        double = self.older(live, 200, 200)
        double.most_listed = "published_posts", 5
        live.connect()
        run = live.harvest()
        assert (run["complete"], run["items"]["posts"]) == (True, 15), run["gaps"]
        assert live.harvest()["new_versions"] == 0

    def test_a_year_that_is_full_is_asked_for_by_month(self, live, monkeypatch):
        monkeypatch.setattr(published, "FULL_YEAR", 5)
        double = self.older(live, 100, 20)
        double.most_listed = "published_posts", 5
        live.connect()
        run = live.harvest()
        assert (run["complete"], run["items"]["posts"]) == (True, 15), run["gaps"]

    def test_what_is_counted_and_stays_away_even_so_is_a_gap(self, live):
        double = self.older(live, 100, 0)
        double.most_listed = "published_posts", 5
        live.connect()
        run = live.harvest(code=1)
        assert gap(run, "items_missing")["count"] == 7

    def test_where_nothing_is_counted_a_full_year_is_a_gap(self, live, monkeypatch):
        monkeypatch.setattr(published, "FULL_YEAR", 5)
        double = shown(live)
        double.counts = False
        for number in range(12):
            double.post(FIRST - number, at(100), f"Die dag {number}")
        double.most_listed = "published_posts", 5
        live.connect()
        run = live.harvest(code=1)
        assert gap(run, "year_may_be_cut")["where"] == ["2025"]

    def test_a_list_that_brings_nothing_new_ends(self, live, monkeypatch):
        double = shown(live)
        live.connect()
        monkeypatch.setattr(type(double), "answer", endless(type(double).answer))
        left, told = live.place.run("harvest", "a0001")
        assert (left, told["error"]["code"]) == (4, "HARVEST-006")


def endless(answer):
    """Let every list go on, by a cursor that is another one each time."""

    def answered(self, path, query, token):
        found = answer(self, path, {**query, "after": ""}, token)
        if "data" in found and path.endswith("posts"):
            cursor = {"after": f"c{len(self.asked)}"}
            found["paging"] = {"cursors": cursor, "next": "https://graph.example/"}
        return found

    return answered


def test_replies_below_a_live_film_are_asked_for_without_a_filter(live):
    double = shown(live)
    double.comment(71, at(2), "Wat een uitzending", BY, whole(FIRST))
    live.connect()
    live.harvest()
    asked = [path for path in double.asked if "/comments?" in path]
    assert asked
    assert all("live_filter=no_filter" in path for path in asked)


@pytest.mark.parametrize("part", ["/published_posts", "/visitor_posts", "/comments"])
def test_what_is_no_record_costs_no_other(live, monkeypatch, part):
    shown(live).comment(71, at(2), "Een", BY, whole(FIRST + 1))
    live.connect()
    answer = FacebookDouble.answer

    def answered(self, path, query, token):
        found = answer(self, path, query, token)
        if path.endswith(part) and "data" in found:
            found["data"] = [None, *found["data"], 7, [], "x"]
        return found

    monkeypatch.setattr(FacebookDouble, "answer", answered)
    run = live.place.run("harvest", "a0001")[1]["runs"][0]
    assert (run["items"]["posts"], run["items"]["replies"]) == (3, 1)
    address = f"https://www.facebook.com/{NUMBER}/posts/{FIRST + 1}"
    left, told = live.place.run("harvest", "a0001", "--post", address)
    assert (left in (0, 1), told["runs"][0]["already_held"] > 0) == (True, True), told
