"""Whose profile an address points at, in every form in which the fediverse writes one.

`platform.profile_of` reads what an account of ours may be registered with. Third parties are
linked to in more forms: those of Lemmy and Mbin (`/u/`), BookWyrm (`/user/`), Friendica
(`/profile/`), PeerTube (`/accounts/`, `/a/name@host`), Pixelfed (`/p/name/<number>`), the schemes
`acct:` and `web+ap:`, the pages of Mastodon's own and other clients (`/web/@name`, `/deck/@name`,
`/authorize_interaction?uri=name@host`, `elk.zone/host/@name`), and an address inside another.
`/c/` and `/m/` are communities, not persons, but for the channels of PeerTube. Where the host
tells what the server is, a path of one word is a profile as well: see `front_ends`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from weerklank.model.address_elsewhere import address_elsewhere
from weerklank.model.at_address import of_at_address
from weerklank.model.front_ends import front_end
from weerklank.model.host_form import handle_form, host_form
from weerklank.model.platform import Platform, Profile, platform_of_host, profile_of

_ACCT = re.compile(
    r"acct:(?://)?@?(?P<name>[\w.~-]+)@(?P<host>[\w.-]+\w(?::[0-9]+)?)", re.IGNORECASE
)
_SCHEME = re.compile(r"^web\+ap:/*", re.IGNORECASE)
_NAME = r"@?(?P<name>\w[\w.~-]*?)"
_HOST = r"@(?P<host>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?)"
#: What PeerTube has below somebody's page: so it is known from the pages of other sites.
_OF_PEERTUBE = r"(?:videos|video-(?:channels|playlists)|about)"
_PATH = re.compile(
    rf"/(?:(?:u|users?|profile|accounts)/{_NAME}(?:{_HOST})?"
    rf"|a/{_NAME.replace('name', 'name_a')}{_HOST.replace('host', 'host_a')}"
    rf"|a/{_NAME.replace('name', 'name_v')}(?=/{_OF_PEERTUBE}(?:/|$))"
    rf"|c/{_NAME.replace('name', 'name_c')}(?=/video(?:s|-playlists)(?:/|$))"
    r"|web/accounts/(?P<name_w>[0-9]{4,20})"
    rf"|p/{_NAME.replace('name', 'name_p')}/[0-9]{{15,}})(?P<rest>/.*)?",
    re.IGNORECASE,
)
_NAMES = ("name", "name_a", "name_v", "name_c", "name_w", "name_p")
#: Pages of a client: of its own server, or of the server that the path begins with.
_CLIENT = re.compile(
    rf"/(?:(?:web|deck)|(?P<server>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?))/(?:@|users/)"
    rf"{_NAME.removeprefix('@?')}(?:{_HOST})?(?P<rest>/.*)?",
    re.IGNORECASE,
)
_INTERACTION = re.compile(r"/authorize_interaction/?", re.IGNORECASE)
_ASKED = re.compile(rf"@?{_NAME.removeprefix('@?')}{_HOST}")
#: Browsers take any number of slashes, and those that lean back.
_SLASHES = re.compile(r"^(https?):(?!//[^/])/+(?=[^/])", re.IGNORECASE)
#: Tells quickly that an address has none of these forms.
_MAY_BE = re.compile(
    r"/(?:u|users?|profile|accounts|a|c|p)/|^(?:acct|web\+ap):|%|/@|\\|^https?:/(?:[^/]|//)"
    r"|/authorize_interaction",
    re.IGNORECASE,
)
#: What stands there where no name does: pages of the site.
_PAGES = frozenset(
    "login logout signin signup sign_in sign_up register registration password reset edit new "
    "settings search index me confirmation verification activate activation oauth auth".split()
)
_FILE = re.compile(r".*\.(?:html?|php|aspx?|jsp|json|xml|pdf)", re.IGNORECASE)
#: A handle with its server, as a text has it.
FULL_HANDLE = re.compile(
    r"(?<![\w@./])@(?P<name>[a-z0-9_][a-z0-9_.-]{0,62})"
    r"@(?P<host>(?:(?:[^\W_]|-){1,63}\.)+(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24}))",
    re.IGNORECASE,
)
_HANDLE_WITHIN = re.compile(
    FULL_HANDLE.pattern.replace("(?<![\\w@./])", "(?<![\\w@.])"), re.IGNORECASE
)
#: A segment of a path that leads back, plain or escaped; leaning slashes count as slashes.
_DOTS = re.compile(r"[/\\](?:\.|%2e){1,2}(?=[/\\?#]|$)", re.IGNORECASE)
_PATH_OF = re.compile(
    r"(?P<head>[a-z][a-z0-9+.-]*:[/\\]+[^/\\?#]*)(?P<path>[^?#]*)", re.IGNORECASE
)
#: An address that stands in another one: after its host, or in its query.
_INNER = re.compile(r"(?:https?|web\+ap):/|acct:", re.IGNORECASE)
_END = re.compile(r"[\s&#]")
#: A path of one word, or PeerTube's short form: a profile only of who is known there.
_BARE = re.compile(r"https?://(?:www\.)?([^/?#\s]+)/(?:a/)?@?(\w[\w.~-]*)(?:/[^?#]*)?(?:[?#].*)?")
_MOST_LAYERS = 3
#: Addresses inside one address that are looked at; bounds the work on hostile text.
_MOST_INNER = 8
#: Longer addresses are read anew each time: what is remembered stays small.
_LONGEST_REMEMBERED = 200


def person_of(address: str) -> Profile | None:
    """Give the profile that an address points at or goes on from; never an error."""
    return _person_of(address) if len(address) > _LONGEST_REMEMBERED else _remembered(address)


@lru_cache(maxsize=4_000)
def _remembered(address: str) -> Profile | None:
    """Read an address once that stands in one item, or in those of one thread, several times."""
    return _person_of(address)


def _person_of(address: str) -> Profile | None:
    address = without_dots(address)
    profile = front_end(address) or profile_of(address) or address_elsewhere(address)
    profile = profile or of_at_address(address)
    if profile is not None or not _MAY_BE.search(address):
        return profile
    acct = _ACCT.fullmatch(address.strip())
    if acct:
        return _profile(acct["name"], acct["host"], deeper=False)
    usual = _usually_written(address)
    if usual != address:
        return person_of(usual)
    try:
        parts = urlsplit(address)
        host, port = host_form(parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    if not host or platform_of_host(host):
        return None
    at = f"{host}:{port}" if port else host
    path = _PATH.fullmatch(unquote(parts.path))
    if path is None:
        return _of_client(parts, at)
    name = next(filter(None, (path[group] for group in _NAMES)))
    if name.lower() in _PAGES or _FILE.fullmatch(name):
        return None
    server = path["host"] or path["host_a"] or at
    rest = (path["rest"] or "").strip("/")
    return _profile(name, server, deeper=bool(rest or path["name_p"]))


def without_dots(address: str) -> str:
    """Give an address without segments that lead back (`/../`), which browsers and servers follow.

    Escaped ones too, once or more. An address without any comes back as it is.
    """
    if "/." not in address and "%" not in address and "\\" not in address:  # as nearly all are
        return address
    read = address
    for _ in range(_MOST_LAYERS):
        if _DOTS.search(read):
            break
        read = unquote(read)
    parts = _PATH_OF.match(read)
    if parts is None or not _DOTS.search(read):
        return address
    steps: list[str] = []
    for step in parts["path"].replace("\\", "/").split("/")[1:]:
        plain = step.lower().replace("%2e", ".")
        if plain == "..":
            steps = steps[:-1]
        elif plain != ".":
            steps.append(step)
    return f"{parts['head']}/{'/'.join(steps)}{read[parts.end() :]}"


def _usually_written(address: str) -> str:
    """Give an address with `https://`, however a browser would have it."""
    usual = _SCHEME.sub("https://", address.replace("\\", "/"), count=1)
    return _SLASHES.sub(r"\1://", usual, count=1)


def _of_client(address: SplitResult, at: str) -> Profile | None:
    """Read the address of a page of a client; `at` is its server."""
    if _INTERACTION.fullmatch(address.path):
        for asked in parse_qs(address.query).get("uri", ()):
            handle = _ASKED.fullmatch(asked.strip())
            if handle:
                return _profile(handle["name"], handle["host"], deeper=False)
        return None
    for path in (address.path, address.fragment):
        page = _CLIENT.fullmatch(unquote(path))
        if page:
            server = page["host"] or page["server"] or at
            return _profile(page["name"], server, deeper=bool((page["rest"] or "").strip("/")))
    return None


def _profile(name: str, server: str, *, deeper: bool) -> Profile:
    return Profile(Platform.MASTODON, handle_form(f"{name}@{server}"), deeper=deeper)


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


def addresses_within(address: str) -> list[str]:
    """Give an address, those inside it, and those of the full handles in it: whoever it leads to.

    The one answer for all who ask whom an address leads to.
    """
    found = [address, *inner_addresses(address)]
    if "@" in address or "%" in address:
        found += handles_within(address)
    return found


def handles_within(address: str) -> Iterator[str]:
    """Give the addresses of the profiles whose handles stand in an address behind its host."""
    rest = address.partition("://")[2].partition("/")[2]
    for _ in range(_MOST_LAYERS):
        if "%" not in rest:
            break
        rest = unquote(rest)
    if rest.count("@") > 1:
        for match in islice(_HANDLE_WITHIN.finditer(rest), _MOST_INNER):
            yield f"https://{match['host'].lower()}/@{match['name']}"


def bare_handle(address: str) -> str | None:
    """Give the handle that an address is of when somebody is known there by that name."""
    match = _BARE.fullmatch(address)
    return handle_form(f"{match[2]}@{match[1]}") if match else None
