"""What a link in a LinkedIn export tells: which post it is of, and whether it is a file."""

import re
from urllib.parse import unquote, urlsplit

#: Domains on which LinkedIn keeps media: nothing else is asked for one.
HOSTS = ("licdn.com",)
_SITE = "linkedin.com"
_KINDS = {one.lower(): one for one in ("activity", "share", "ugcPost", "groupPost")}
_URN = re.compile(r"urn:li:(activity|share|ugcPost|groupPost):([0-9]+(?:-[0-9]+)?)", re.IGNORECASE)
_PULSE = re.compile(r"https://(?:www\.)?linkedin\.com/pulse/([^/?#\s]{1,300})", re.IGNORECASE)


#: What LinkedIn's servers call what they keep, in the paths of its links.
_FILM = re.compile(r"/(?:playlist|dms)/vid(?:eo)?/|/playback/|\.mp4$|\.m3u8$", re.IGNORECASE)
_PICTURE = re.compile(r"/image/|\.(?:jpe?g|png)$", re.IGNORECASE)


def type_of(link: str) -> str | None:
    """Tell by a link what it leads to, where its path says so."""
    path = link.partition("?")[0]
    if _FILM.search(path):
        return "video/mp4"
    return "image/jpeg" if _PICTURE.search(path) else None


def urn_in(link: str) -> str | None:
    """Give the URN of a post in its one form, however the link is escaped."""
    found = _URN.search(unquote(link))
    return f"urn:li:{_KINDS[found[1].lower()]}:{found[2]}" if found else None


def urn_at(link: str) -> str | None:
    """Give the URN of a post by its address at LinkedIn, or by itself; None for one elsewhere."""
    if link.lower().startswith("urn:"):
        return urn_in(link)
    try:
        host = urlsplit(link if "://" in link else f"https://{link}").hostname or ""
    except ValueError:  # such as half of an IPv6 address
        return None
    is_theirs = host == _SITE or host.endswith(f".{_SITE}")
    return urn_in(link) if is_theirs else None


def page_of(urn: str) -> str:
    """Give the address at which a reader sees a post."""
    return f"https://www.linkedin.com/feed/update/{urn}/"


def article_in(link: str) -> str | None:
    """Give the address of an article in its one form."""
    found = _PULSE.match(link)
    return f"https://www.linkedin.com/pulse/{found[1]}" if found else None


def is_file(link: str) -> bool:
    """Tell whether a link leads to a file on a server of LinkedIn."""
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # such as half of an IPv6 address
        return False
    is_theirs = any(host == one or host.endswith(f".{one}") for one in HOSTS)
    return parts.scheme == "https" and is_theirs and len(parts.path) > 1
