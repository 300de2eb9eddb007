"""Whose profile an address points at, in every form in which the fediverse writes one.

`platform.profile_of` reads what an account of ours may be registered with. Third parties are
linked to in more forms: those of Lemmy and Mbin (`/u/`), BookWyrm (`/user/`), Friendica
(`/profile/`), PeerTube (`/accounts/`, `/a/name@host`), Pixelfed (`/p/name/<number>`), the schemes
`acct:` and `web+ap:`, and an address inside another. `/c/` and `/m/` are communities, not persons.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

from weerklank.model.platform import Platform, Profile, platform_of_host, profile_of

_ACCT = re.compile(
    r"acct:(?://)?@?(?P<name>[\w.~-]+)@(?P<host>[\w.-]+\w(?::[0-9]+)?)", re.IGNORECASE
)
_SCHEME = re.compile(r"web\+ap:/*", re.IGNORECASE)
_NAME = r"@?(?P<name>\w[\w.~-]*?)"
_HOST = r"@(?P<host>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?)"
_PATH = re.compile(
    rf"/(?:(?:u|users?|profile|accounts)/{_NAME}(?:{_HOST})?"
    rf"|a/{_NAME.replace('name', 'name_a')}{_HOST.replace('host', 'host_a')}"
    rf"|p/{_NAME.replace('name', 'name_p')}/[0-9]{{15,}})(?P<rest>/.*)?",
    re.IGNORECASE,
)
#: Tells quickly that an address has none of these forms.
_MAY_BE = re.compile(r"/(?:u|users?|profile|accounts|a|p)/|^(?:acct|web\+ap):|%", re.IGNORECASE)
#: What stands there where no name does: pages of the site.
_PAGES = frozenset(
    "login logout signin signup sign_in sign_up register registration password reset edit new "
    "settings search index me confirmation verification activate activation oauth auth".split()
)
_FILE = re.compile(r".*\.(?:html?|php|aspx?|jsp|json|xml|pdf)", re.IGNORECASE)
#: An address that stands in another one: after its host, or in its query.
_INNER = re.compile(r"(?:https?|web\+ap):/|acct:", re.IGNORECASE)
_END = re.compile(r"[\s&#]")
#: A path of one word, or PeerTube's short form: a profile only of who is known there.
_BARE = re.compile(r"https?://(?:www\.)?([^/?#\s]+)/(?:a/)?@?(\w[\w.~-]*)(?:/[^?#]*)?(?:[?#].*)?")
_MOST_LAYERS = 3
#: Addresses inside one address that are looked at; bounds the work on hostile text.
_MOST_INNER = 8


def person_of(address: str) -> Profile | None:
    """Give the profile that an address points at or goes on from; never an error."""
    profile = profile_of(address)
    if profile is not None or not _MAY_BE.search(address):
        return profile
    acct = _ACCT.fullmatch(address.strip())
    if acct:
        return _profile(acct["name"], acct["host"], deeper=False)
    if _SCHEME.match(address):
        return person_of(_SCHEME.sub("https://", address, count=1))
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower().removeprefix("www."), parts.port
    except ValueError:
        return None
    path = _PATH.fullmatch(unquote(parts.path))
    if path is None or not host or platform_of_host(host):
        return None
    name = path["name"] or path["name_a"] or path["name_p"]
    if name.lower() in _PAGES or _FILE.fullmatch(name):
        return None
    server = path["host"] or path["host_a"] or (f"{host}:{port}" if port else host)
    rest = (path["rest"] or "").strip("/")
    return _profile(name, server, deeper=bool(rest or path["name_p"]))


def _profile(name: str, server: str, *, deeper: bool) -> Profile:
    return Profile(Platform.MASTODON, f"{name}@{server}".lower(), deeper=deeper)


def inner_addresses(address: str) -> Iterator[str]:
    """Give the addresses that stand inside another, such as in a link to share or to archive."""
    text = address
    for _ in range(_MOST_LAYERS):
        if "%" not in text:
            break
        text = unquote(text)
    _, sign, rest = text.partition("://")
    if sign and ":" in rest:
        starts = [match.start() for match in islice(_INNER.finditer(rest), _MOST_INNER)]
        for start, end in pairwise((*starts, len(rest))):
            yield _END.split(rest[start:end], maxsplit=1)[0]


def bare_handle(address: str) -> str | None:
    """Give the handle that an address is of when somebody is known there by that name."""
    match = _BARE.fullmatch(address)
    return f"{match[2]}@{match[1]}".lower() if match else None
