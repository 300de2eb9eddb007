"""Read files of members that may be damaged, as findings."""

from collections.abc import Iterator
from pathlib import Path

from weerklank.integrity.verify.tree import Tree, Unreadable
from weerklank.store.members import BrokenMember, read_members


def members(tree: Tree, path: str) -> Iterator[list[bytes]]:
    """Give the lines of a file of members; what can't be read is a finding and the end."""
    try:
        tree.open(path).close()
        for _, lines in read_members(Path(tree.full(path))):
            yield lines
    except BrokenMember as error:
        tree.outcome.found("VERIFY-513", path, problem=error.problem)
    except FileNotFoundError:
        tree.outcome.found("VERIFY-101", path)
    except OSError as error:
        tree.outcome.found("VERIFY-107", path, problem=str(error.strerror))
    except Unreadable:
        return
