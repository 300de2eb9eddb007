"""Find a SIP: the folder in which one that was made still lies, by its manifest."""

import hashlib
from pathlib import Path

from weerklank.model.transfer import Transfer
from weerklank.services.seal.known_exports import known_exports
from weerklank.services.transfer.tree import MANIFEST
from weerklank.services.workplace import Workplace


def find_sip(workplace: Workplace, transfer: Transfer) -> Path | None:
    """Give the folder of a SIP, among those that the journal names; None where it is not there.

    The one whose manifest has the digest of the transfer: a folder of that name may be another.
    """
    if transfer.digest is None:
        return None
    for folder in known_exports(workplace):
        try:
            with (folder / MANIFEST).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            continue
        if digest == transfer.digest:
            return folder
    return None
