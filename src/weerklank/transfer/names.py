"""Names of folders and files in a SIP: a-z, 0-9, dot, hyphen and underscore, 255 at most."""

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9._-]+")
_LONGEST = 255 - len(".bestand.mdto.xml")


def plain_name(*parts: str) -> str:
    """Give a name made of parts with hyphens between; its end stays where it is too long."""
    whole = unicodedata.normalize("NFKD", "-".join(part for part in parts if part)).lower()
    plain = _OTHER.sub("-", whole.encode("ascii", "ignore").decode()).strip("-.")
    return plain[-_LONGEST:].lstrip("-.") or "x"


def plain_ending(name: str) -> str:
    """Give the ending of a file name, with its dot; nothing where it has none that is plain."""
    match = re.fullmatch(r".*(\.[a-z0-9]{1,8})", name.lower(), re.DOTALL)
    return match[1] if match else ""
