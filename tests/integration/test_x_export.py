"""An archive of X through the real stages: what comes in, what stays out, and what is told."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from place import Archive, gap

from weerklank.connectors.x import X
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.png import encode_png
from weerklank.testing.x_big import big_export
from weerklank.testing.x_export import (
    XAccount,
    XPicture,
    XPost,
    edited,
    long_text,
    number_at,
    part,
    tweet,
    write_export,
    written,
)

Json = dict[str, Any]
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MADE = datetime(2026, 6, 1, tzinfo=UTC)
ME = XAccount(
    number="7000001",
    name="Voorbeelddam",
    display_name="Gemeente Voorbeelddam",
    bio="Account van de gemeente. Vragen? @VoorbeelddamHulp",
    website="https://www.voorbeelddam.example/contact",
    avatar="https://pbs.twimg.com/profile_images/1/wapen.png",
)
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "x"
real = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"the samples of others are not in {SAMPLES}"
)


def picture(mark: str) -> bytes:
    return encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()


def post(day: int, text: str, **more: Any) -> XPost:
    at = NOON + timedelta(days=day)
    return XPost(number=number_at(at), published=at, text=text, **more)


WEAPON = ("data/profile_media/7000001-wapen.png", picture("wapen"))


def export(folder: Path, *posts: XPost, **more: Any) -> Path:
    path = folder / "archief.zip"
    members = [WEAPON, *more.pop("members", ())]
    write_export(path, ME, posts, made=MADE, members=members, **more)
    return path


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path / "plaats").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


def found(place: Archive, text: str) -> Json:
    (row,) = [one for one in place.rows() if text in str(one.get("text", ""))]
    return row


def test_an_archive_comes_in_once_and_is_found(place, tmp_path):
    path = export(tmp_path, post(1, "Bericht over afval"), post(2, "Bericht over verkeer"))
    run = place.take(path)
    assert run["items"] == {"media": 1, "posts": 2, "profiles": 1, "replies": 0}
    (hit,) = place.good("search", "afval")["hits"]
    assert hit["text"] == "Bericht over afval"
    assert place.good("verify", "--deep")["ok"]
    again = place.take(path)
    assert again["items"] == {"media": 0, "posts": 0, "profiles": 0, "replies": 0}
    assert (again["new_versions"], again["already_held"]) == (0, 3)


def test_a_post_is_kept_as_a_reader_sees_it(place, tmp_path):
    made = post(
        1,
        "Regels & <prijzen>:\nhttps://t.co/abc #afval",
        links=(("https://t.co/abc", "https://www.voorbeelddam.example/prijzen?a=1&b=2"),),
        pictures=(XPicture(name="p.png", data=picture("p"), alt="Een kaart"),),
        likes=12,
        reposts=3,
    )
    place.take(export(tmp_path, made))
    (row,) = place.rows()
    assert row["text"] == (
        "Regels & <prijzen>:\nhttps://www.voorbeelddam.example/prijzen?a=1&b=2 #afval"
    )
    assert row["url"] == f"https://x.com/voorbeelddam/status/{made.number}"
    assert row["created_at"] == "2026-01-02T12:00:00Z"
    assert row["counts"] == {"likes": 12, "reposts": 3}
    assert row["language"] == "nl"
    (medium,) = row["media"]
    assert (medium["alt"], medium["type"], "file" in medium) == ("Een kaart", "image/png", True)
    (source,) = [one for one in place.lines("source") if "tweet" in one]
    assert source["tweet"]["id_str"] == made.number
    assert source["tweet"]["created_at"] == written(made.published)
    assert "email" not in str(place.lines("source"))


def test_the_profile_comes_in_with_its_picture(place, tmp_path):
    place.take(export(tmp_path, post(1, "Ja")))
    (row,) = [one for one in place.lines() if one["kind"] == "profile"]
    assert row["title"] == "Gemeente Voorbeelddam"
    assert row["text"].startswith("Account van de gemeente. Vragen? @Burger-")
    assert "https://www.voorbeelddam.example/contact" in row["text"]
    assert len(row["media"]) == 1


def test_an_archive_states_how_much_it_holds(place, tmp_path):
    run = place.take(export(tmp_path, post(1, "Ja"), hidden=3), code=1)
    assert gap(run, "items_missing")["count"] == 3


def test_an_archive_that_holds_more_than_it_states_says_so(place, tmp_path):
    run = place.take(export(tmp_path, post(1, "Ja"), post(2, "Nee"), hidden=-1), code=1)
    assert gap(run, "more_than_stated")["count"] == 1
    assert run["counts"]["posts"] == {"came": 2, "stated": 1}


def test_a_file_that_holds_more_than_is_stated_hides_none_that_holds_fewer(place, tmp_path):
    gone = [tweet(ME, one) for one in (post(3, "Weg"), post(4, "Ook weg"))]
    beside = [("data/deleted-tweets.js", part("deleted_tweets", gone))]  # of which nothing is said
    run = place.take(export(tmp_path, post(1, "Ja"), hidden=2, members=beside), code=1)
    assert gap(run, "items_missing")["count"] == 2
    assert gap(run, "more_than_stated")["where"] == ["deleted-tweets.js"]


def test_long_texts_that_are_stated_and_not_there_are_a_gap(place, tmp_path):
    made = post(1, "Lang " * 30)
    notes = [long_text(f"90{n}", NOON, "Lang " * 90, of=made.number) for n in range(3)]
    path = tmp_path / "archief.zip"
    lists = [("note-tweet.js", "noteTweet", "note_tweet", notes[:1])]
    write_export(path, ME, [made], made=MADE, lists=lists, members=[WEAPON])
    told = path.read_bytes()
    assert place.take(path)["complete"]
    with zipfile.ZipFile(path) as whole:
        kept = [(one.filename, whole.read(one)) for one in whole.infolist()]
    with zipfile.ZipFile(path, "w") as short:
        for name, content in kept:
            more = (
                content.replace(b'"count": "1"', b'"count": "3"')
                if "manifest" in name
                else content
            )
            short.writestr(name, more)
    assert path.read_bytes() != told
    run = place.take(path, code=1)
    assert gap(run, "long_texts_missing")["count"] == 2


def test_a_long_text_that_cannot_be_read_is_named_and_stands_for_no_post(place, tmp_path):
    broken = part("note_tweet", [long_text("900", NOON, "Lang")]).rstrip()[:-1]
    beside = [("data/note-tweet.js", broken + b',{"noteTweet":{"core"::}}]')]
    run = place.take(export(tmp_path, post(1, "Ja"), hidden=1, members=beside), code=1)
    assert gap(run, "record_broken")["where"][0].startswith("note-tweet.js 2")
    assert gap(run, "items_missing")["count"] == 1


def test_messages_count_apart_from_posts(place, tmp_path):
    path = export(
        tmp_path,
        post(1, "Ja"),
        lists=[
            ("direct-messages.js", "directMessages", "direct_messages", [{"a": 1}, {"a": 2}]),
            ("like.js", "like", "like", [{"like": {}}]),
        ],
        members=[("data/direct_messages_media/1-a.png", b"x"), ("assets/js/app.js", b"x")],
    )
    run = place.take(path)
    assert run["skipped"] == {"destroyed": 0, "direct_messages": 2, "out_of_scope": 1}
    assert run["counts"]["posts"] == {"came": 1, "stated": 1}


def test_a_later_archive_with_an_edit_makes_a_version(place, tmp_path):
    first = post(1, "Morgen is het zwembad dicht")
    place.take(export(tmp_path, first))
    number = number_at(first.published + timedelta(minutes=20))
    versions = (first.number, number)
    both = edited(versions, first.published + timedelta(hours=1))
    later = XPost(
        number=number,
        published=first.published + timedelta(minutes=20),
        text="Overmorgen is het zwembad dicht",
        more=both,
    )
    answer = post(3, "Het is weer open", answers=(number, ME.number, ME.name))
    run = place.take(export(tmp_path, answer, later, replace(first, more=both)))
    assert (run["items"]["posts"], run["new_versions"]) == (1, 1)
    held = found(place, "Overmorgen")
    assert held["edited_at"] == "2026-01-02T12:20:00Z"
    assert held["created_at"] == "2026-01-02T12:00:00Z"
    assert held["version"] == 2
    assert found(place, "weer open")["refs"] == [{"key": held["key"], "type": "reply_to"}]
    assert found(place, "weer open")["thread"] == held["key"]
    again = place.take(export(tmp_path, answer, later, replace(first, more=both)))
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_an_edit_of_which_the_first_version_is_not_there_is_a_gap(place, tmp_path):
    first, second = number_at(NOON), number_at(NOON + timedelta(minutes=9))
    made = XPost(
        number=second,
        published=NOON + timedelta(minutes=9),
        text="Verbeterd",
        more=edited((first, second), NOON + timedelta(hours=1)),
    )
    run = place.take(export(tmp_path, made), code=1)
    assert gap(run, "edits_missing")["count"] == 1
    assert found(place, "Verbeterd")["created_at"] == "2026-01-01T12:00:00Z"


def test_of_a_shared_post_nothing_is_kept_but_that_it_was(place, tmp_path):
    who = ("8000001", "trijntje_vlier", "Trijntje Vlier")
    made = post(
        1,
        "RT @trijntje_vlier: Mijn straat staat blank, zie https://t.co/x",
        mentions=(who,),
        links=(("https://t.co/x", "https://x.com/trijntje_vlier/status/5"),),
        pictures=(XPicture(name="straat.png", data=picture("straat")),),
        more={"extended_entities": {"media": [{"source_status_id_str": "55", "type": "photo"}]}},
    )
    run = place.take(export(tmp_path, made))
    (row,) = place.rows()
    assert row["kind"] == "boost"
    assert "text" not in row
    assert [ref["type"] for ref in row["refs"]] == ["boost_of"]
    assert run["items"]["media"] == 1  # that of the profile
    (limit,) = [one for one in run["limits"] if one["kind"] == "media_not_opened"]
    assert limit["count"] == 1
    for needle in (b"straat", b"blank", b"trijntje", b"Trijntje", b"8000001"):
        assert needle not in place.bytes_of_all()


def test_what_x_says_was_deleted_is_marked_with_its_moment(place, tmp_path):
    gone = post(5, "Dit klopte niet")
    dated = tweet(
        ME, replace(post(6, "Dit ook niet"), more={"deleted_at": "2026-01-09T09:00:00.000Z"})
    )
    headers = [
        {
            "tweet": {
                "tweet_id": gone.number,
                "user_id": ME.number,
                "created_at": written(gone.published),
                "deleted_at": "Thu Jan 08 10:00:00 +0000 2026",
            }
        }
    ]
    path = export(
        tmp_path,
        post(1, "Ja"),
        lists=[
            ("deleted-tweets.js", "deletedTweets", "deleted_tweets", [tweet(ME, gone), dated]),
            ("deleted-tweet-headers.js", "deletedTweetHeaders", "deleted_tweet_headers", headers),
        ],
    )
    run = place.take(path)
    assert (run["items"]["posts"], run["deletions"]) == (3, 2)
    (hit,) = place.good("search", "klopte")["hits"]
    shown = place.good("post", "show", hit["id"])
    assert (shown["state"], shown["deletion"]["confirmed"]) == ("deleted", True)
    assert shown["deletion"]["first_missed"] == "2026-01-08T10:00:00Z"
    (other,) = place.good("search", "ook")["hits"]
    moment = place.good("post", "show", other["id"])["deletion"]["first_missed"]
    assert moment == "2026-01-09T09:00:00Z"
    assert place.take(path)["deletions"] == 0
    assert len(place.events("journal", "deletion.stated")) == 1
    assert place.good("verify", "--deep")["ok"]
    place.good("catalogue", "rebuild")
    assert place.good("post", "show", hit["id"])["state"] == "deleted"


def test_a_long_text_comes_with_its_post(place, tmp_path):
    words = "Het plan voor het nieuwe zwembad ligt ter inzage in het gemeentehuis. " * 9
    told, joined = post(1, f"{words[:270]}…"), post(2, f"B {words[:270]}…")
    notes = [
        long_text("900", told.published, words + "Einde een.", of=told.number),
        long_text("901", joined.published, f"B {words}Einde twee."),
        long_text("902", NOON, "Een lange tekst zonder bericht"),
    ]
    path = export(
        tmp_path, told, joined, lists=[("note-tweet.js", "noteTweet", "note_tweet", notes)]
    )
    run = place.take(path)
    assert run["items"]["posts"] == 3
    assert found(place, "Einde een.")["url"].endswith(told.number)
    assert found(place, "Einde twee.")["url"].endswith(joined.number)
    assert "url" not in found(place, "zonder bericht")
    assert place.take(path)["items"]["posts"] == 0


def test_a_community_post_comes_in(place, tmp_path):
    made = tweet(
        ME, replace(post(4, "Voor de buurt"), more={"community_id_str": "16", "scopes": {}})
    )
    place.take(
        export(
            tmp_path,
            post(1, "Ja"),
            lists=[("community-tweet.js", "communityTweet", "community_tweet", [made])],
        )
    )
    assert found(place, "buurt")["kind"] == "post"


def test_parts_and_older_names_are_read(place, tmp_path):
    path = tmp_path / "oud.zip"
    flat = tweet(ME, post(1, "Plat bericht"))["tweet"] | {"favorite_count": 3, "retweet_count": 0}
    account = {"account": {"username": ME.name, "accountId": ME.number}}
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("tweet.js", part("tweet", [flat]))
        made.writestr("tweet-part1.js", part("tweet", [tweet(ME, post(2, "Deel een"))], 1))
        made.writestr("tweet-part10.js", part("tweet", [tweet(ME, post(3, "Deel tien"))], 10))
        made.writestr("account.js", part("account", [account]))
    run = place.take(path)
    assert run["items"]["posts"] == 3
    assert sorted(place.texts()) == ["Deel een", "Deel tien", "Plat bericht"]
    assert "posts" not in run["counts"] or run["counts"]["posts"]["stated"] is None


def old_tweet(day: int, text: str, **more: Any) -> Json:
    at = NOON.replace(year=2013) + timedelta(days=day)
    number = number_at(at)
    return {
        "source": '<a href="https://twitter.com" rel="nofollow">web</a>',
        "entities": {"user_mentions": [], "media": [], "hashtags": [], "urls": []},
        "geo": {},
        "id_str": number,
        "text": text,
        "id": int(number),
        "created_at": f"{at:%Y-%m-%d %H:%M:%S} +0000",
        "user": {
            "name": ME.display_name,
            "screen_name": ME.name,
            "protected": False,
            "id_str": ME.number,
            "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/a.png",
            "id": int(ME.number),
            "verified": True,
        },
    } | more


def test_an_archive_of_before_2018_is_read(place, tmp_path):
    path = tmp_path / "tweets.zip"
    details = {
        "screen_name": ME.name,
        "location": "Voorbeelddam",
        "full_name": ME.display_name,
        "bio": "De gemeente",
        "id": ME.number,
        "created_at": "2012-03-01 09:00:00 +0000",
    }
    mention = {"name": "Trijntje Vlier", "screen_name": "trijntje_vlier", "id_str": "81", "id": 81}
    answer = {
        "entities": {"user_mentions": [mention | {"indices": [0, 9]}]},
        "in_reply_to_status_id_str": "55",
        "in_reply_to_status_id": 55,
        "in_reply_to_user_id_str": "81",
        "in_reply_to_user_id": 81,
        "in_reply_to_screen_name": "trijntje_vlier",
    }
    other = old_tweet(0, "Mijn straat staat blank", id_str="99", id=99)
    shared = {
        "retweeted_status": other | {"user": {"screen_name": "trijntje_vlier", "id_str": "81"}},
        "entities": {"user_mentions": [mention | {"indices": [3, 12]}]},
    }
    months = {
        "2013_01": [
            old_tweet(3, "@trijntje_vlier Dank u", **answer),
            old_tweet(2, "RT @trijntje_vlier: Mijn straat staat blank", **shared),
        ],
        "2013_02": [old_tweet(40, "Oud bericht")],
    }

    def said(name: str, value: Any) -> bytes:
        return f"{name} = \n ".encode() + orjson.dumps(value)

    with zipfile.ZipFile(path, "w") as made:
        made.writestr("data/js/user_details.js", said("var user_details", details))
        made.writestr(
            "data/js/payload_details.js",
            said("var payload_details", {"tweets": 4, "created_at": "2014-01-01 09:00:00 +0000"}),
        )
        for month, posts in months.items():
            made.writestr(
                f"data/js/tweets/{month}.js", said(f"Grailbird.data.tweets_{month}", posts)
            )
        made.writestr("js/app.js", b"")
    run = place.take(path, code=1)
    assert run["items"] == {"media": 0, "posts": 3, "profiles": 1, "replies": 0}
    assert [one["kind"] for one in run["gaps"]] == ["items_missing"]
    assert gap(run, "items_missing")["count"] == 1
    assert (run["exported"], run["unknown_fields"]) == ("2014-01-01", {})
    assert found(place, "Oud bericht")["created_at"] == "2013-02-10T12:00:00Z"
    assert found(place, "Dank u")["kind"] == "reply"
    (boost,) = [row for row in place.rows() if row["kind"] == "boost"]
    assert [ref["type"] for ref in boost["refs"]] == ["boost_of"]
    for needle in (b"blank", b"trijntje", b"Trijntje"):
        assert needle not in place.bytes_of_all()


def test_a_part_that_is_not_there_is_named(place, tmp_path):
    path = export(
        tmp_path,
        post(1, "Ja"),
        lists=[("tweets-part1.js", "tweets", "tweets", [tweet(ME, post(2, "Weg"))])],
    )
    without = tmp_path / "zonder.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(without, "w") as made:
        for name in whole.namelist():
            if "part1" not in name:
                made.writestr(name, whole.read(name))
    run = place.take(without, code=1)
    assert gap(run, "file_missing")["where"] == ["tweets-part1.js"]
    assert gap(run, "items_missing")["count"] == 1


def test_own_content_that_nobody_can_read_is_a_gap(place, tmp_path):
    path = export(
        tmp_path, post(1, "Ja"), lists=[("article.js", "article", "article", [{"a": 1}, {"a": 2}])]
    )
    run = place.take(path, code=1)
    assert gap(run, "not_read")["count"] == 2


def test_film_and_pictures_find_their_post_by_its_number(place, tmp_path):
    film = XPicture(name="groot.mp4", data=b"\x00\x00\x00\x18ftypmp42" + bytes(99), kind="video")
    small = post(2, "Klein", pictures=(replace(film, name="groot.mp4", data=None),))
    path = export(
        tmp_path,
        post(1, "Film", pictures=(film,)),
        small,
        members=[
            (
                f"data/tweets_media/{small.number}-klein.mp4",
                b"\x00\x00\x00\x18ftypmp42" + bytes(9),
            ),
            (f"data/tweets_media/{small.number}-extra.png", picture("extra")),
        ],
    )
    run = place.take(path)
    assert run["items"]["media"] == 4
    assert [one["type"] for one in found(place, "Klein")["media"]] == ["video/mp4", "image/png"]


def test_a_file_without_a_post_has_the_moment_of_its_number(place, tmp_path):
    at = number_at(NOON + timedelta(days=9))
    path = export(
        tmp_path, post(1, "Ja"), members=[(f"data/tweets_media/{at}-los.png", picture("los"))]
    )
    run = place.take(path)
    (warning,) = run["warnings"]
    assert warning["code"] == "loose-media"
    (row,) = [one for one in place.rows() if one["kind"] == "medium"]
    assert (row["created_at"], row["title"]) == ("2026-01-10T12:00:00Z", f"{at}-los.png")
    (hit,) = place.good("search", "--kind", "medium")["hits"]
    assert hit["id"] == row["id"]
    place.good("post", "show", hit["id"])


def test_of_half_an_archive_no_file_counts_as_one_without_a_post(place, tmp_path):
    posts = [
        post(day, "Ja", pictures=(XPicture(name="p.png", data=picture(f"{day}")),))
        for day in range(6)
    ]
    path, half = export(tmp_path, *posts), tmp_path / "half.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(half, "w") as made:
        for name in whole.namelist():
            content = whole.read(name)
            is_posts = name == "data/tweets.js"
            made.writestr(name, content[: len(content) // 2] if is_posts else content)
    run = place.take(half, code=1)
    assert 0 < run["items"]["posts"] < 6
    assert run["items"]["media"] == run["items"]["posts"] + 1
    assert run["warnings"] == []


def test_an_archive_of_nobody_is_refused_with_what_to_do(place, tmp_path):
    path = tmp_path / "wie.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("data/account.js", b"window.YTD.account.part0 = [ {} ]")
        made.writestr("data/tweets.js", part("tweets", [tweet(ME, post(1, "Ja"))]))
    error = place.refuses(path, 6)
    assert error["code"] == "IMPORT-011"


def test_another_account_of_x_is_not_ours(place, tmp_path):
    path = tmp_path / "ander.zip"
    write_export(path, replace(ME, name="Elders", number="9"), [post(1, "Ja")], made=MADE)
    assert place.refuses(path, 2)["code"] == "IMPORT-004"


@pytest.mark.parametrize(
    "address", ["https://twitter.com/Voorbeelddam", "https://x.com/voorbeelddam"]
)
def test_either_name_of_x_finds_the_account(tmp_path, address):
    place = Archive(tmp_path / "plaats").begin()
    place.good("account", "add", address, "--kind", "corporate")
    place.take(export(tmp_path, post(1, "Ja")))
    assert place.texts() == ["Ja"]


@pytest.mark.parametrize(
    "form", ["https://x.com/{name}/status/{n}", "https://twitter.com/i/web/status/{n}", "{n}"]
)
def test_a_single_post_is_found_by_any_address(tmp_path, form):
    place = Archive(tmp_path / "plaats").begin()
    place.good("account", "add", ME.url, "--kind", "corporate")
    made = post(1, "Dit wel")
    asked = form.format(name=ME.name, n=made.number)
    place.take(export(tmp_path, made, post(2, "Dit niet")), "--post", asked)
    assert place.texts() == ["Dit wel"]


ODD = [
    {"tweet": None},
    {"tweet": []},
    {"tweet": {"full_text": "Zonder nummer"}},
    {"tweet": {"id_str": "12", "full_text": "Zonder moment"}},
    {"tweet": {"id_str": "x", "full_text": "Geen nummer"}},
    {"tweet": {"id_str": "13", "created_at": "gisteren", "full_text": "Geen moment"}},
    {"tweet": {"id_str": "14", "created_at": 5, "full_text": "Een getal"}},
]


def test_odd_records_are_named_and_the_rest_comes_in(place, tmp_path):
    path = tmp_path / "raar.zip"
    good = tweet(ME, post(1, "Goed"))
    write_export(
        path,
        ME,
        [],
        made=MADE,
        members=[WEAPON],
        lists=[("tweets-part1.js", "tweets", "tweets", [*ODD, good])],
    )
    run = place.take(path, code=1)
    broken = gap(run, "record_broken")
    assert broken["count"] == len(ODD)
    assert broken["where"][0].startswith("tweets-part1.js 1:")
    assert place.texts() == ["Goed"]
    assert run["counts"]["posts"] == {"came": 1, "stated": len(ODD) + 1}
    assert "items_missing" not in {one["kind"] for one in run["gaps"]}


FIELDS: list[Json] = [
    {"entities": []},
    {"entities": {"urls": [5], "media": "x", "user_mentions": {}}},
    {"extended_entities": 5},
    {"favorite_count": "veel"},
    {"edit_info": "x"},
    {"edit_info": {"edit": {"editControlInitial": {"editTweetIds": [5, "y"]}}}},
    {"edit_info": {"initial": {"editTweetIds": [str(one) for one in range(1, 99)]}}},
    {"in_reply_to_user_id_str": 5, "in_reply_to_screen_name": ["x"]},
    {"scopes": 5, "lang": 7},
    {"entities": {"media": [{"media_url": "https://[half/", "video_info": {"variants": [5]}}]}},
]


@pytest.mark.parametrize("field", FIELDS)
def test_a_broken_field_costs_itself_alone(place, tmp_path, field):
    made = post(1, "Het bericht zelf", more=field)
    left, answer = place.run("import", str(export(tmp_path, made)))
    assert left in {0, 1}, answer
    assert "Het bericht zelf" in place.texts()[0]


def test_nobody_stands_in_the_clear(place, tmp_path):
    canaries = Canaries()
    third = {
        path: canaries.give(path, CanaryClass.THIRD)
        for path in (
            "mention",
            "answered",
            "linked",
            "text",
            "alt",
            "note",
            "shared",
            "media",
            "bio",
        )
    }
    flat = {path: one.local.replace(".", "_") for path, one in third.items()}

    def address(path: str) -> str:
        return f"https://twitter.com/{flat[path]}/status/{third[path].number}"

    def who(path: str) -> tuple[str, str, str]:
        return str(third[path].number), flat[path], third[path].name

    posts = [
        post(1, f"Dag @{flat['mention']}, {third['mention'].name}!", mentions=(who("mention"),)),
        post(
            2,
            f"@{flat['answered']} Dank u",
            answers=(
                str(third["answered"].number),
                str(third["answered"].number),
                flat["answered"],
            ),
        ),
        post(3, "Zie https://t.co/wie", links=(("https://t.co/wie", address("linked")),)),
        post(4, f"Volgens \uff20{flat['text']} en {address('text')} en www.x.com/{flat['text']}"),
        post(
            5,
            "Foto",
            pictures=(
                XPicture(name="a.png", data=picture("a"), alt=f"{address('alt')} @{flat['alt']}"),
            ),
        ),
        post(6, "Lang " * 50),
        post(7, f"RT @{flat['shared']}: Ik ben {third['shared'].name}", mentions=(who("shared"),)),
        post(
            8,
            "Overgenomen",
            more={
                "extended_entities": {
                    "media": [
                        {
                            "type": "photo",
                            "source_user_id_str": str(third["media"].number),
                            "source_user_id": str(third["media"].number),
                            "source_status_id_str": str(third["media"].number),
                            "expanded_url": f"{address('media')}/photo/1",
                        }
                    ]
                }
            },
        ),
    ]
    note = long_text("900", NOON, f"Lang verhaal van @{flat['note']}", of=posts[5].number)
    note["noteTweet"]["core"]["mentions"] = [{"screenName": flat["note"], "fromIndex": "1"}]
    note["noteTweet"]["core"]["urls"] = [
        {"shortUrl": "https://t.co/n", "expandedUrl": address("note"), "displayUrl": flat["note"]}
    ]
    path = tmp_path / "archief.zip"
    account = replace(ME, bio=f"Vragen aan @{flat['bio']}, {address('bio')}")
    write_export(
        path,
        account,
        posts,
        made=MADE,
        members=[WEAPON],
        lists=[("note-tweet.js", "noteTweet", "note_tweet", [note])],
    )
    place.run("import", str(path))
    assert len(place.rows()) == len(posts)
    leaks = [one for one in LeakScan(third.values()).folder(place.root) if one.canary]
    assert leaks == []
    assert b"t.co/wie" not in place.bytes_of_all()


@real
@pytest.mark.parametrize("folder", ["data", "legacy/data", "empty/data"])
def test_what_others_made_by_real_archives_comes_in(place, tmp_path, folder):
    path = tmp_path / "echt.zip"
    account = {"account": {"username": ME.name, "accountId": ME.number}}
    files = sorted((SAMPLES / "archive-pdpp" / folder).glob("*.js"))
    with zipfile.ZipFile(path, "w") as made:
        for file in files:
            made.writestr(f"twitter/data/{file.name}", file.read_bytes())
        made.writestr("twitter/data/account.js", part("account", [account]))
    left, answer = place.run("import", str(path))
    (run,) = answer["runs"]
    expected = {"data": (3, 1), "legacy/data": (1, 0), "empty/data": (0, 0)}[folder]
    broken = sum(one["count"] for one in run["gaps"] if one["kind"] == "record_broken")
    assert (run["items"]["posts"], broken) == expected, (left, run)
    assert run["skipped"]["direct_messages"] == (1 if folder == "data" else 0)
    # What has `m1` for the number of a medium.
    assert set(run["unknown_fields"]) <= {"/tweet/entities/media/?"}


@real
def test_a_real_account_file_is_known(tmp_path):
    path = tmp_path / "echt.zip"
    with zipfile.ZipFile(path, "w") as made:
        for file in sorted((SAMPLES / "archive-dogsheep").glob("*.js")):
            made.writestr(f"data/{file.name}", file.read_bytes())
        made.writestr("data/tweet.js", b"window.YTD.tweet.part0 = []")
    export = X().open_export(path)
    assert export is not None
    assert (export.owner.handle, export.owner.user_id) == ("simonw", "12497")


def test_many_posts_come_in(place, tmp_path):
    path = tmp_path / "veel.zip"
    big_export(path, 400)
    run = place.take(path)
    assert run["items"]["posts"] == 400
    assert run["unknown_fields"] == {}
