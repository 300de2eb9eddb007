"""A professional account of Instagram, read from our double of its API through the real stages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from meta_place import NOW, Live, at, kinds, marks, picture
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.instagram import api
from weerklank.model.clock import FixedClock
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.graph_double import GraphError, not_there
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    InstagramReply,
    write_instagram,
)
from weerklank.testing.instagram_server import InstagramDouble, instagram_server
from weerklank.testing.leak_scan import LeakScan

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

FIRST = 17_900_000_000_000_000
SOMEBODY = Canaries().give("live", CanaryClass.THIRD)
BY = ("6800000000000001", SOMEBODY.local)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def live(tmp_path, clock) -> Iterator[Live]:
    double = InstagramDouble("gemeentevoorbeelddam", "Gemeente Voorbeelddam")
    for number in range(3):
        double.post(FIRST + number, at(2.5 - number), f"Bericht {number}")
        double.files[f"/files/{FIRST + number}.jpg"] = picture(number)
    with instagram_server(double):
        yield Live(Archive(tmp_path).begin(), double)


def shown(live: Live) -> InstagramDouble:
    assert isinstance(live.double, InstagramDouble)
    return live.double


def test_posts_replies_and_pictures_come_in_once(live):
    double = shown(live)
    top = double.comment(71, at(2), f"Dank @{SOMEBODY.local}!", BY, str(FIRST))
    double.comment(72, at(1.5), "Graag gedaan", ("1", "gemeentevoorbeelddam"), top)
    double.comment(73, at(1), "En ik dan?", ("6800000000000002", "iemandanders"), top)
    live.connect()
    run = live.harvest()
    assert (run["complete"], run["gaps"]) == (True, [])
    assert (run["items"]["posts"], run["items"]["replies"]) == (4, 2)
    assert run["counts"]["replies"] == {"came": 3, "stated": 3}
    assert len(live.place.media_files()) == 3
    below = {row["refs"][0]["key"] for row in live.place.rows() if row.get("refs")}
    assert len(below) == 2
    own = live.text_of("Graag gedaan")
    assert (own["author"]["role"], own["kind"]) == ("own", "reply")
    again = live.harvest()
    assert (again["items"]["posts"], again["items"]["replies"], again["new_versions"]) == (0, 0, 0)
    assert not double.messages


def test_who_answers_stands_nowhere(live):
    double = shown(live)
    double.comment(71, at(2), f"Ik ben {SOMEBODY.local}", BY, str(FIRST))
    double.post(FIRST + 9, at(0.4), f"Dag @{SOMEBODY.local}, zie {SOMEBODY.address}")
    double.files[f"/files/{FIRST + 9}.jpg"] = picture(9)
    live.connect()
    assert live.harvest()["items"]["replies"] == 1
    leaks = [one for one in LeakScan([SOMEBODY]).folder(live.place.root) if one.canary]
    assert not leaks


def test_two_whom_the_platform_does_not_name_are_two(live):
    double = shown(live)
    for number in (71, 72):
        double.comment(number, at(2), f"Anoniem {number}", None, str(FIRST))
    live.connect()
    live.harvest()
    names = {row["author"]["pseudonym"] for row in live.place.rows() if row["kind"] == "reply"}
    assert len(names) == 2


def test_another_text_is_an_edit_and_another_signature_is_none(live, clock):
    live.connect()
    live.harvest()
    shown(live).nodes[str(FIRST + 2)].record["caption"] = "Bericht 2, nu beter"
    clock.moment = NOW + timedelta(hours=2)
    run = live.harvest()
    assert run["new_versions"] == 1
    assert live.text_of("nu beter")["version"] == 2


def test_a_post_that_is_gone_is_marked_and_then_confirmed(live, clock):
    live.connect()
    live.harvest()
    shown(live).remove(str(FIRST + 2))
    clock.moment = NOW + timedelta(hours=2)
    assert marks(live.harvest()) == (1, 0, 0)
    clock.moment = NOW + timedelta(days=31)
    assert marks(live.harvest()) == (0, 1, 0)


def test_of_a_platform_that_knows_nothing_nothing_is_gone(live, clock):
    live.connect()
    live.harvest()
    shown(live).edge(live.double.me, "media").ids.clear()
    shown(live).hidden = 3
    live.double.errors["/1790"] = not_there(), 99
    clock.moment = NOW + timedelta(hours=2)
    run = live.harvest(code=1)
    assert marks(run) == (0, 0, 0)
    assert gap(run, "not_looked_at")["count"]


@pytest.mark.parametrize("code", [10, 200, 100, 1])
def test_a_refusal_says_not_that_a_post_is_gone(live, clock, code):
    live.connect()
    live.harvest()
    number = str(FIRST + 2)
    shown(live).edge(live.double.me, "media").ids.remove(number)
    live.double.errors[f"/{number}"] = GraphError(code), 99
    clock.moment = NOW + timedelta(hours=2)
    assert marks(live.harvest(code=1)) == (0, 0, 0)


class TestStories:
    def story(self, live: Live) -> str:
        double = shown(live)
        double.files["/files/17900000000000777.jpg"] = picture(7)
        return double.post(
            17_900_000_000_000_777, at(0.2), "Vandaag open", media_product_type="STORY"
        )

    def test_one_comes_in_while_it_is_there(self, live):
        self.story(live)
        live.connect()
        run = live.harvest()
        assert (run["complete"], run["gaps"]) == (True, [])
        assert live.text_of("Vandaag open")["kind"] == "story"

    @pytest.mark.parametrize("days", [1.1, 2.5, 8, 31])
    def test_one_that_vanished_by_itself_was_not_deleted(self, live, clock, days):
        number = self.story(live)
        live.connect()
        live.harvest()
        shown(live).remove(number)
        live.double.asked.clear()
        clock.moment = NOW + timedelta(days=days)
        run = live.harvest()
        assert (marks(run), run["complete"], run["gaps"]) == ((0, 0, 0), True, [])
        assert number not in " ".join(live.double.asked)

    def test_one_that_vanished_stands_for_no_post_that_is_missing(self, live, clock):
        number = self.story(live)
        live.connect()
        live.harvest()
        shown(live).remove(number)
        shown(live).hidden = 1
        clock.moment = NOW + timedelta(days=2)
        assert gap(live.harvest(code=1), "items_missing")["count"] == 1

    def test_one_that_is_there_stands_for_no_post_that_is_missing(self, live, clock):
        self.story(live)
        live.connect()
        live.harvest()
        shown(live).hidden = 1
        clock.moment = NOW + timedelta(hours=2)
        run = live.harvest("--since", f"{NOW:%Y-%m-%d}", code=1)
        assert gap(run, "items_missing")["count"] == 1


class TestSeveralPictures:
    def test_it_is_called_by_the_first_and_asked_for_by_its_own_number(self, live, clock):
        double = shown(live)
        made = double.carousel(FIRST + 50, at(0.5), "Drie foto's", [FIRST + n for n in (61, 62)])
        for number in (61, 62):
            double.files[f"/files/{FIRST + number}.jpg"] = picture(number)
        live.connect()
        live.harvest()
        assert len(live.text_of("Drie foto's")["media"]) == 2
        double.remove(made)
        clock.moment = NOW + timedelta(hours=2)
        assert marks(live.harvest()) == (1, 0, 0)
        assert any(f"/{FIRST + 50}?" in path for path in double.asked)

    def test_an_export_and_the_api_give_one_record(self, live, clock, tmp_path):
        double = shown(live)
        double.carousel(FIRST + 50, at(0.5), "Twee foto's", [FIRST + 61, FIRST + 62])
        for number in (61, 62):
            double.files[f"/files/{FIRST + number}.jpg"] = picture(number)
        live.connect()
        live.harvest()
        before = set(live.newest())
        posts = [exported(at(0.5), "Twee foto's", 61, 62), exported(at(2.5), "Bericht 0", 0)]
        account = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")
        path = write_instagram(tmp_path / "export.zip", account, InstagramContent(posts=posts))
        run = live.place.take(path)
        # Two posts and the profile: in an export their files have other names.
        assert (run["items"]["posts"], run["new_versions"]) == (0, 3)
        assert set(live.newest()) == before
        # The newest version is now of the export, which has no number of the API.
        double.remove(str(FIRST + 50))
        clock.moment = NOW + timedelta(hours=2)
        assert marks(live.harvest()) == (1, 0, 0)


@pytest.mark.parametrize("what", ["archived", "replies"])
def test_what_an_export_has_besides_stands_for_no_post_that_is_missing(
    live, clock, tmp_path, what
):
    live.connect()
    live.harvest()
    besides = {
        "archived": [exported(at(9), "Niet meer te zien", 90)],
        "replies": [InstagramReply(when=at(9), text="Elders gezegd", owner="iemand_anders")],
    }
    content = InstagramContent(posts=[exported(at(2.5), "Bericht 0", 0)], **{what: besides[what]})
    account = InstagramAccount(username="gemeentevoorbeelddam", name="Gemeente Voorbeelddam")
    live.place.take(write_instagram(tmp_path / "export.zip", account, content))
    shown(live).hidden = 1
    clock.moment = NOW + timedelta(hours=2)
    run = live.harvest("--since", f"{NOW:%Y-%m-%d}", code=1)
    assert gap(run, "items_missing")["count"] == 1


def exported(when, text: str, *numbers: int) -> InstagramPost:
    media = [
        InstagramMedium(folder="posts/202602", name=f"{FIRST + one}.jpg", data=picture(one)[1])
        for one in numbers
    ]
    return InstagramPost(when=when, text=text, media=tuple(media))


def test_a_file_that_is_withheld_is_a_gap_with_its_reason(live):
    del shown(live).nodes[str(FIRST + 1)].record["media_url"]
    live.connect()
    run = live.harvest(code=1)
    told = gap(run, "media_withheld")
    assert told["count"] == 1
    assert f"/p/C{FIRST + 1}/" in str(told["where"])


def test_a_field_that_the_api_took_away_is_a_gap_and_costs_no_post(live):
    double = shown(live)
    double.kinds = {
        kind: fields - {"is_shared_to_feed", "alt_text"} for kind, fields in double.kinds.items()
    }
    live.connect()
    run = live.harvest(code=1)
    assert (run["items"]["posts"], run["items"]["media"]) == (3, 3)
    assert gap(run, "fields_not_given")["where"] == ["alt_text", "is_shared_to_feed"]


def test_stories_that_may_not_be_read_are_a_gap(live):
    live.connect()
    live.double.errors["/stories"] = GraphError(10), 99
    run = live.harvest(code=1)
    assert kinds(run["gaps"]) == ["stories_not_given"]
    assert run["items"]["posts"] == 3


class TestTheToken:
    def test_one_of_another_account_is_refused(self, live):
        shown(live).nodes[live.double.me].record["username"] = "iemandanders"
        told = live.connect(code=3)
        assert told["error"]["code"] == "CONNECT-880"

    def test_one_that_reads_no_replies_is_not_kept(self, live):
        live.place.good("account", "add", live.double.url, "--kind", "corporate")
        live.double.errors["/me/media"] = GraphError(10), 99
        told = live.connect_again(live.double.token, code=1)
        assert "scope_missing" in str(told)
        assert live.fails(4)["code"] == "HARVEST-880"

    def test_one_that_ended_stops_the_harvest_and_nothing_is_gone(self, live, clock):
        live.connect()
        live.harvest()
        live.double.token = "other"
        clock.moment = NOW + timedelta(hours=2)
        assert live.fails(4)["code"] == "HARVEST-040"
        assert not live.place.events("journal", "deletion.seen")

    def test_an_account_with_another_name_now_is_told(self, live, clock):
        live.connect()
        live.harvest()
        shown(live).nodes[live.double.me].record["username"] = "voorbeelddam"
        assert live.fails(4)["code"] == "HARVEST-883"

    def test_it_is_read_under_its_new_name_once_that_is_connected(self, live, clock):
        live.connect()
        live.harvest()
        shown(live).nodes[live.double.me].record["username"] = "voorbeelddam"
        told = live.fails(4)
        assert "'weerklank connect'" in told["hint"]
        live.place.good(
            "account", "edit", "a0001", "--url", "https://www.instagram.com/voorbeelddam"
        )
        live.connect_again(live.double.token)
        assert (live.harvest()["items"]["posts"], len(live.newest())) == (0, 3)


def test_of_an_account_that_comes_in_a_list_the_profile_says_where_it_stood(live, monkeypatch):
    answer = InstagramDouble.answer

    def answered(self, path, query, token):
        found = answer(self, path, query, token)
        return {"data": [found]} if path.endswith("/me") else found

    monkeypatch.setattr(InstagramDouble, "answer", answered)
    live.connect()
    live.harvest()
    (profile,) = [one for one in live.place.lines() if one["kind"] == "profile"]
    assert profile["answer"]["pointer"] == "/data/0"


class TestSinglePosts:
    def test_one_that_is_named_by_its_address_comes_in_with_its_replies(self, live):
        double = shown(live)
        double.comment(71, at(1), "Ja", BY, str(FIRST + 1))
        live.connect()
        address = f"https://www.instagram.com/p/C{FIRST + 1}/"
        left, told = live.place.run("harvest", "a0001", "--post", address)
        (run,) = told["runs"]
        assert (left, run["items"]["posts"], run["items"]["replies"]) == (0, 1, 1), told
        assert live.text_of("Bericht 1")

    def test_one_that_the_list_does_not_have_is_missing_and_not_gone(self, live):
        live.connect()
        live.harvest()
        address = "https://www.instagram.com/p/Cweg/"
        left, told = live.place.run("harvest", "a0001", "--post", address)
        (run,) = told["runs"]
        assert (left, marks(run)) == (1, (0, 0, 0))
        assert gap(run, "post_missing")["count"] == 1


def test_a_trial_shows_what_would_come_and_keeps_nothing(live):
    double = shown(live)
    double.comment(71, at(2), f"Ik ben {SOMEBODY.local}", BY, str(FIRST))
    told = live.connect()
    assert [one["text"].strip() for one in told["trial"]["posts"]] == [
        "Bericht 2",
        "Bericht 1",
        "Bericht 0",
    ]
    assert [one["replies"] for one in told["trial"]["posts"]] == [0, 0, 1]
    assert not live.place.rows()


def test_a_film_is_found_as_one_also_where_its_file_is_withheld(live):
    double = shown(live)
    double.post(FIRST + 5, at(0.3), "Een reel met muziek", media_type="VIDEO", media_url=None)
    live.connect()
    live.place.run("harvest", "a0001")
    for asked in (("--media", "video"), ("--captions", "untold")):
        (hit,) = live.place.good("search", *asked)["hits"]
        assert hit["text"].strip() == "Een reel met muziek"


def odd(answer, part: str):
    """Let a list have what is no record between its records."""

    def answered(self, path, query, token):
        found = answer(self, path, query, token)
        if path.endswith(part) and "data" in found:
            found["data"] = [None, *found["data"], 7, [], "x"]
        return found

    return answered


@pytest.mark.parametrize("part", ["/media", "/stories", "/comments"])
def test_what_is_no_record_costs_no_other(live, monkeypatch, part):
    shown(live).comment(71, at(1), "Ja", BY, str(FIRST + 1))
    live.connect()
    monkeypatch.setattr(InstagramDouble, "answer", odd(InstagramDouble.answer, part))
    run = live.harvest(code=1)
    assert (run["items"]["posts"], run["items"]["replies"]) == (3, 1)
    assert gap(run, "record_broken")["count"] >= 4
    address = f"https://www.instagram.com/p/C{FIRST + 1}/"
    left, told = live.place.run("harvest", "a0001", "--post", address)
    assert (left in (0, 1), told["runs"][0]["already_held"] > 0) == (True, True), told


def test_the_last_page_of_a_list_that_the_platform_ends_may_be_empty(live, monkeypatch):
    monkeypatch.setattr(api, "MOST_LISTED", 3)
    answer = InstagramDouble.answer
    shown(live).hidden = 5

    def answered(self, path, query, token):
        found = answer(self, path, query, token)
        if path.endswith("/media") and found["data"]:
            found["paging"] = {"cursors": {"after": "c3"}, "next": "https://graph.example/"}
        return found

    live.connect()
    monkeypatch.setattr(InstagramDouble, "answer", answered)
    run = live.harvest(code=1)
    assert (run["items"]["posts"], gap(run, "items_missing")["count"]) == (3, 5)


def test_stories_that_fail_cost_no_posts(live):
    live.connect()
    live.double.errors["/stories"] = GraphError(2, status=500), 99
    run = live.harvest(code=1)
    assert (kinds(run["gaps"]), run["items"]["posts"]) == (["stories_not_given"], 3)


def test_a_reply_without_words_is_asked_for_as_a_reply(live, clock):
    double = shown(live)
    own = double.comment(71, at(0.4), "", ("1", "gemeentevoorbeelddam"), str(FIRST + 2))
    double.nodes[own].record.pop("text")
    live.connect()
    live.harvest()
    double.edge(str(FIRST + 2), "comments").ids.remove(own)
    clock.moment = NOW + timedelta(hours=2)
    left, told = live.place.run("harvest", "a0001")
    assert "fields_not_given" not in kinds(told["runs"][0]["gaps"]), (left, told)
    assert live.text_of("Bericht 2")
