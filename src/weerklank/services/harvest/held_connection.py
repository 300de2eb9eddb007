"""The permission that an account has here: which one, and the one turn in which it is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from weerklank.model.account import Account
from weerklank.model.connection import Connection, Finding, Purpose
from weerklank.model.connection_words import PERMISSION_REFUSED
from weerklank.model.errors import WeerklankError
from weerklank.model.ids import AccountId
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.secrets_store import SecretsStore

#: Seconds to wait for who asks a server for a new token at this moment.
_PATIENCE = 180.0


def connection_of(
    workplace: Workplace, account: Account, purpose: Purpose = Purpose.READING
) -> Connection | None:
    """Give the permission of an account that holds for its address of now; None without one.

    One of an address on another server, or of another name, is never shown to the one of now.
    """
    held = SecretsStore(workplace.keys).connection(account.id, purpose)
    return held if held is not None and held.url == account.url else None


def is_connected(
    workplace: Workplace, account: Account, purpose: Purpose = Purpose.READING
) -> bool:
    """Tell whether an account has a permission that holds for its address of now.

    One whose file is damaged counts as one: its harvest says so, and all others go on.
    """
    try:
        return connection_of(workplace, account, purpose) is not None
    except WeerklankError:
        return True


@contextmanager
def changing(workplace: Workplace, account: AccountId) -> Iterator[SecretsStore]:
    """Hold the turn to change the permission of an account; Locked when another keeps it long.

    What is held is read within it: a refresh token serves once, and whoever wrote back what was
    read before would keep one that is spent.
    """
    lock = workplace.layout.lock(f"connection-{account}")
    with locked(lock, str(account), wait=_PATIENCE):
        yield SecretsStore(workplace.keys)


def note_refused(workplace: Workplace, connection: Connection) -> None:
    """Keep that the server of an account refused its permission, for who looks at it next.

    Not of one that was given anew, or is gone, since it was read.
    """
    with changing(workplace, connection.account) as store:
        held = store.connection(connection.account, connection.purpose)
        if held is not None and held.at == connection.at:
            found = (Finding(kind=PERMISSION_REFUSED),)
            store.keep(replace(held, findings=found, checked=workplace.clock.now()))
