"""Check files: what of the files and rights of a choice is to be minded before it is transferred.

Reads every record of the accounts, so it is done when somebody asks, and not with each look.
"""

from dataclasses import dataclass

from weerklank.model.file_format import FormatFinding
from weerklank.model.transfer import TransferScope
from weerklank.services.appraise.list_formats import FormatCounts, list_formats
from weerklank.services.appraise.list_rights import Asked, list_rights
from weerklank.services.appraise.media_files import Scope
from weerklank.services.workplace import Workplace

#: Findings that ask for nothing before a transfer; codecs are not read here.
_FINE = frozenset(
    {FormatFinding.ACCEPTABLE, FormatFinding.UNCONFIRMED, FormatFinding.CODEC_NOT_CHECKED}
)


@dataclass(frozen=True, slots=True)
class FilesCounted:
    """What was counted of files and rights."""

    #: Media of the choice, and those that ask for a look.
    files: int
    doubtful: int
    #: Texts and media of the accounts of which nobody recorded the rights, of any day.
    without_rights: int


def check_files(workplace: Workplace, scope: TransferScope) -> FilesCounted:
    """Count the media of a choice by what the norm says of their formats, and missing rights."""
    accounts = frozenset(map(str, scope.accounts))
    counts, doubtful = FormatCounts(), 0
    period = Scope(accounts, scope.since, scope.until)
    for one in list_formats(workplace, period, counts, codecs=False):
        doubtful += any(finding not in _FINE for finding in one.judged.findings)
    missing = list_rights(workplace, Asked(missing=True, accounts=accounts))
    return FilesCounted(counts.files, doubtful, sum(1 for _ in missing))
