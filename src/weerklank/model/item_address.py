"""The one form of the address of an item, so that an item has one key however it is written.

Exports, pages and other servers write the same post in many ways: as id and as address for
readers, with or without TLS, with the host in capitals. What differs only in that is brought to
one form here, before a key is made of it. The form is a name to make a key of, not a place to go.

Source for the forms of Mastodon: config/routes.rb and app/lib/activitypub/tag_manager.rb of
mastodon/mastodon; the number of a post is unique on its server, whoever wrote it. GoToSocial
writes `/@name/statuses/<ULID>`. Source for Bluesky: atproto.com/specs/at-uri-scheme.
"""

import re
from urllib.parse import unquote, urlsplit

from weerklank.model.host_form import host_form

_NUMBER = r"(?P<number>[0-9]+|[0-9A-HJKMNP-TV-Z]{26})"
#: How nearly all are written.
_USUAL = re.compile(
    r"https://(?P<server>[a-z0-9.-]*[a-z0-9])/(?:users/\w+/statuses|@\w+|ap/users/[0-9]+/statuses)"
    r"/(?P<number>[0-9]+)",
    re.ASCII,
)
_STATUS = re.compile(
    r"/(?:(?:web|deck)/)?(?:(?:(?:ap/)?users/[^/]+|@[^/]+)/)?(?P<statuses>statuses/)?"
    rf"{_NUMBER}(?:/(?:activity|embed))?",
    re.IGNORECASE,
)
#: What servers of 2016 and 2017 called a post.
_TAG = re.compile(
    r"tag:(?P<server>[^,/:]+),[0-9-]+:objectId=(?P<number>[0-9]+):objectType=Status",
    re.IGNORECASE,
)
#: A post on Bluesky: for readers; its lasting address has its author's id.
_ON_BLUESKY = re.compile(
    r"/profile/(?P<did>did:(?:plc|web):[^/]+)/post/(?P<name>[A-Za-z0-9._:~-]+)"
)
#: A post of X, of which the number is unique whoever wrote it.
_OF_X = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?:[^/?#\s]+|i/web)/status(?:es)?/"
    r"(?P<number>[0-9]{1,20})(?:[/?#].*)?",
    re.IGNORECASE,
)
#: A post of TikTok, likewise; pictures and films are counted together.
_OF_TIKTOK = re.compile(
    r"https?://(?:www\.|m\.)?tiktok\.com/@[^/?#\s]+/(?:video|photo)/(?P<number>[0-9]{15,22})"
    r"(?:[/?#].*)?",
    re.IGNORECASE,
)
#: A post of LinkedIn, by the kind of name and the number in the path that people copy or embed.
_ON_LINKEDIN = re.compile(
    r"/(?:embed/)?feed/update/urn:li:(activity|share|ugcpost|grouppost):([0-9]+(?:-[0-9]+)?)"
    r"|/posts/[^/]*-(?:(activity|share|ugcpost)-([0-9]+)|(grouppost)-([0-9]+-[0-9]+))(?:-[^/]*)?",
    re.IGNORECASE,
)
_KINDS_ON_LINKEDIN = {one.lower(): one for one in ("activity", "share", "ugcPost", "groupPost")}
_PROFILE = re.compile(r"/(?:users/|@)(?P<name>[^/@]+)")
_SLASHES = re.compile("/{2,}")
_USUAL_PORTS = (None, 80, 443)


def item_address(address: str, *, server: str = "") -> str:
    """Give the one form of an item's address, or of a profile's; another text comes back as it is.

    `server` is the server to which a number alone belongs. Never an error.
    """
    usual = _USUAL.fullmatch(address)
    if usual:
        return _status(usual["server"], usual["number"])
    address = address.strip()
    if server and address.isascii() and address.isdecimal():
        return _status(server, address)
    of_x = _OF_X.fullmatch(address) if "/status" in address else None
    if of_x:
        return of_x["number"]
    of_tiktok = _OF_TIKTOK.fullmatch(address) if "/@" in address else None
    if of_tiktok:
        return of_tiktok["number"]
    tag = _TAG.fullmatch(address)
    if tag:
        return _status(host_form(tag["server"]), tag["number"])
    if address.startswith("tag:"):  # such as the name of a conversation
        return address
    return _of_a_server(address)


def _of_a_server(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return address
    if parts.scheme not in {"http", "https", "web+ap"} or not host.strip("."):
        return address
    here = host_form(host).removeprefix("www.") + ("" if port in _USUAL_PORTS else f":{port}")
    path = _SLASHES.sub("/", unquote(parts.path, errors="surrogateescape")).rstrip("/")
    if here == "bsky.app" and (post := _ON_BLUESKY.fullmatch(path)):
        return f"at://{post['did']}/app.bsky.feed.post/{post['name']}"
    if f".{here}".endswith(".linkedin.com") and (post := _ON_LINKEDIN.fullmatch(path)):
        kind, number = filter(None, post.groups())
        return (
            f"https://linkedin.com/feed/update/urn:li:{_KINDS_ON_LINKEDIN[kind.lower()]}:{number}"
        )
    status = _STATUS.fullmatch(path)
    if status and (status["statuses"] or "/@" in path):
        return _status(here, status["number"].upper())
    profile = _PROFILE.fullmatch(path)
    if profile and not parts.query and not parts.fragment:
        return f"https://{here}/users/{profile['name'].lower()}"
    rest = (f"?{parts.query}" if parts.query else "") + (
        f"#{parts.fragment}" if parts.fragment else ""
    )
    return f"https://{here}{path}{rest}"


def _status(server: str, number: str) -> str:
    return f"https://{server.removeprefix('www.')}/statuses/{number}"
