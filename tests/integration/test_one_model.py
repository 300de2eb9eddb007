"""The same question gives the right answer on every platform: ten exports in one archive.

It is asked by the command line, by the screen of search, and by the API.

Of each the truth is written beside it by hand: what was said in March (of 2026, by the calendar of
the Netherlands), and which films there are and what is known of their captions.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from place import ME as ON_MASTODON
from place import Archive, Json, tar
from place import members as members_of_mastodon

from weerklank import bootstrap
from weerklank.model.person import Role
from weerklank.services.workplace import Silent
from weerklank.testing import bluesky_export as bluesky
from weerklank.testing import facebook_export as facebook
from weerklank.testing import instagram_export as instagram
from weerklank.testing import linkedin_export as linkedin
from weerklank.testing import snapchat_export as snapchat
from weerklank.testing import tiktok_export as tiktok
from weerklank.testing import x_export as x
from weerklank.testing import youtube_export as youtube
from weerklank.testing.mastodon_export import ExportMedium, ExportPost, activity, snowflake
from weerklank.testing.meta_json import write_zip
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.tokens import make_token

if TYPE_CHECKING:
    from django.test import Client

#: Of the moments the first and the last are not in March: by the clock of here.
BEFORE = datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)
FIRST = datetime(2026, 2, 28, 23, 0, 0, tzinfo=UTC)
LAST = datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 3, 31, 22, 0, 0, tzinfo=UTC)
MOMENTS = {"ervoor": BEFORE, "eerste": FIRST, "laatste": LAST, "erna": AFTER}
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(40)
REPLIES_HAVE_MARCH = {"eerste", "laatste"}


def write_mastodon(path: Path) -> Path:
    def post(when: datetime, text: str, tail: int = 0, **more: Any) -> ExportPost:
        return ExportPost(
            number=snowflake(when) + tail, published=when, html=f"<p>{text}</p>", **more
        )

    film = ExportMedium(
        path="/media_attachments/files/film.mp4",
        content_type="video/mp4",
        alt="",
        width=8,
        height=8,
        data=FILM,
    )
    root = post(datetime(2026, 2, 1, tzinfo=UTC), "begin")
    above = f"{ON_MASTODON.actor_id}/statuses/{root.number}"
    lines: list[Json | bytes] = [activity(ON_MASTODON, root)]
    for text, when in MOMENTS.items():
        made = activity(ON_MASTODON, post(when, text))
        made["object"]["inReplyTo"] = above
        lines.append(made)
    lines.append(activity(ON_MASTODON, post(NOON, "een film", media=(film,))))
    return tar(
        path.with_suffix(".tar.gz"), members_of_mastodon(lines, (film.path.lstrip("/"), FILM))
    )


def write_bluesky(path: Path) -> Path:
    me = BLUESKY
    root = bluesky.RepoPost(published=datetime(2026, 2, 1, tzinfo=UTC), text="begin")
    above = root.address(me.did)
    film = bluesky.RepoMedium(data=FILM, content_type="video/mp4")
    other = bluesky.RepoMedium(data=FILM + b"2", content_type="video/mp4")
    words = bluesky.RepoMedium(data=b"WEBVTT", content_type="text/vtt")
    posts = [
        root,
        *(
            bluesky.RepoPost(published=when, text=text, answers=above, root=above)
            for text, when in MOMENTS.items()
        ),
        bluesky.RepoPost(published=NOON, text="een film", video=film),
        bluesky.RepoPost(
            published=NOON.replace(hour=13), text="met tekst", video=other, captions=words
        ),
    ]
    told = [
        (
            "repo.car",
            bluesky.car(me, bluesky.records(me, posts), datetime(2026, 11, 1, tzinfo=UTC)),
        )
    ]
    told.append(("did.json", bluesky.document(me)))
    return bluesky.write_zip(path, [*told, *bluesky.beside(posts)])


BLUESKY = bluesky.RepoAccount(
    did="did:plc:gemeentevoorbeelddamgeme",
    handle="gemeente.voorbeelddam.example",
    display_name="Gemeente Voorbeelddam",
    description="Ja",
)
X = x.XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")
FACEBOOK = facebook.FacebookAccount(name="Gemeente Voorbeelddam", username="voorbeelddam")
INSTAGRAM = instagram.InstagramAccount(username="voorbeelddam", name="Gemeente Voorbeelddam")


def write_x(path: Path) -> Path:
    root = x.number_at(datetime(2026, 2, 1, tzinfo=UTC))
    posts = [
        x.XPost(
            number=x.number_at(when, 1),
            published=when,
            text=text,
            answers=(root, X.number, X.name),
        )
        for text, when in MOMENTS.items()
    ]
    film = x.XPicture(name="film.mp4", data=FILM, kind="video")
    posts.append(
        x.XPost(number=x.number_at(NOON), published=NOON, text="een film", pictures=(film,))
    )
    with path.open("wb") as stream:
        x.write_export(stream, X, posts, made=datetime(2026, 11, 1, tzinfo=UTC))
    return path


def write_youtube(path: Path) -> Path:
    video = youtube.ExportVideo(native_id="film-000001", title="een film", published=NOON)
    replies = [
        youtube.ExportReply(
            native_id=f"Ug{text}", video=video.native_id, created=when, parts=({"text": text},)
        )
        for text, when in MOMENTS.items()
    ]
    contents = youtube.ExportContents(videos=[video], replies=replies)
    youtube.write_takeout(path, contents)
    return path


def write_facebook(path: Path) -> Path:
    said = f"{FACEBOOK.name} heeft gereageerd op het eigen bericht."
    film = facebook.FacebookMedium(name="10158.mp4", data=FILM, when=NOON)
    content = facebook.FacebookContent(
        posts=[facebook.FacebookPost(when=NOON, text="een film", media=(film,))],
        replies=[
            facebook.FacebookReply(when=when, text=text, author=FACEBOOK.name, title=said)
            for text, when in MOMENTS.items()
        ],
    )
    facebook.write_facebook(path, FACEBOOK, content)
    return path


def write_instagram(path: Path) -> Path:
    film = instagram.InstagramMedium(folder="reels/202603", name="1790.mp4", data=FILM)
    content = instagram.InstagramContent(
        reels=[instagram.InstagramPost(when=NOON, text="een film", media=(film,))],
        replies=[
            instagram.InstagramReply(when=when, text=text, owner=INSTAGRAM.username)
            for text, when in MOMENTS.items()
        ],
    )
    return write_zip(path, instagram.members(INSTAGRAM, content))


def write_threads(path: Path) -> Path:
    film = instagram.InstagramMedium(folder="posts/202603", name="1791.mp4", data=FILM)
    content = instagram.InstagramContent(
        threads=[
            *(
                instagram.InstagramPost(when=when, text=text, media=())
                for text, when in MOMENTS.items()
            ),
            instagram.InstagramPost(when=NOON, text="een film", media=(film,)),
        ]
    )
    made = dict(instagram.members(INSTAGRAM, content))
    del made["your_instagram_activity/media/posts_1.json"]
    return write_zip(path, made.items())


def write_linkedin(path: Path) -> Path:
    content = linkedin.LinkedInExportContent(
        posts=[
            linkedin.LinkedInPost(published=NOON, text="een film", urn="urn:li:ugcPost:71"),
        ],
        replies=[
            linkedin.LinkedInReply(published=when, text=text, urn="urn:li:ugcPost:71")
            for text, when in MOMENTS.items()
        ],
    )
    return linkedin.write_linkedin_export(path, content)


def write_tiktok(path: Path) -> Path:
    page = "https://www.tiktok.com/@voorbeelddam/video/7300000000000000001"
    content = tiktok.TikTokExportContent(
        posts=[
            tiktok.TikTokPost(published=NOON, title="een film", link=page),
            tiktok.TikTokPost(
                published=NOON.replace(hour=13),
                title="platen",
                link=page.replace("video", "photo").replace("0001", "0002"),
            ),
            tiktok.TikTokPost(published=NOON, title="weg", deleted=NOON.replace(day=20)),
        ],
        replies=[
            tiktok.TikTokReply(published=when, text=text, address=page)
            for text, when in MOMENTS.items()
        ],
    )
    tiktok.write_tiktok_export(path, content, generation=tiktok.Generation.VIDEO, zipped=True)
    return path


def write_snapchat(path: Path) -> Path:
    content = snapchat.SnapchatExportContent(
        spotlights=[
            snapchat.SnapchatStory(shared=when, address=f"https://story.snapchat.com/s/W7_{text}")
            for text, when in MOMENTS.items()
        ]
    )
    return snapchat.write_snapchat_export(path, content)


#: By platform: the address of the account, the name of its file, and who writes it.
EXPORTS: dict[str, tuple[str, str, Callable[[Path], Path]]] = {
    "mastodon": (ON_MASTODON.url, "mastodon", write_mastodon),
    "bluesky": (BLUESKY.url, "repo.zip", write_bluesky),
    "x": (X.url, "twitter-2026-11-01.zip", write_x),
    "youtube": (
        youtube.ExportChannel().url,
        "takeout-20260501T090000Z-001.zip",
        write_youtube,
    ),
    "facebook": (
        "https://www.facebook.com/voorbeelddam",
        "facebook-voorbeelddam-2026-11-20-abc.zip",
        write_facebook,
    ),
    "instagram": (
        "https://www.instagram.com/voorbeelddam",
        "instagram-voorbeelddam-2026-11-20-abc.zip",
        write_instagram,
    ),
    "threads": (
        "https://www.threads.com/@voorbeelddam",
        "instagram-voorbeelddam-2026-11-20-def.zip",
        write_threads,
    ),
    "linkedin": (
        "https://www.linkedin.com/in/sannevoorbeeld",
        "Complete_LinkedInDataExport.zip",
        write_linkedin,
    ),
    "tiktok": ("https://www.tiktok.com/@voorbeelddam", "TikTok_Data.zip", write_tiktok),
    "snapchat": ("https://www.snapchat.com/add/voorbeelddam", "mydata.zip", write_snapchat),
}
#: Of these exports the platform writes no replies, or does not say which they are.
NO_REPLIES = {"snapchat", "threads"}
#: What the exports say of captions of the films in them; of LinkedIn's no film is known as one.
CAPTIONS = {
    "bluesky": {"een film": "without", "met tekst": "with"},
    "facebook": {"een film": "untold"},
    "instagram": {"een film": "untold"},
    "mastodon": {"een film": "without"},
    "threads": {"een film": "untold"},
    "tiktok": {"een film": "untold"},
    "x": {"een film": "untold"},
    "youtube": {"een film": "untold"},
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    place = Archive(tmp_path_factory.mktemp("een-model")).begin()
    for platform, (url, name, write) in EXPORTS.items():
        handle = place.good("account", "add", url, "--kind", "corporate")["account"]
        made = write(place.root / name)
        _, answer = place.run("import", str(made), "--account", handle)
        assert answer["runs"], (platform, answer)
    return place


def found(place: Archive, *asked: str) -> dict[str, list[str]]:
    """Give the words of what is found, by platform."""
    answer = place.good("search", *asked, "--limit", "500")
    told: dict[str, list[str]] = {}
    for hit in answer["hits"]:
        words = (hit["title"] or hit["text"] or hit["url"] or "").strip()
        told.setdefault(hit["platform"], []).append(words)
    assert answer["total"] == sum(map(len, told.values()))
    return told


def test_all_replies_of_march(whole):
    told = found(whole, "--kind", "reply", "--from", "2026-03-01", "--to", "2026-03-31")
    assert {name: sorted(texts) for name, texts in told.items()} == {
        name: sorted(REPLIES_HAVE_MARCH) for name in EXPORTS if name not in NO_REPLIES
    }


def test_all_films_by_what_is_known_of_their_captions(whole):
    for value in ("with", "without", "untold"):
        told = found(whole, "--captions", value)
        assert {name: sorted(texts) for name, texts in told.items()} == {
            name: sorted(text for text, is_so in films.items() if is_so == value)
            for name, films in CAPTIONS.items()
            if value in films.values()
        }
    told = found(whole, "--media", "video")
    assert {name: sorted(texts) for name, texts in told.items()} == {
        name: sorted(films) for name, films in CAPTIONS.items()
    }


def test_all_that_the_platform_says_was_deleted(whole):
    assert found(whole, "--state", "deleted") == {"tiktok": ["weg"]}


# --- the same, on the screen and by the API -----------------------------------------------------

READER = "Rik Lezer"
#: What is asked: for the command line, for the address of the screen, and for that of the API.
QUESTIONS = {
    "replies of March": (
        ("--kind", "reply", "--from", "2026-03-01", "--to", "2026-03-31"),
        "soort=reply&van=2026-03-01&tot=2026-03-31",
        "kind=reply&since=2026-03-01&until=2026-03-31",
    ),
    "films without captions": (
        ("--captions", "without"),
        "ondertiteling=without",
        "captions=without",
    ),
    "films of which the platform says nothing of captions": (
        ("--captions", "untold"),
        "ondertiteling=untold",
        "captions=untold",
    ),
    "deleted": (("--state", "deleted"), "staat=deleted", "state=deleted"),
}


@pytest.fixture(scope="module")
def reader(whole: Archive) -> "tuple[Client, str]":
    """Give a browser of sorts in which a reader is signed in, and a token of theirs."""
    whole.good("person", "add", READER, "--role", "reader")
    configure(Site(archive=whole.folder, keys=whole.keys, address="http://testserver"))
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get_or_create(username=READER)[0])
    workplace = bootstrap.workplace(str(whole.folder), str(whole.keys), Silent(), READER)
    return client, make_token(workplace, READER, Role.READER, "proef")[1]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_screen_and_the_api_answer_as_the_command_line_does(whole, reader, name):
    by_command, on_screen, by_api = QUESTIONS[name]
    client, secret = reader
    for platform in (None, "tiktok", "snapchat"):
        only = () if platform is None else ("--platform", platform)
        told = whole.good("search", *by_command, *only, "--limit", "500")
        its = {hit["id"] for hit in told["hits"]}
        also = "" if platform is None else f"&platform={platform}"
        answer = client.get(
            f"/api/v1/berichten?{by_api}{also}&pageSize=100",
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert {one["id"] for one in answer.json()["items"]} == its, answer.content
        page = unescape(client.get(f"/zoeken/?{on_screen}{also}").content.decode())
        if its:
            number = "1 bericht of reactie" if len(its) == 1 else f"{len(its)} berichten en"
            assert number in page
        else:
            assert "Niets gevonden" in page
        assert all(f"/id/{one}/" in page for one in its)
