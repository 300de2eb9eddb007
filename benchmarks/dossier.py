"""Dossier: a Woo request of many posts, from gathering to the set that goes out.

The peer of giving out is the typesetter alone, on as many pages of one paragraph.
"""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, import_big, weerklank
from weerklank.documents.document import Document, Passages
from weerklank.documents.pdf import write_pdf

DOCUMENTS = 2_000
#: As a multiple of the typesetter alone (reached 1.96), and megabytes (reached 108 at 400).
_MOST, _PEAK = 2.5, 250.0


def run(documents: int = DOCUMENTS) -> list[Figure]:
    """Measure each step on a request of as many posts."""
    with tempfile.TemporaryDirectory() as name:
        archive = import_big(Path(name), documents).archive
        for person, role in (("Wout", "woo"), ("Ruud", "reviewer")):
            weerklank("person", "add", person, "--role", role, archive=archive)
        asked = ("--request", "Alles", "--received", "2026-01-05", "--as", "Wout")
        weerklank("dossier", "new", *asked, archive=archive)
        mine = ("w0001", "--as", "Wout")
        added = weerklank("dossier", "add", *mine, "--from", "2000-01-01", archive=archive)
        offered = weerklank("dossier", "suggest", *mine, archive=archive)
        twins = weerklank("dossier", "twins", *mine, "--judge", archive=archive)
        read = weerklank("dossier", "review", "w0001", "--as", "Ruud", archive=archive)
        weerklank("dossier", "freeze", "w0001", "--as", "Ruud", archive=archive)
        out = Path(name, "uit")
        given = weerklank("dossier", "export", *mine[:1], str(out), *mine[1:], archive=archive)
        count = sum(1 for _ in out.glob("stukken/*.pdf"))
    bare = _bare(count)
    return [
        Figure("dossier, documents", count, documents, ""),
        Figure("dossier, gather 1,000, CPU", added.cpu * 1000 / count, None, "s"),
        Figure("dossier, propose for 1,000, CPU", offered.cpu * 1000 / count, None, "s"),
        Figure("dossier, twins of 1,000, CPU", twins.cpu * 1000 / count, None, "s"),
        Figure("dossier, second reading of 1,000, CPU", read.cpu * 1000 / count, None, "s"),
        Figure("dossier, give out 1,000, CPU", given.cpu * 1000 / count, None, "s"),
        Figure("dossier, typesetter alone for 1,000, CPU", bare * 1000 / count, None, "s"),
        Figure(
            "dossier, give out against the typesetter", given.cpu / bare, _MOST, "x", at_most=True
        ),
        Figure("dossier, give out, peak", given.peak / 1e6, _PEAK, "MB", at_most=True),
    ]


def _bare(pages: int) -> float:
    """Give the CPU-seconds of setting as many pages of one paragraph."""
    begun = time.process_time()
    for number in range(pages):
        write_pdf(
            Document(
                title=f"Stuk {number:04d}",
                organisation="Gemeente Voorbeelddam",
                language="nl",
                made=datetime(2026, 1, 1, tzinfo=UTC),
                facts=(),
                blocks=(Passages(("De brug bij de sluis is open.",)),),
            )
        )
    return time.process_time() - begun
