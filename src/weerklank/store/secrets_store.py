"""Permissions to read accounts, beside the keys and never in the archive, each file encrypted.

connections.key              key of all of them; made when the first one is kept
connections/<account>        the permission that an account has
connections/<account>.job    the permission that it has for portability jobs
connections/<account>.browser  with what a browser is signed in for it
connections/asked-<digest>   one that was asked for and not answered yet, by its state
connections/app-<platform>   the app that the organisation registered at a platform
connections/store-<digest>   access to a store in which a replica lies, by its address

A file alone, such as one in a copy that went wrong, a search or a view of the folder, gives
nothing. Who has the whole key folder has the permissions too (docs/adr/0054).
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from weerklank.model.browser_profile import BrowserProfile
from weerklank.model.connection import Asked, Connection, OrganisationApp, Purpose
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.secret import Secret
from weerklank.model.store_access import StoreAccess
from weerklank.store.atomic import UNFINISHED, make_folder, replace_file
from weerklank.store.keys import KeyFolder

T = TypeVar("T")

FOLDER, KEY = "connections", "connections.key"
_ASKED, _APP, _STORE = "asked-", "app-", "store-"
#: What the name of a permission ends on, by what it is for; no name of an account has a dot.
_ENDS = {Purpose.READING: "", Purpose.PORTABILITY: ".job"}
_BROWSER = ".browser"
_KEY_SIZE, _NONCE = 32, 12


class SecretsStore:
    """The permissions of one archive."""

    def __init__(self, keys: KeyFolder) -> None:
        self._keys = keys
        self._folder = keys.folder / FOLDER

    def connection(
        self, account: AccountId, purpose: Purpose = Purpose.READING
    ) -> Connection | None:
        """Give the permission of an account; BrokenInput when its file is damaged."""
        return self._read(_name(account, purpose), Connection)

    def connections(self) -> Iterator[Connection]:
        """Give the permissions of all accounts, for whatever they are."""
        for path in sorted(self._folder.glob("*")):
            is_whole = path.suffix not in (UNFINISHED, _BROWSER)
            is_one = is_whole and not path.name.startswith((_ASKED, _APP, _STORE))
            found = self._read(path.name, Connection) if is_one else None
            if found is not None:
                yield found

    def keep(self, connection: Connection) -> None:
        """Keep the permission of an account, in the place of the one before."""
        self._write(_name(connection.account, connection.purpose), connection)

    def forget(self, account: AccountId, purpose: Purpose = Purpose.READING) -> None:
        """Let the permission of an account go."""
        (self._folder / _name(account, purpose)).unlink(missing_ok=True)

    def profile(self, account: AccountId) -> BrowserProfile | None:
        """Give with what a browser is signed in for an account."""
        return self._read(f"{account}{_BROWSER}", BrowserProfile)

    def keep_profile(self, profile: BrowserProfile) -> None:
        """Keep with what a browser is signed in, in the place of what was before."""
        self._write(f"{profile.account}{_BROWSER}", profile)

    def forget_profile(self, account: AccountId) -> None:
        """Let go with what a browser is signed in for an account."""
        (self._folder / f"{account}{_BROWSER}").unlink(missing_ok=True)

    def keep_asked(self, asked: Asked) -> None:
        """Keep what was asked until the server answers."""
        self._write(_asked_name(asked.state), asked)

    def asked(self, state: Secret) -> Asked | None:
        """Give what was asked, by the state that was sent along."""
        return self._read(_asked_name(state), Asked)

    def forget_asked(self, state: Secret) -> None:
        """Let go what was asked: it serves once."""
        (self._folder / _asked_name(state)).unlink(missing_ok=True)

    def all_asked(self) -> Iterator[Asked]:
        """Give all that was asked and not answered."""
        for path in sorted(self._folder.glob(f"{_ASKED}*")):
            found = None if path.suffix == UNFINISHED else self._read(path.name, Asked)
            if found is not None:
                yield found

    def app(self, platform: Platform) -> OrganisationApp | None:
        """Give the app that the organisation registered at a platform."""
        return self._read(f"{_APP}{platform}", OrganisationApp)

    def keep_app(self, app: OrganisationApp) -> None:
        """Keep the app of a platform, in the place of the one before."""
        self._write(f"{_APP}{app.platform}", app)

    def forget_app(self, platform: Platform) -> None:
        """Let the app of a platform go; what was permitted by it stays."""
        (self._folder / f"{_APP}{platform}").unlink(missing_ok=True)

    def store_access(self, url: str) -> StoreAccess | None:
        """Give the access to the store of a replica, by its address."""
        return self._read(_store_name(url), StoreAccess)

    def keep_store_access(self, access: StoreAccess) -> None:
        """Keep the access to a store, in the place of the one before."""
        self._write(_store_name(access.url), access)

    def forget_store_access(self, url: str) -> None:
        """Let the access to the store of a replica go."""
        (self._folder / _store_name(url)).unlink(missing_ok=True)

    def _key(self, *, make: bool) -> bytes:
        path = self._keys.folder / KEY
        if make and not path.exists():
            with suppress(FileExistsError):  # another process was first
                self._keys.make(KEY, secrets.token_bytes(_KEY_SIZE))
        key = self._keys.read(KEY)
        if len(key) != _KEY_SIZE:
            raise self._keys.damaged(KEY)
        return key

    def _write(
        self,
        name: str,
        value: Asked | BrowserProfile | Connection | OrganisationApp | StoreAccess,
    ) -> None:
        make_folder(self._folder)
        self._folder.chmod(0o700)
        nonce = secrets.token_bytes(_NONCE)
        content = msgspec.json.encode(value, enc_hook=_revealed)
        sealed = ChaCha20Poly1305(self._key(make=True)).encrypt(nonce, content, name.encode())
        replace_file(self._folder / name, nonce + sealed, mode=0o600)

    def _read(self, name: str, kind: type[T]) -> T | None:
        inside = f"{FOLDER}/{name}"
        if not (self._folder / name).exists():
            return None
        sealed = self._keys.read(inside)
        cipher = ChaCha20Poly1305(self._key(make=False))
        try:
            content = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
            return msgspec.json.decode(content, type=kind, dec_hook=_hidden)
        except (InvalidTag, ValueError, msgspec.DecodeError):  # of which none may tell content
            raise self._keys.damaged(inside) from None


def _name(account: AccountId, purpose: Purpose) -> str:
    return f"{account}{_ENDS[purpose]}"


def _asked_name(state: Secret) -> str:
    return _ASKED + hashlib.sha256(state.reveal().encode()).hexdigest()[:32]


def _store_name(url: str) -> str:
    return _STORE + hashlib.sha256(url.encode()).hexdigest()[:32]


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise NotImplementedError(type(value).__name__)


def _hidden(kind: type, value: object) -> Secret:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise NotImplementedError(kind.__name__)
