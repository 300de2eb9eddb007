"""What a link in a TikTok export tells: which post it is of, whether it is a file, until when.

The link of a post leads to its file, on a server for storage, and is good for some days; it then
names no post. Older exports and those of deleted posts link to a page, which does.
"""

import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

#: Domains of TikTok: nothing else is asked for a file. After the export of December 2024 and the
#: names that TikTok lists for its own servers.
HOSTS = (
    "tiktok.com",
    "tiktokcdn.com",
    "tiktokcdn-eu.com",
    "tiktokcdn-us.com",
    "tiktokv.com",
    "tiktokv.eu",
    "tiktokv.us",
    "byteoversea.com",
    "ibyteimg.com",
)
#: The number of a post: its first bits are the second in which it was made.
_POST = re.compile(
    r"/(?:video|photo|v)/([0-9]{15,22})(?![0-9])|[?&]item_id=([0-9]{15,22})(?![0-9])"
)
_PAGES = re.compile(r"/(?:@|share/|login|v/|video/|photo/)")
_EXPIRES = ("x-tos-expires", "x-expires", "expires")
_PICTURES = frozenset({".jpeg", ".jpg", ".png", ".webp", ".heic"})
_SEPARATORS = re.compile(r"[\s]+")
_MOST = 40
_LARGEST = 1 << 34
#: What stands for nothing.
NOTHING = frozenset({"", "N/A", "None"})


def links_in(text: str | None) -> list[str]:
    """Give the links that stand in a field: one, or several with white space between them."""
    if text is None or text in NOTHING:
        return []
    return [one for one in _SEPARATORS.split(text.strip()) if one.startswith("https://")][:_MOST]


def post_number(link: str) -> str | None:
    """Give the number of the post that a link leads to, also by way of a page to log in at."""
    found = _POST.search(link) or _POST.search(unquote(unquote(link)))
    return (found[1] or found[2]) if found else None


def is_file(link: str) -> bool:
    """Tell whether a link leads to a file on a server of TikTok, and not to a page."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # such as half of an IPv6 address
        return False
    is_theirs = any(host == one or host.endswith(f".{one}") for one in HOSTS)
    return is_theirs and not _PAGES.match(parts.path) and len(parts.path) > 1


def expires_at(link: str) -> datetime | None:
    """Give the moment from which a link leads to nothing, where it tells."""
    try:
        query = parse_qs(urlsplit(link).query)
    except ValueError:
        return None
    for name in _EXPIRES:
        told = query.get(name, [""])[0]
        if told.isascii() and told.isdecimal() and 0 < int(told[:12]) < _LARGEST:
            return datetime.fromtimestamp(int(told[:12]), UTC)
    return None


def ending_of(link: str) -> str:
    """Give the ending of the file behind a link: that of a picture where it says so, else film."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ".mp4"
    told = parse_qs(parts.query).get("mime_type", [""])[0]
    for suffix in (PurePosixPath(parts.path).suffix.lower(), f".{told.removeprefix('image_')}"):
        if suffix in _PICTURES:
            return suffix
    return ".jpeg" if "/photo/" in unquote(unquote(link)) else ".mp4"
