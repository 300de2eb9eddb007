"""The one form of the address of a post on any platform, so that a link and a record can meet.

Wider than `item_address`, which names an item: a platform writes one post at many addresses, such
as `youtu.be/ID` and `youtube.com/shorts/ID`, and people copy any of them into a post elsewhere.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urlsplit

from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform, large_platform_of

#: Bytes of a mark.
MARK = 16
_ID = r"(?P<id>[A-Za-z0-9_-]+)"
#: Where the name of a post stands in a path, by platform.
_PATHS: dict[Platform, tuple[re.Pattern[str], ...]] = {
    Platform.YOUTUBE: (
        re.compile(rf"/(?:shorts|live|embed|v)/{_ID}"),
        re.compile(r"/post/(?P<id>[A-Za-z0-9_-]+)"),
    ),
    Platform.X: (re.compile(r"/[^/]+(?:/web)?/status(?:es)?/(?P<id>[0-9]+)"),),
    Platform.INSTAGRAM: (re.compile(rf"(?:/[^/]+)?/(?:p|reel|reels|tv)/{_ID}"),),
    Platform.TIKTOK: (re.compile(r"/@[^/]+/(?:video|photo)/(?P<id>[0-9]+)"),),
    Platform.THREADS: (re.compile(rf"/@[^/]+/post/{_ID}"), re.compile(rf"/t/{_ID}")),
    Platform.LINKEDIN: (
        re.compile(r"/feed/update/urn:li:(?:share|ugcPost|activity):(?P<id>[0-9]+)"),
        re.compile(r"/posts/[^/]*-(?:share|ugcPost|activity)-(?P<id>[0-9]+)(?:-[^/]*)?"),
    ),
    Platform.BLUESKY: (re.compile(r"/profile/[^/]+/post/(?P<id>[a-z2-7]{13})"),),
    Platform.FACEBOOK: (
        re.compile(r"/[^/]+/(?:posts|videos|photos)/(?:[^/]+/)*(?P<id>pfbid\w+|[0-9]+)"),
        re.compile(r"/reel/(?P<id>[0-9]+)"),
    ),
}
_AT_BLUESKY = re.compile(r"at://[^/]+/app\.bsky\.feed\.post/(?P<id>[a-z2-7]{13})")
_STATUS = re.compile(r"https://[^/]+/statuses/[0-9A-Z]+")
_LINK = re.compile(r"https?://[^\s\"'<>\\]+")
#: What names a reply below the post, where that has no address of its own.
_REPLY = ("lc", "comment_id", "commentUrn")
#: What stands behind an address in a sentence, and is not of it.
_BEHIND = ".,;:!?)]}…"


def link_address(address: str) -> str | None:
    """Give the one form of the address of a post; None for what is no post. Never an error."""
    of_bluesky = _AT_BLUESKY.fullmatch(address)
    if of_bluesky:
        return f"{Platform.BLUESKY}:{of_bluesky['id']}"
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", unquote(parts.path).rstrip("/")
    except ValueError:  # such as half of an IPv6 address
        return None
    asked = parse_qs(parts.query)
    platform = Platform.YOUTUBE if host == "youtu.be" else large_platform_of(host)
    if platform is None:
        form = item_address(address)
        return form if _STATUS.fullmatch(form) else None
    name = _name(platform, host, path, asked)
    replies = [given for key in _REPLY for given in asked.get(key, [])]
    return ":".join((platform, name, *replies[:1])) if name else None


def _name(platform: Platform, host: str, path: str, asked: dict[str, list[str]]) -> str:
    """Give the name of a post by its platform; empty where the address is none of a post."""
    if host == "youtu.be":
        return path.strip("/")
    if platform is Platform.YOUTUBE and path == "/watch":
        return asked.get("v", [""])[0]
    matches = (pattern.fullmatch(path) for pattern in _PATHS.get(platform, ()))
    found = next(filter(None, matches), None)
    return found["id"] if found else ""


def link_mark(address: str) -> bytes | None:
    """Give the mark by which a link and a record meet; None for what is no address of a post."""
    form = link_address(address)
    return sha256(form.encode("utf-8", "replace")).digest()[:MARK] if form else None


def links_in(text: str) -> Iterator[str]:
    """Give the addresses that stand in a text."""
    for found in _LINK.finditer(text):
        yield found[0].rstrip(_BEHIND)
