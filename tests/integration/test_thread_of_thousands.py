"""One thread in which very many people reply: people who take another name, join late, delete.

A small one here; `REPLIES=10000` makes it that many, by half as many people, and `THREAD_LOG`
names a file that tells what each harvest took. The server is our double, and gives as many replies
at a time as Mastodon gives who shows a token.
"""

import os
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, product
from pathlib import Path

import pytest
from place import Archive, Json, serving, uri

from weerklank.model.clock import SystemClock
from weerklank.testing.free_text_posts import read_pool
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost, snowflake
from weerklank.testing.mastodon_mood import Gone
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

REPLIES = int(os.environ.get("REPLIES", "120"))
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
ROOT = ExportPost(
    number=snowflake(BEGIN), published=BEGIN, html="<p>De brug gaat dicht. Wat vindt u?</p>"
)
#: Of so many people one takes another name, and of so many replies one is deleted.
RENAMED, DELETED = 10, 20
#: Replies to which others reply.
POPULAR = 60
#: What people say. The names are of who replies elsewhere in the thread, now or only later.
SAID = (
    "Dat is niet best, {one}.",
    "Eens met {one} en met {two}!",
    "Ik woon er vlak bij en ik hoor er niets van.",
    "@{handle} heeft gelijk: zo kan het niet langer",
    "Vraag het {handle} maar, die weet het",
    "Hoe lang gaat dat duren?",
)


def people() -> Iterator[str]:
    """Give handles, each a first name and a surname that stand in no list of the product."""
    first, last = read_pool()
    # Side by side would give thousands with one first name.
    for turn, name in product(range(len(last)), range(len(first))):
        yield f"{first[name]}_{last[(turn + 7 * name) % len(last)]}".replace("-", "")


@dataclass
class Thread:
    """The thread as the server has it, growing."""

    server: MastodonServer
    handles: list[str]
    #: Those who are only named so far.
    late: list[str]
    said: int = 0
    #: Who shows which other name, by handle.
    renamed: dict[str, str] = field(default_factory=dict)

    def grow(self, count: int, who: list[str], now: datetime) -> None:
        """Let people reply: three of ten to the post itself, the others to a few of those."""
        everybody = [*self.handles, *self.late]
        replies = self.server.replies
        for _ in range(count):
            at = self.said
            one, two = (everybody[(at * step + 3) % len(everybody)] for step in (7, 11))
            text = SAID[at % len(SAID)].format(one=shown(one), two=shown(two), handle=one)
            answers = (
                uri(ROOT)
                if at % 10 < 3 or not replies
                else replies[at * 13 % min(at, POPULAR)].uri
            )
            handle = who[at % len(who)]
            replies.append(
                Reply(
                    uri=f"https://mast.example/users/{handle}/statuses/{at + 1}",
                    html=f"<p>{text}</p>",
                    answers=answers,
                    published=now + timedelta(seconds=at),
                )
            )
            self.said += 1

    def rename(self) -> None:
        """Let some of those who are there show another name from now on."""
        spare = islice(people(), len(self.handles) + len(self.late), None)
        self.renamed = dict(zip(self.handles[::RENAMED], spare, strict=False))

        def change(reply: Json) -> Json:
            account = reply["account"]
            if new := self.renamed.get(account["username"]):
                reply["account"] = {**account, "display_name": shown(new)}
            return reply

        self.server.mood.change_reply = change

    def delete(self) -> set[str]:
        """Let some replies to which nobody replied go."""
        answered = {one.answers for one in self.server.replies}
        alone = [one for one in self.server.replies if one.uri not in answered]
        gone = {one.number for one in alone[::DELETED]}
        self.server.deleted |= dict.fromkeys(gone, Gone.SAYS_SO)
        return gone

    def names(self) -> set[str]:
        """Give whatever names somebody who replied, in small letters."""
        handles = {*self.handles, *self.late, *self.renamed.values()}
        return handles | {shown(one).lower() for one in handles}


def shown(handle: str) -> str:
    """Give the name that is shown with a handle."""
    return handle.replace("_", " ").title()


def named(place: Archive, names: set[str]) -> set[str]:
    """Give which names stand in any byte of the archive."""
    words = [one.decode() for one in re.findall(rb"[a-z0-9_]+", place.bytes_of_all().lower())]
    pairs = {f"{one} {two}" for one, two in pairwise(words)}
    return names & (pairs | set(words))


def test_nobody_of_a_thread_of_very_many_is_named_and_no_reply_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, told = BEGIN, []
    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    place = Archive(tmp_path).begin()
    with serving(place, ROOT) as server:
        server.mood.most_replies, server.mood.deepest = 4096, 4096
        handles = list(islice(people(), REPLIES // 2))
        assert len(set(handles)) == len(handles) == REPLIES // 2
        edge = len(handles) * 4 // 5
        thread = Thread(server, handles[:edge], handles[edge:])

        def harvest() -> Json:
            before, asked = time.process_time(), len(server.asked)
            code, answer = place.run("harvest", "gemeente")
            (run,) = answer["runs"]
            assert code == 0, (run["gaps"], answer.get("error"))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            told.append(
                f"{run['items']} {run['corrected']} corrected, {len(server.asked) - asked} asked,"
                f" {time.process_time() - before:.1f} CPU s, peak {peak} MB (server in it)"
            )
            return run

        thread.grow(REPLIES * 4 // 5, thread.handles, now)
        harvest()
        assert len(place.rows()) == 1 + thread.said
        # Two days later others join, of whom many were spoken of; some have another name by then.
        now += timedelta(days=2)
        thread.grow(REPLIES - thread.said, thread.late, now)
        thread.rename()
        assert harvest()["corrected"] > 0
        assert named(place, thread.names()) == set()
        now += timedelta(days=2)
        gone = thread.delete()
        harvest()
        now += timedelta(days=2)
        harvest()
        rows = place.rows()
        marked = place.good("search", "--state", "deleted")["total"]
    # Each reply once: where somebody is known by now, or is answered more often, it is read anew.
    versions = Counter((row["key"], row.get("version", 1)) for row in rows)
    assert (len({key for key, _ in versions}), max(versions.values())) == (1 + REPLIES, 1)
    assert {row["wording"] for row in rows if "version" in row} == {1}
    # And who wrote it under one pseudonym, whatever name they show.
    authors = {row["author"]["pseudonym"] for row in rows if row["kind"] == "reply"}
    assert len(authors) == len(handles)
    assert marked == len(gone)
    if "THREAD_LOG" in os.environ:
        Path(os.environ["THREAD_LOG"]).write_text("\n".join([*told, f"{len(gone)} gone\n"]))
