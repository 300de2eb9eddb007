"""A large synthetic archive of X: `python -m weerklank.testing.x_big PATH --posts N`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.testing.x_export import XAccount, XPost, number_at, write_export

_TOPICS = ("afval", "verkeer", "vergunningen", "de raad", "het zwembad", "groen", "parkeren")


def big_export(path: Path, count: int) -> int:
    """Write an archive of many posts without pictures, with links, hashtags and answers."""
    account = XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")
    start = datetime(2016, 1, 1, 7, tzinfo=UTC)
    return write_export(path, account, _many(count, start), made=datetime(2026, 11, 1, tzinfo=UTC))


def _many(count: int, start: datetime) -> Iterator[XPost]:
    for at in range(count):
        moment = start + timedelta(minutes=5 * at)
        topic = _TOPICS[at % len(_TOPICS)]
        short = f"https://t.co/a{at:09d}"
        text = f"Bericht {at} over {topic} #{topic.split()[-1]}: lees het op {short}"
        answers = None
        mentions: tuple[tuple[str, str, str], ...] = ()
        if at % 4 == 3:
            who = (str(8_000_000 + at % 997), f"inwoner_{at % 997}", f"Inwoner {at % 997}")
            mentions = (who,)
            answers = (number_at(moment - timedelta(hours=1), at), who[0], who[1])
            text = f"@{who[1]} Dank voor uw vraag over {topic}, zie {short}"
        yield XPost(
            number=number_at(moment, at),
            published=moment,
            text=text,
            likes=at % 40,
            reposts=at % 7,
            links=((short, f"https://www.voorbeelddam.example/{topic.split()[-1]}/{at}"),),
            mentions=mentions,
            answers=answers,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a large archive from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m weerklank.testing.x_big",
        description="Write a synthetic archive of X with invented Dutch posts.",
    )
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--posts", type=int, default=1_000, metavar="N")
    given = parser.parse_args(arguments)
    big_export(given.path, given.posts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
