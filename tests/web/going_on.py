"""An archive in which something goes on: one account at work, others due, failed, or never."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from own_archive import SANNE, OwnArchive, posted

from weerklank.jobs.past import FAILED, failure_json
from weerklank.model.event import Book
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import told_live
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

BROKEN_OFF = failure_json(
    "HARVEST-006",
    Text("De lijst van berichten van a0002 brak af.", "The list of posts of a0002 broke off."),
    Text("Geef hetzelfde commando later opnieuw.", "Give the same command again later."),
    "20261126T090000Z-aaaaaa",
)
READING = Text("gemeente wordt gelezen op Mastodon.", "Reading gemeente on Mastodon.")
WRITING = Text("De berichten worden opgenomen.", "Taking in the posts.")


def made(root: Path) -> tuple[OwnArchive, Workplace]:
    """Make it: a0001 of an example, a0002 failed, a0003 never harvested, a0004 scenario C."""
    own = OwnArchive(root).make([posted("2026-03-01T12:00", "Hallo")])
    for name, kind in (("een", "corporate"), ("twee", "corporate"), ("drie", "personal")):
        own.run("account", "add", f"http://127.0.0.1:1/@{name}", "--kind", kind, "--as", SANNE)
    workplace = own.serve()
    workplace.record(Book.JOURNAL, FAILED, "a0002", BROKEN_OFF)
    return own, workplace


@contextmanager
def at_work(workplace: Workplace, account: str) -> Iterator[str]:
    """Let a harvest be at work on an account, half way; gives its run."""
    run = str(workplace.new_run())
    begun = {"account": account, "posts": 0, "technique": "api"}
    with locked(workplace.layout.lock(f"account-{account}"), account):
        workplace.record(Book.JOURNAL, "run.started", run, {**begun})
        with told_live(workplace, workplace.register().find(account).id) as told:
            told.reporter.step(READING)
            told.reporter.step(WRITING)
            told.reporter.progress(1204, 1672)
            told.reporter.step(WRITING)
            told.reporter.progress(1204, 1672)
            told.reporter.step(Text("De media worden opgehaald.", "Fetching media."))
            yield run
