"""A stream of as many invented Dutch posts as are asked for, always the same for a seed."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import resources
from itertools import accumulate
from pathlib import Path
from random import Random  # noqa: TID251 - a seeded generator: the bytes have to be the same

from weerklank.testing.mastodon_archive import Style, write_export
from weerklank.testing.mastodon_items import ExportAccount, ExportMedium, ExportPost, snowflake
from weerklank.testing.mastodon_json import conversation
from weerklank.testing.png import encode_png

_HOST = "grootdam.example"
_ACCOUNT = ExportAccount(
    host=_HOST,
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente Grootdam.</p>",
    actor_id=f"https://{_HOST}/users/gemeente",
    created=datetime(2016, 1, 1, tzinfo=UTC),
)
_START = datetime(2016, 1, 4, 8, tzinfo=UTC).timestamp()
_END = datetime(2026, 11, 20, 17, tzinfo=UTC).timestamp()
_PERSONS = 20_000


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_HOSTS = _words(
    "mast.example dorpsplein.example polderpost.example fedi.example buurtpraat.example "
    "vaart.example toetje.example"
)
_FIRST = _words(
    "sanne daan emma bram lotte sem fleur thijs noor joris anouk ruben femke stijn maartje gijs "
    "yasmin mehmet fatima youssef iris koen marloes wouter hanneke pim ilse teun roos kees"
)
_LAST = _words(
    "vandijk bakker visser smit meijer mulder bos vos peters hendriks dekker brouwer dewit "
    "dijkstra degraaf vermeer kok jacobs maas post kuiper veenstra prins blom huisman postma"
)
_TAGS = _words(
    "Grootdam afval verkeer raad wegwerk bouwen groen energie jeugd sport cultuur evenement "
    "hoogwater strooien verkiezingen subsidie inspraak markt veilig natuur"
)
#: Between the shortest and the longest post, in characters.
_SHORT, _LONG = 60, 380


@dataclass(slots=True)
class _Writer:
    """Keeps what the next post may refer to; that is never more than a few hundred posts."""

    posts: int
    share_replies: float
    media_every: int
    rng: Random
    words: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    recent: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=500))

    def __post_init__(self) -> None:
        source = resources.files("weerklank.testing").joinpath("dutch_words.txt")
        self.words = source.read_text("utf-8").split()
        self.weights = list(accumulate(1 / rank for rank in range(3, len(self.words) + 3)))

    def stream(self) -> Iterator[ExportPost]:
        """Give the posts in order of time."""
        step = (_END - _START) / max(self.posts, 1)
        for index in range(self.posts):
            second = _START + (index + self.rng.random() * 0.9) * step
            published = datetime.fromtimestamp(int(second * 1000) / 1000, UTC)
            post = self._post(index, published)
            uri = f"{_ACCOUNT.actor_id}/statuses/{post.number}"
            self.recent.append((uri, conversation(_ACCOUNT, post)))
            yield post

    def _post(self, index: int, published: datetime) -> ExportPost:
        rng = self.rng
        html = self._sentences(int(_SHORT + (_LONG - _SHORT) * rng.random() ** 2))
        parent: str | None = None
        talk: str | None = None
        mentions: list[tuple[str, str]] = []
        if rng.random() < self.share_replies:
            if self.recent and rng.random() < 0.4:
                parent, talk = rng.choice(self.recent)
            else:
                parent, talk, person = self._question(published)
                mentions.append(person)
        if rng.random() < 0.08:
            mentions.append(self._person())
        tags = rng.sample(_TAGS, rng.choice((0, 0, 0, 1, 1, 2))) if parent is None else []
        before = "".join(f"{_mention(name)} " for _, name in mentions)
        after = "".join(f" {_hashtag(tag)}" for tag in tags)
        return ExportPost(
            number=snowflake(published, index),
            published=published,
            html=f"<p>{before}{html}{after}</p>",
            in_reply_to=parent,
            conversation=talk,
            mentions=tuple(mentions),
            hashtags=tuple(tags),
            media=self._media(index),
        )

    def _question(self, published: datetime) -> tuple[str, str, tuple[str, str]]:
        """Invent what somebody asked a few minutes earlier, and who that was."""
        person = self._person()
        actor = person[0]
        tail = self.rng.getrandbits(16)
        number = snowflake(published, tail) - (self.rng.randint(60_000, 7_200_000) << 16)
        host = actor.split("/")[2]
        day = published.date().isoformat()
        talk = f"tag:{host},{day}:objectId={number >> 16}:objectType=Conversation"
        return f"{actor}/statuses/{number}", talk, person

    def _person(self) -> tuple[str, str]:
        number = int(_PERSONS * self.rng.random() ** 3)
        first = _FIRST[number % len(_FIRST)]
        last = _LAST[number // len(_FIRST) % len(_LAST)]
        name = f"{first}_{last}{number // (len(_FIRST) * len(_LAST)) or ''}"
        host = _HOSTS[number % len(_HOSTS)]
        return f"https://{host}/users/{name}", f"@{name}@{host}"

    def _sentences(self, length: int) -> str:
        words = self.rng.choices(self.words, cum_weights=self.weights, k=length // 2)
        text = " ".join(words)
        text = text[: text.find(" ", length)]
        middle = text.find(" ", length // 2)
        if middle > 0:
            second = text[middle + 1 :]
            text = f"{text[:middle]}. {second[:1].upper()}{second[1:]}"
        return f"{text[:1].upper()}{text[1:]}."

    def _media(self, index: int) -> tuple[ExportMedium, ...]:
        if not self.media_every or index % self.media_every:
            return ()
        colours = [(self.rng.randrange(256), self.rng.randrange(256), 128) for _ in range(8)]
        rows = [bytes((x // 8 + y // 8) % 8 for x in range(64)) for y in range(48)]
        digits = f"{index:09d}"
        folder = "/".join((digits[:3], digits[3:6], digits[6:]))
        return (
            ExportMedium(
                path=f"media_attachments/files/{folder}/original/{self.rng.getrandbits(64):016x}.png",
                content_type="image/png",
                alt="Vlakken in acht kleuren",
                width=64,
                height=48,
                data=encode_png(64, 48, colours, rows),
            ),
        )


def big_export(
    path: Path,
    posts: int,
    *,
    seed: int = 1,
    style: Style = "tar.gz",
    share_replies: float = 0.33,
    media_every: int = 0,
) -> int:
    """Write an export with this many invented posts, as older servers did: with signatures.

    Every `media_every`-th post has a picture; 0 means none. Gives the number of posts.
    """
    rng = Random(seed)  # noqa: S311 - nothing here is a secret
    writer = _Writer(posts, share_replies, media_every, rng)
    return write_export(path, _ACCOUNT, writer.stream(), style=style, modern=False, level=1)


def _mention(name: str) -> str:
    _, short, host = name.split("@")
    return (
        f'<span class="h-card" translate="no"><a href="https://{host}/@{short}" '
        f'class="u-url mention">@<span>{short}</span></a></span>'
    )


def _hashtag(tag: str) -> str:
    return (
        f'<a href="https://{_HOST}/tags/{tag.lower()}" class="mention hashtag" rel="tag">'
        f"#<span>{tag}</span></a>"
    )
