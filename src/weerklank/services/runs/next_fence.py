"""Next fence: the number of a run on an account, which tells a newer run from an older one."""

import re

from weerklank.model.ids import AccountId
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder, replace_file


def next_fence(workplace: Workplace, account: AccountId) -> int:
    """Give the next fencing number of an account, under its lock; it only rises.

    Its file is no part of the record and may be lost: no run in `open/` has a higher number.
    """
    path = workplace.layout.fence(account)
    known = [path.read_bytes().strip()] if path.exists() else []
    known += [run.name[:6].encode() for run in (workplace.layout.open / account).glob("*/*")]
    number = 1 + max((int(text) for text in known if re.fullmatch(rb"\d{1,9}", text)), default=0)
    make_folder(path.parent)
    replace_file(path, f"{number}\n".encode())
    return number
