"""Share rows: all that a question finds as one table, with codebook and media beside it."""

import csv
from pathlib import Path

from weerklank.model.question import Question
from weerklank.services.share.columns import codebook, row_of
from weerklank.services.share.media_beside import MediaBeside
from weerklank.services.share.row_files import WriterOfRows
from weerklank.services.share.selection import Selection
from weerklank.services.share.shared import Shared
from weerklank.services.workplace import Workplace


def share_rows(
    workplace: Workplace, question: Question, folder: Path, writer: WriterOfRows, done: Shared
) -> None:
    """Write a row for each item that is found, and what the columns mean."""
    selection = Selection(workplace, question)
    beside = MediaBeside(workplace, folder, done)
    with writer(folder) as file:
        for hits in selection.pages():
            names = beside.put(hits)
            for hit in hits:
                file.put(row_of(hit, names))
                done.records += 1
    done.cut += file.cut
    done.damage = list(selection.unreadable.values())
    with (folder / "codeboek.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(codebook())
    done.files += 2
