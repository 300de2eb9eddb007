"""Read the posts of Voorbeelddam and turn their plain text into the HTML that Mastodon writes."""

import html
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from weerklank.testing.mastodon_api_json import Json, Reply
from weerklank.testing.mastodon_items import (
    ExportAccount,
    ExportBoost,
    ExportItem,
    ExportMedium,
    ExportPoll,
    ExportPost,
    snowflake,
)
from weerklank.testing.mastodon_json import conversation
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.voorbeelddam import film, pictures

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: How long a question waits for its answer.
_ANSWERED_AFTER = timedelta(minutes=17)
#: Invented bodies and clubs of which posts are boosted or quoted.
BODIES = {
    "waterschap": "https://vaardevliet.example/users/vaardevliet",
    "veiligheidsregio": "https://vaardeland.example/users/veiligheidsregio",
    "ggd": "https://vaardeland.example/users/ggd",
    "tuinclub": "https://buurtpraat.example/users/tuinclub",
}
_MARKS = re.compile(
    r"(?P<url>https://[^\s<]*[^\s<.,)])"
    r"|(?<![\w/])@(?P<name>[\w.]*\w)@(?P<host>[\w.-]*\w)"
    r"|(?<![\w&/])#(?P<tag>[A-Za-z]\w*)"
)

_Entry = dict[str, Any]


@dataclass(slots=True)
class Reader:
    """Turns the entries of one account into posts and boosts, in order of time."""

    account: ExportAccount
    #: Posts of others among our own accounts that may be boosted, by `account:key`.
    known: dict[str, str] = field(default_factory=dict)
    #: Own posts with a key: their URI and their conversation.
    keyed: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Addresses of posts that are marked as government information.
    official: list[str] = field(default_factory=list)
    #: What only a server tells: replies by others, versions before the last, what it shows of the
    #: page to which a post leads; those two by number.
    replies: list[Reply] = field(default_factory=list)
    edits: dict[int, list[tuple[datetime, str]]] = field(default_factory=dict)
    cards: dict[int, Json] = field(default_factory=dict)
    #: What is deleted: before which look at the account, its number, and in which way.
    deletions: list[tuple[int, str, Gone]] = field(default_factory=list)

    def read(self, *names: str) -> list[ExportItem]:
        """Read the posts from the data files by these names."""
        entries: list[_Entry] = []
        for name in names:
            source = resources.files("weerklank.testing.voorbeelddam").joinpath(f"{name}.toml")
            entries += tomllib.loads(source.read_text("utf-8"))["posts"]
        entries.sort(key=lambda entry: moment(entry["at"]))
        made = [self._item(index, entry) for index, entry in enumerate(entries, start=1)]
        return [item for item in made if item is not None]

    def _item(self, index: int, entry: _Entry) -> ExportItem | None:
        """Give a post or a boost of the account; None for a reply by another, which is noted."""
        published = moment(entry["at"])
        number = snowflake(published, index)
        if "by" in entry:
            self._reply(number, entry, published)
            return None
        if "boost" in entry:
            uri = self._elsewhere(entry["boost"], published)
            return ExportBoost(number=number, published=published, object_uri=uri)
        post = self._post(index, entry, published)
        uri = f"{self.account.actor_id}/statuses/{number}"
        if "key" in entry:
            self.keyed[entry["key"]] = (uri, conversation(self.account, post))
        if entry.get("official"):
            self.official.append(f"{self.account.url}/{number}")
        if "asked" in entry:
            self._question(post, entry)
        if "was" in entry:
            self.edits[number] = [
                (moment(was["at"]), to_html(was["text"], self.account.host))
                for was in entry["was"]
            ]
        if "card" in entry:
            self.cards[number] = {"type": "link", "image": None, **entry["card"]}
        self._deletion(str(number), entry)
        return post

    def _reply(self, number: int, entry: _Entry, published: datetime) -> None:
        """Note a reply by another, to a post or a reply that has a key."""
        name, _, host = entry["by"].partition("@")
        above, talk = self.keyed[entry["after"]]
        reply = Reply(
            uri=f"https://{host}/users/{name}/statuses/{number}",
            html=self._to_us(entry["text"]),
            answers=above,
            published=published,
            visibility=entry.get("vis", "public"),
        )
        self.replies.append(reply)
        if "key" in entry:
            self.keyed[entry["key"]] = (reply.uri, talk)
        self._deletion(reply.number, entry)

    def _question(self, post: ExportPost, entry: _Entry) -> None:
        """Note what a post of ours answers: it came a while before, under the post it is under."""
        assert post.in_reply_to  # noqa: S101 - only answers have it
        asked = Reply(
            uri=post.in_reply_to,
            html=self._to_us(entry["asked"]),
            answers=self.keyed[entry["under"]][0],
            published=post.published - _ANSWERED_AFTER,
        )
        self.replies.append(asked)

    def _to_us(self, text: str) -> str:
        host, name = self.account.host, self.account.name
        return to_html(f"@{name}@{host} {text}", host)

    def _deletion(self, number: str, entry: _Entry) -> None:
        if "gone" in entry:
            look, how = entry["gone"]
            self.deletions.append((look, number, Gone[how]))

    def _post(self, index: int, entry: _Entry, published: datetime) -> ExportPost:
        text: str = entry["text"]
        mentions = tuple(
            (f"https://{mark['host']}/users/{mark['name']}", f"@{mark['name']}@{mark['host']}")
            for mark in _MARKS.finditer(text)
            if mark["name"]
        )
        parent, talk = self._parent(entry, published, mentions)
        quote = self._elsewhere(entry["quote"], published) if "quote" in entry else None
        edited = entry.get("edited")
        return ExportPost(
            number=snowflake(published, index),
            published=published,
            html=_quoted(quote) + to_html(text, self.account.host),
            in_reply_to=parent,
            conversation=talk,
            mentions=mentions,
            hashtags=tuple(m["tag"] for m in _MARKS.finditer(text) if m["tag"]),
            media=_media(index, entry, published),
            visibility=entry.get("vis", "public"),
            summary=entry.get("cw"),
            poll=_poll(entry),
            edited=moment(edited) if edited else None,
            likes=index * 7 % 23,
            shares=index * 5 % 11,
            quote=quote,
        )

    def _parent(
        self, entry: _Entry, published: datetime, mentions: tuple[tuple[str, str], ...]
    ) -> tuple[str | None, str | None]:
        """Say to what a post answers, and in which conversation."""
        if "after" in entry:
            return self.keyed[entry["after"]]
        if not entry["text"].startswith("@") or entry.get("vis") == "direct":
            return None, None
        asked = published - _ANSWERED_AFTER
        number = snowflake(asked, len(entry["text"]))
        uri, name = mentions[0]
        host = name.rpartition("@")[2]
        talk = f"tag:{host},{asked:%Y-%m-%d}:objectId={number >> 16}:objectType=Conversation"
        if "under" in entry:
            talk = self.keyed[entry["under"]][1]
        return f"{uri}/statuses/{number}", talk

    def _elsewhere(self, name: str, published: datetime) -> str:
        if ":" in name:
            return self.known[name]
        earlier = published - timedelta(minutes=35)
        return f"{BODIES[name]}/statuses/{snowflake(earlier, len(name))}"


def to_html(text: str, host: str) -> str:
    """Write plain text as Mastodon does: paragraphs, links, mentions and hashtags."""
    paragraphs = text.strip().split("\n\n")
    return "".join(f"<p>{_line(part, host)}</p>" for part in paragraphs)


def _line(text: str, host: str) -> str:
    made: list[str] = []
    done = 0
    for mark in _MARKS.finditer(text):
        made.append(html.escape(text[done : mark.start()]))
        made.append(_mark(mark, host))
        done = mark.end()
    made.append(html.escape(text[done:]))
    return "".join(made).replace("&#x27;", "&#39;").replace("\n", "<br />")


def _mark(mark: re.Match[str], host: str) -> str:
    if mark["url"]:
        return _link(mark["url"])
    if mark["name"]:
        return (
            f'<span class="h-card" translate="no"><a href="https://{mark["host"]}/@{mark["name"]}"'
            f' class="u-url mention">@<span>{mark["name"]}</span></a></span>'
        )
    return (
        f'<a href="https://{host}/tags/{mark["tag"].lower()}" class="mention hashtag" '
        f'rel="tag">#<span>{mark["tag"]}</span></a>'
    )


def _link(url: str) -> str:
    bare = url.removeprefix("https://")
    start = "https://www." if bare.startswith("www.") else "https://"
    shown = url.removeprefix(start)
    kind = "ellipsis" if len(shown) > 30 else ""
    return (
        f'<a href="{url}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{start}</span><span class="{kind}">{shown[:30]}</span>'
        f'<span class="invisible">{shown[30:]}</span></a>'
    )


def _quoted(uri: str | None) -> str:
    """Write what servers that know no quotes show instead."""
    return f'<p class="quote-inline">RE: {_link(uri)}</p>' if uri else ""


def _poll(entry: _Entry) -> ExportPoll | None:
    if "poll" not in entry:
        return None
    options = tuple((str(name), int(votes)) for name, votes in entry["poll"])
    return ExportPoll(options=options, end=moment(entry["poll_end"]))


def _media(index: int, entry: _Entry, published: datetime) -> tuple[ExportMedium, ...]:
    number = snowflake(published - timedelta(minutes=2), index)
    digits = f"{number:018d}"
    folder = "/".join(digits[at : at + 3] for at in range(0, 18, 3))
    stem = f"media_attachments/files/{folder}/original/{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
    if entry.get("film"):
        size = (film.WIDTH, film.HEIGHT)
        data = film.rising_water()
        return (_medium(f"{stem}.mp4", "video/mp4", entry, size, data, film.SECONDS),)
    if "pic" in entry:
        data = pictures.draw(entry["pic"], index)
        size = (pictures.WIDTH, pictures.HEIGHT)
        return (_medium(f"{stem}.png", "image/png", entry, size, data, None),)
    return ()


def _medium(
    path: str, kind: str, entry: _Entry, size: tuple[int, int], data: bytes, seconds: int | None
) -> ExportMedium:
    width, height = size
    return ExportMedium(
        path=path,
        content_type=kind,
        alt=entry.get("alt"),
        width=width,
        height=height,
        data=data,
        seconds=seconds,
    )


def moment(local: datetime) -> datetime:
    """Give a local time of a data file its zone."""
    return local.replace(tzinfo=_AMSTERDAM)
