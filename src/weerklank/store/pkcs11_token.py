"""A key in a PKCS#11 token: an HSM, or SoftHSM.

Which module speaks with it and where its PIN stands is of the machine, so of the environment: a
key folder that named a library would have it loaded. Each question opens a session and closes it,
so a process that is forked in between shares none.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from weerklank.model.errors import BrokenInput, NotNow, Refused, WeerklankError, WrongUse, fault
from weerklank.model.text import Text
from weerklank.store.atomic import replace_file
from weerklank.store.key_holder import HolderPlace
from weerklank.store.plain_file import NotPlain, read_plain

if TYPE_CHECKING:  # an extra, which only who has a token needs
    from pkcs11 import Session, Token
    from pkcs11.types import SignMixin

NO_LIBRARY = fault(
    "KEYS-008",
    Text(
        nl="python-pkcs11 is er niet: de sleutels zijn alleen met een token te lezen.",
        en="python-pkcs11 is not there: the keys can be read by a token alone.",
    ),
    Text(nl="Installeer weerklank[hsm].", en="Install weerklank[hsm]."),
)
NO_MODULE = fault(
    "KEYS-009",
    Text(
        nl="De PKCS#11-module is niet genoemd of niet te laden: {module}.",
        en="The PKCS#11 module is not named or can't be loaded: {module}.",
    ),
    Text(
        nl="Zet WEERKLANK_TOKEN_MODULE op het hele pad van de bibliotheek van de leverancier, "
        "zoals /usr/lib/softhsm/libsofthsm2.so.",
        en="Set WEERKLANK_TOKEN_MODULE to the whole path of the library of the vendor, such as "
        "/usr/lib/softhsm/libsofthsm2.so.",
    ),
)
TOKEN_GONE = fault(
    "KEYS-010",
    Text(
        nl="Het token {token} is er niet, of antwoordt niet.",
        en="The token {token} is not there, or does not answer.",
    ),
    Text(
        nl="Sluit het aan en geef hetzelfde commando opnieuw. Is het verloren, neem dan het "
        "herstelbestand: weerklank keys release --recovery.",
        en="Connect it and give the same command again. If it is lost, take the recovery file: "
        "weerklank keys release --recovery.",
    ),
)
NO_PIN = fault(
    "KEYS-011",
    Text(
        nl="De pincode van het token is niet te lezen: {path}.",
        en="The PIN of the token can't be read: {path}.",
    ),
    Text(
        nl="Zet WEERKLANK_TOKEN_PIN op een bestand met alleen de pincode, buiten de sleutelmap, "
        "alleen leesbaar voor wie Weerklank draait (chmod 600).",
        en="Set WEERKLANK_TOKEN_PIN to a file with nothing but the PIN, outside the key folder, "
        "readable only for who runs Weerklank (chmod 600).",
    ),
)
WRONG_PIN = fault(
    "KEYS-012",
    Text(
        nl="Het token {token} weigert de pincode uit {path}. Zij wordt niet nog eens geprobeerd: "
        "te vaak fout vergrendelt het token.",
        en="The token {token} refuses the PIN of {path}. It is not tried again: too many wrong "
        "ones lock the token.",
    ),
    Text(
        nl="Schrijf de goede pincode in het bestand; zodra het veranderd is, wordt het opnieuw "
        "geprobeerd.",
        en="Write the right PIN into the file; once it has changed it is tried again.",
    ),
)
LOCKED_PIN = fault(
    "KEYS-013",
    Text(
        nl="De pincode van het token {token} is vergrendeld.",
        en="The PIN of the token {token} is locked.",
    ),
    Text(
        nl="Laat de beheerder van het token haar opnieuw zetten met de SO-pincode; de sleutels "
        "blijven. Intussen: weerklank keys release --recovery.",
        en="Have the keeper of the token set it anew by the SO PIN; the keys stay. Meanwhile: "
        "weerklank keys release --recovery.",
    ),
)
KEY_GONE = fault(
    "KEYS-014",
    Text(
        nl="In het token {token} ligt geen sleutel {key}, of meer dan één.",
        en="In the token {token} lies no key {key}, or more than one.",
    ),
    Text(
        nl="Sluit het goede token aan of zet zijn back-up terug. Is de sleutel verloren: "
        "weerklank keys release --recovery.",
        en="Connect the right token or put its back-up back. If the key is lost: weerklank keys "
        "release --recovery.",
    ),
)
TOKEN_FAILED = fault(
    "KEYS-015",
    Text(
        nl="Het token {token} weigert met {kind}.",
        en="The token {token} refuses with {kind}.",
    ),
    Text(
        nl="Zoek op wat de leverancier daarover zegt. Nodig is een geheime sleutel voor "
        "CKM_SHA256_HMAC die het token niet verlaat.",
        en="Look up what the vendor says of it. What is needed is a secret key for "
        "CKM_SHA256_HMAC that does not leave the token.",
    ),
)

_MODULE, _PIN, _CREDENTIALS = (
    "WEERKLANK_TOKEN_MODULE",
    "WEERKLANK_TOKEN_PIN",
    "CREDENTIALS_DIRECTORY",
)
#: Bytes of the longest PIN.
_LONGEST = 256
_SIZE = 32
_REFUSED = "token-refused"
#: A module is one for the whole process.
_one_at_a_time = Lock()


class Pkcs11Token:
    """A key in a token; `remembers` is where a PIN that was refused is remembered."""

    def __init__(self, place: HolderPlace, remembers: Path) -> None:
        self._place = place
        self._remembers = remembers

    def make(self) -> None:
        """Make the key when it is not there: it can't be taken out."""
        with self._session(writing=True) as session:
            from pkcs11 import Attribute, KeyType, Mechanism, NoSuchKey

            try:
                self._key(session)
            except NoSuchKey:
                session.generate_key(
                    KeyType.GENERIC_SECRET,
                    _SIZE * 8,
                    label=self._place.key,
                    store=True,
                    mechanism=Mechanism.GENERIC_SECRET_KEY_GEN,
                    template={
                        Attribute.EXTRACTABLE: False,
                        Attribute.PRIVATE: True,
                        Attribute.SENSITIVE: True,
                        Attribute.SIGN: True,
                    },
                )

    def mac(self, message: bytes) -> bytes:
        """Give HMAC-SHA-256 over a message by the key: 32 bytes."""
        with self._session(writing=False) as session:
            from pkcs11 import Mechanism

            return bytes(self._key(session).sign(message, mechanism=Mechanism.SHA256_HMAC))

    def _key(self, session: "Session") -> "SignMixin":
        from pkcs11 import ObjectClass

        found = session.get_key(object_class=ObjectClass.SECRET_KEY, label=self._place.key)
        return cast("SignMixin", found)

    @contextmanager
    def _session(self, *, writing: bool) -> "Iterator[Session]":
        """Sign in to the token for one question; what goes wrong is told in words of ours."""
        try:
            import pkcs11
        except ImportError:
            raise WrongUse(NO_LIBRARY) from None
        with _one_at_a_time:
            module = os.environ.get(_MODULE, "")
            try:
                if not Path(module).is_absolute():
                    raise WrongUse(NO_MODULE, module=Path(module) if module else "-")
                library = pkcs11.lib(module)
                library.reinitialize()
            except (pkcs11.PKCS11Error, OSError, RuntimeError):
                raise WrongUse(NO_MODULE, module=Path(module)) from None
            try:
                token = library.get_token(token_label=self._place.token)
                with self._open(token, writing=writing) as session:
                    yield session
            except pkcs11.PKCS11Error as error:
                raise self._told(error) from None
            finally:
                with suppress(pkcs11.PKCS11Error):
                    library.finalize()

    def _open(self, token: "Token", *, writing: bool) -> "Session":
        """Sign in by the PIN; one that was refused is not tried twice."""
        from pkcs11 import PinIncorrect, PinInvalid, PinLenRange, PinLocked, TokenFlag

        if TokenFlag.USER_PIN_LOCKED & token.flags:
            raise PinLocked
        path, pin, mark = self._pin()
        if self._refused_before() == mark:
            raise Refused(WRONG_PIN, token=self._place.token, path=path)
        try:
            session = token.open(rw=writing, user_pin=pin)
        except (PinIncorrect, PinInvalid, PinLenRange):
            self._remembers.mkdir(parents=True, mode=0o700, exist_ok=True)
            replace_file(self._remembers / _REFUSED, mark, mode=0o600)
            raise Refused(WRONG_PIN, token=self._place.token, path=path) from None
        (self._remembers / _REFUSED).unlink(missing_ok=True)
        return session

    def _pin(self) -> tuple[Path, str, bytes]:
        """Read the PIN: its file, it, and what tells that file from a changed one."""
        path = Path(os.environ.get(_PIN, ""))
        credentials = os.environ.get(_CREDENTIALS)
        try:
            about = path.stat()
            # What systemd hands on it keeps from others in a way that the mode does not show.
            is_handed = bool(credentials) and path.parent == Path(str(credentials))
            is_inside = self._remembers.parent.resolve() in path.resolve().parents
            if not path.is_absolute() or is_inside or (about.st_mode & 0o077 and not is_handed):
                raise Refused(NO_PIN, path=path)
            pin = read_plain(path, _LONGEST).decode().strip("\r\n")
        except (OSError, NotPlain, UnicodeDecodeError):
            raise Refused(NO_PIN, path=path) from None
        if not pin:
            raise Refused(NO_PIN, path=path)
        return path, pin, f"{path}\n{about.st_ino} {about.st_size} {about.st_mtime_ns}\n".encode()

    def _refused_before(self) -> bytes | None:
        try:
            return (self._remembers / _REFUSED).read_bytes()
        except OSError:
            return None

    def _told(self, error: Exception) -> WeerklankError:
        """Say in words of ours what a module says."""
        import pkcs11

        token = self._place.token
        if isinstance(error, pkcs11.PinLocked):
            return Refused(LOCKED_PIN, token=token)
        if isinstance(error, pkcs11.NoSuchKey | pkcs11.MultipleObjectsReturned):
            return BrokenInput(KEY_GONE, token=token, key=self._place.key)
        if isinstance(error, _gone()):
            return NotNow(TOKEN_GONE, token=token)
        return NotNow(TOKEN_FAILED, token=token, kind=type(error).__name__)


def _gone() -> tuple[type[Exception], ...]:
    """Give what a module says of a token that is not there, or is no more."""
    import pkcs11
    from pkcs11 import exceptions

    return (
        pkcs11.NoSuchToken,
        pkcs11.MultipleTokensReturned,
        pkcs11.TokenNotPresent,
        exceptions.TokenNotRecognised,
        exceptions.DeviceRemoved,
        exceptions.DeviceError,
        exceptions.SlotIDInvalid,
        exceptions.SessionHandleInvalid,
    )
