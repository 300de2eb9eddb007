"""Read a token that somebody made at a server, or the secret of an app, from a file."""

from pathlib import Path

from weerklank.model.errors import WrongUse, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.store.plain_file import read_plain

NO_TOKEN = fault(
    "CONNECT-012",
    Text(
        nl="In bestand {file} staat geen token of geheim.",
        en="File {file} holds no token or secret.",
    ),
    Text(
        nl="Zet het token of het geheim, en niets anders, op één regel in het bestand.",
        en="Put the token or the secret, and nothing else, on one line of the file.",
    ),
)
#: Bytes of a token; those of servers have some forty, signed ones a few thousand.
_MOST = 1 << 14


def read_token(file: Path) -> Secret:
    """Read a token from a file; WrongUse when there is none in it, and never what is."""
    try:
        token = read_plain(file, _MOST).decode("utf-8-sig").strip()
    except (OSError, ValueError):
        raise WrongUse(NO_TOKEN, file=file) from None
    if not token or not (token.isascii() and token.isprintable()) or " " in token:
        raise WrongUse(NO_TOKEN, file=file)
    return Secret(token)
