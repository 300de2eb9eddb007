"""An archive with an account that is read from a double of one of Meta's APIs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from place import Archive

from weerklank.testing.graph_double import GraphDouble
from weerklank.testing.png import encode_png

Json = dict[str, Any]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(day: float) -> datetime:
    """Give a moment so many days before now."""
    return NOW - timedelta(days=day)


def picture(number: int) -> tuple[str, bytes]:
    return "image/png", encode_png(1, 1, [(number % 256, 7, 9)], [b"\0"])


@dataclass
class Live:
    """One account, connected with the double."""

    place: Archive
    double: GraphDouble

    def connect(self, *, code: int = 0) -> Json:
        """Register the account and connect it with a token that was made elsewhere."""
        self.place.good("account", "add", self.double.url, "--kind", "corporate")
        return self.connect_again(self.double.token, code=code)

    def connect_again(self, token: str, *, code: int = 0) -> Json:
        file = self.place.root / "token.txt"
        file.write_text(token)
        given = ("connect", "a0001", "--token-file", str(file), "--base-url", self.double.address)
        left, told = self.place.run(*given)
        file.unlink()
        assert left == code, told
        self.double.asked.clear()
        return told

    def harvest(self, *more: str, code: int = 0) -> Json:
        """Harvest; gives the report of the run."""
        left, told = self.place.run("harvest", "a0001", *more)
        assert left == code, told
        (run,) = told["runs"]
        return dict(run)

    def fails(self, code: int) -> Json:
        left, told = self.place.run("harvest", "a0001")
        assert left == code, told
        return dict(told["error"])

    def newest(self) -> dict[str, Json]:
        """Give the newest version of each item but the profile, by its key."""
        return {row["key"]: row for row in self.place.rows()}

    def text_of(self, words: str) -> Json:
        """Give the newest version of the one item that says certain words."""
        (found,) = [row for row in self.newest().values() if words in str(row.get("text"))]
        return found


def marks(run: Json) -> tuple[int, int, int]:
    return run["deletions"], run["deletions_confirmed"], run["deletions_withdrawn"]


def kinds(told: list[Json]) -> list[str]:
    return [one["kind"] for one in told]
