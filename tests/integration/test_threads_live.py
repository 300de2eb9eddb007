"""An account of Threads, read from our double of its API through the real stages."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from meta_place import NOW, Live, at, kinds, marks, picture
from place import Archive

from weerklank import bootstrap
from weerklank.model.clock import FixedClock
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.graph_double import GraphError
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.threads_server import ThreadsDouble, threads_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

FIRST = 18_000_000_000_000_000
ME = "gemeentevoorbeelddam"
SOMEBODY = Canaries().give("live", CanaryClass.THIRD)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    made = FixedClock(NOW)
    monkeypatch.setattr(bootstrap, "SystemClock", lambda: made)
    return made


@pytest.fixture
def live(tmp_path: Path, clock: FixedClock) -> Iterator[Live]:
    double = ThreadsDouble(ME, "Gemeente Voorbeelddam")
    for number in range(3):
        double.post(FIRST + number, at(2.5 - number), f"Bericht {number}")
    with threads_server(double):
        yield Live(Archive(tmp_path).begin(), double)


def shown(live: Live) -> ThreadsDouble:
    assert isinstance(live.double, ThreadsDouble)
    return live.double


def test_posts_own_replies_and_what_hangs_below_come_in_once(live):
    double = shown(live)
    root = str(FIRST)
    theirs = double.reply(FIRST + 70, at(2), f"Ik ben {SOMEBODY.local}", SOMEBODY.local, root)
    mine = double.reply(FIRST + 71, at(1.9), "Dank u", ME, root, theirs)
    double.reply(FIRST + 72, at(1.8), "Graag", SOMEBODY.local, root, mine)
    live.connect()
    run = live.harvest()
    assert (run["complete"], run["gaps"]) == (True, [])
    assert (run["items"]["posts"], run["items"]["replies"]) == (4, 2)
    rows = {row["text"].strip(): row for row in live.place.rows()}
    assert rows["Graag"]["refs"][0]["key"] == rows["Dank u"]["key"]
    assert {rows[words]["thread"] for words in ("Graag", "Dank u")} == {rows["Bericht 0"]["key"]}
    assert (rows["Dank u"]["kind"], rows["Dank u"]["author"]["role"]) == ("reply", "own")
    again = live.harvest()
    assert (again["items"]["posts"], again["items"]["replies"], again["new_versions"]) == (0, 0, 0)
    leaks = [one for one in LeakScan([SOMEBODY]).folder(live.place.root) if one.canary]
    assert not leaks


def test_quotes_reposts_polls_and_links_say_what_they_are(live):
    double = shown(live)
    quoted = {"id": "18000000000009999"}
    double.post(FIRST + 20, at(0.4), "Kijk hier", is_quote_post=True, quoted_post=quoted)
    double.post(
        FIRST + 21, at(0.3), "", media_type="REPOST_FACADE", reposted_post={"id": str(FIRST)}
    )
    poll = {"option_a": "Ja", "option_b": "Nee", "total_votes": 12}
    double.post(FIRST + 22, at(0.2), "Wat vindt u?", poll_attachment=poll)
    link = "https://www.voorbeelddam.example/nieuws"
    double.post(FIRST + 23, at(0.1), "Lees verder", link_attachment_url=link)
    live.connect()
    assert live.harvest()["complete"]
    assert live.text_of("Kijk hier")["refs"][0]["type"] == "quote_of"
    (boost,) = [row for row in live.place.rows() if row["kind"] == "boost"]
    assert boost["refs"][0]["type"] == "boost_of"
    options = live.text_of("Wat vindt u?")["poll"]["options"]
    assert [one["text"].strip() for one in options] == ["Ja", "Nee"]
    assert "voorbeelddam.example/nieuws" in live.text_of("Lees verder")["text"]


def test_several_pictures_come_with_their_alternative_texts(live):
    double = shown(live)
    made = double.post(FIRST + 30, at(0.2), "Twee foto's", media_type="CAROUSEL_ALBUM")
    for one, alt in ((FIRST + 32, "Het plein"), (FIRST + 31, "De brug")):
        address = f"/files/{one}.jpg"
        child = {"id": str(one), "media_type": "IMAGE", "media_url": address, "alt_text": alt}
        double.add("media", child, (made, "children"))
        double.files[address] = picture(one)
    live.connect()
    assert live.harvest()["complete"]
    media = live.text_of("Twee foto's")["media"]
    assert [one["alt"].strip() for one in media] == ["De brug", "Het plein"]


def test_two_whom_the_platform_does_not_name_are_two(live):
    for number in (70, 71):
        shown(live).reply(FIRST + number, at(2), f"Besloten {number}", None, str(FIRST))
    live.connect()
    live.harvest()
    rows = [row for row in live.place.rows() if row["kind"] == "reply"]
    assert len({row["author"]["pseudonym"] for row in rows}) == 2


def test_a_hidden_reply_is_shielded(live):
    shown(live).reply(FIRST + 70, at(2), "Weg ermee", "iemand", str(FIRST), hide_status="HIDDEN")
    live.connect()
    live.harvest()
    assert live.text_of("Weg ermee")["visibility"] == "followers"


def test_a_post_that_is_gone_is_marked_and_of_a_reply_nobody_knows(live, clock):
    double = shown(live)
    reply = double.reply(FIRST + 70, at(0.4), "Zo zo", "iemand", str(FIRST + 2))
    live.connect()
    live.harvest()
    double.remove(reply)
    clock.moment = NOW + timedelta(hours=2)
    run = live.harvest(code=1)
    assert (marks(run), kinds(run["gaps"])) == ((0, 0, 0), ["not_looked_at"])
    double.remove(str(FIRST + 2))
    clock.moment = NOW + timedelta(hours=4)
    assert marks(live.harvest()) == (1, 0, 0)


def test_own_replies_that_may_not_be_read_are_a_gap(live):
    live.connect()
    live.double.errors["/me/replies"] = GraphError(10), 99
    run = live.harvest(code=1)
    assert (kinds(run["gaps"]), run["items"]["posts"]) == (["own_replies_missing"], 3)


@pytest.mark.parametrize("may_list", [True, False])
def test_an_own_reply_that_its_list_lacks_comes_with_the_conversation(live, may_list):
    double = shown(live)
    double.reply(FIRST + 70, at(2), "Van ons", ME, str(FIRST))
    double.edge(double.me, "replies").ids.clear()
    live.connect()
    if not may_list:
        double.errors["/me/replies"] = GraphError(10), 99
    run = live.harvest(code=int(not may_list))
    assert (run["complete"], live.text_of("Van ons")["author"]["role"]) == (may_list, "own")
    assert live.text_of("Van ons")["thread"] == live.text_of("Bericht 0")["key"]


def test_a_list_that_breaks_off_is_written_as_far_as_it_came(live):
    live.connect()
    live.double.errors["/me/replies"] = GraphError(2), 99
    left, told = live.place.run("harvest", "a0001")
    assert (left, told["error"]["code"]) == (4, "HARVEST-006")
    assert not live.place.events("journal", "deletion.seen")


def test_a_token_without_replies_is_not_kept(live):
    live.double.errors["/me/replies"] = GraphError(10), 99
    assert "threads_read_replies" in str(live.connect(code=1))
    assert live.fails(4)["code"] == "HARVEST-880"


@pytest.mark.parametrize("part", ["/threads", "/replies", "/conversation"])
def test_what_is_no_record_costs_no_other(live, monkeypatch, part):
    double = shown(live)
    double.reply(FIRST + 70, at(2), "Zo", "iemand", str(FIRST))
    double.reply(FIRST + 71, at(2), "Dank u", ME, str(FIRST))
    live.connect()
    answer = ThreadsDouble.answer

    def answered(self, path, query, token):
        found = answer(self, path, query, token)
        if path.endswith(part) and "data" in found:
            found["data"] = [None, *found["data"], 7, [], "x"]
        return found

    monkeypatch.setattr(ThreadsDouble, "answer", answered)
    run = live.harvest(code=1)
    assert (run["items"]["posts"], run["items"]["replies"]) == (4, 1)
    assert "record_broken" in kinds(run["gaps"])
    address = f"https://www.threads.com/@{ME}/post/D{FIRST + 1}"
    left, told = live.place.run("harvest", "a0001", "--post", address)
    assert (left in (0, 1), told["runs"][0]["already_held"] > 0) == (True, True), told
