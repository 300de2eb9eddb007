"""The one form of the address of a post on any platform, so that a link and a record can meet.

Wider than `item_address`, which names an item: a platform writes one post at many addresses, such
as `youtu.be/ID` and `youtube.com/shorts/ID`, and people copy any of them into a post elsewhere.
What hides the post behind a name of its own (`fb.watch`, `vm.tiktok.com`, `lnkd.in`, `/share/`)
says nothing, and nobody is asked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform, large_platform_of

#: Bytes of a mark.
MARK = 16
#: Hosts of a platform that are not below its own name.
_OTHER_HOSTS: dict[str, Platform] = {
    "youtu.be": Platform.YOUTUBE,
    "youtube-nocookie.com": Platform.YOUTUBE,
    "instagr.am": Platform.INSTAGRAM,
    "tiktokv.com": Platform.TIKTOK,
}
_ID = r"(?P<id>[A-Za-z0-9_-]+)"
_URN = r"urn:li:(?:share|ugcPost|activity):(?P<id>[0-9]+)"
#: Where the name of a post stands in a path, by platform. What stands behind it in a path is of
#: the same post: one of its pictures, or the form in which other pages show it.
_PATHS: dict[Platform, tuple[str, ...]] = {
    Platform.YOUTUBE: (rf"/(?:shorts|live|embed|v|e|watch|post)/{_ID}",),
    Platform.X: (
        r"(?:/[^/]+(?:/web)?)?/status(?:es)?/(?P<id>[0-9]+)(?:/(?:photo|video)/[0-9]+)?",
    ),
    Platform.INSTAGRAM: (
        rf"(?:/[^/]+)?/(?:p|reel|reels|tv)/{_ID}(?:/embed(?:/captioned)?|/c/(?P<reply>[0-9]+).*)?",
        r"/stories/[^/]+/(?P<id>[0-9]+)",
    ),
    Platform.TIKTOK: (
        r"/@[^/]*/(?:video|photo)/(?P<id>[0-9]+)",
        r"/(?:v|embed|embed/v2|player/v1|share/video)/(?P<id>[0-9]+)(?:\.html)?",
    ),
    Platform.THREADS: (rf"/@[^/]+/post/{_ID}(?:/(?:media|embed))?", rf"/t/{_ID}(?:/media)?"),
    Platform.LINKEDIN: (
        rf"(?:/embed)?/feed/update/{_URN}",
        rf"/video/(?:event|live)/{_URN}",
        r"/posts/[^/]*[-_](?:share|ugcPost|activity)-(?P<id>[0-9]+)(?:-[^/]*)?",
        r"/pulse/(?P<id>[^/]+)",
    ),
    Platform.BLUESKY: (
        r"/profile/[^/]+/post/(?P<id>[a-z2-7]{13})",
        r"/embed/[^/]+/app\.bsky\.feed\.post/(?P<id>[a-z2-7]{13})",
    ),
    Platform.FACEBOOK: (
        r"/[^/]+/(?:posts|videos|photos)/(?:[^/]+/)*(?P<id>pfbid\w+|[0-9]+)",
        r"/groups/[^/]+/permalink/(?P<id>pfbid\w+|[0-9]+)",
        r"/reel/(?P<id>[0-9]+)",
    ),
    Platform.SNAPCHAT: (rf"(?:/@[^/]+)?/spotlight/{_ID}", rf"/s/{_ID}"),
}
_READ = {
    platform: tuple(re.compile(one, re.IGNORECASE) for one in every)
    for platform, every in _PATHS.items()
}
#: Where the name of a post stands in what an address asks, by platform and path.
_ASKED: dict[tuple[Platform, str], tuple[str, ...]] = {
    (Platform.YOUTUBE, "/watch"): ("v",),
    (Platform.YOUTUBE, ""): ("v",),
    (Platform.YOUTUBE, "/playlist"): ("list",),
    (Platform.FACEBOOK, "/permalink.php"): ("story_fbid",),
    (Platform.FACEBOOK, "/story.php"): ("story_fbid",),
    (Platform.FACEBOOK, "/photo.php"): ("fbid",),
    (Platform.FACEBOOK, "/photo"): ("fbid",),
    (Platform.FACEBOOK, "/video.php"): ("v",),
    (Platform.FACEBOOK, "/watch"): ("v",),
    (Platform.FACEBOOK, "/watch/live"): ("v",),
}
#: Pages that lead on to the address in what they are asked: what a platform puts before links.
_LEADS_ON: dict[tuple[Platform, str], str] = {
    (Platform.FACEBOOK, "/l.php"): "u",
    (Platform.FACEBOOK, "/plugins/post.php"): "href",
    (Platform.FACEBOOK, "/plugins/video.php"): "href",
    (Platform.INSTAGRAM, ""): "u",
    (Platform.LINKEDIN, "/safety/go"): "url",
    (Platform.LINKEDIN, "/redir/redirect"): "url",
    (Platform.THREADS, ""): "u",
    (Platform.TIKTOK, "/link/v2"): "target",
    (Platform.YOUTUBE, "/attribution_link"): "u",
    (Platform.YOUTUBE, "/redirect"): "q",
}
_AT_BLUESKY = re.compile(r"at://[^/]+/app\.bsky\.feed\.post/(?P<id>[a-z2-7]{13})")
_STATUS = re.compile(r"https://[^/]+/statuses/[0-9A-Z]+")
_SIGNS_OF_LINK = r"[^\s\"'<>\\“”„«»\u2018\u2019\u200b-\u200f\u2060\ufeff]+"
#: An address, also as people write those of the platforms: without what it begins with.
_LINK = re.compile(
    r"(?:https?://|(?<![\w@./:%=-])(?=(?:[a-z0-9-]+\.){0,2}(?:youtu\.be|(?:youtube|x|twitter|"
    r"instagram|facebook|linkedin|tiktok|threads|snapchat)\.com|threads\.net|bsky\.app)/))"
    + _SIGNS_OF_LINK,
    re.IGNORECASE,
)
#: The same where none of those platforms stands: most sources, and much faster.
_WHOLE_LINK = re.compile("https?://" + _SIGNS_OF_LINK, re.IGNORECASE)
#: How the hosts end that people write without what an address begins with.
_ENDS_OF_HOSTS = (".com/", ".be/", ".net/", ".app/")
#: How a source writes two signs of an address: JSON may escape them.
_ESCAPED = re.compile(r"\\(?:/|u002[fF]|u0026|u003[dD])")
_SIGNS = {"\\/": "/", "\\u002f": "/", "\\u0026": "&", "\\u003d": "="}
#: What names a reply below the post, where that has no address of its own.
_REPLY = ("lc", "reply_comment_id", "comment_id", "commentUrn")
#: What stands behind an address in a sentence, and is not of it.
_BEHIND = ".,;:!?)]}…*"


def link_address(address: str) -> str | None:
    """Give the one form of the address of a post; None for what is no post. Never an error."""
    return _form(address, leads_on=True)


def _form(address: str, *, leads_on: bool) -> str | None:
    of_bluesky = _AT_BLUESKY.fullmatch(address)
    if of_bluesky:
        return f"{Platform.BLUESKY}:{of_bluesky['id']}"
    try:
        parts = urlsplit(address.replace("&amp;", "&"))
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:  # such as half of an IPv6 address
        return None
    platform = _platform_of(host)
    if platform is None:
        form = item_address(address)
        return form if _STATUS.fullmatch(form) else None
    # Twitter had all its pages behind one, in 2010 to 2012.
    path = parts.fragment[1:] if parts.fragment.startswith("!/") else unquote(parts.path)
    path = path.strip().rstrip("/")
    asked = parse_qs(parts.query)
    further = asked.get(_LEADS_ON.get((platform, path.lower()), ""), [""])[0]
    if further:
        return _form(_led_to(address, further), leads_on=False) if leads_on else None
    name, reply = _name(platform, host, path, asked)
    replies = (reply, *(given for key in _REPLY for given in asked.get(key, [])))
    return ":".join((platform, name, *list(filter(None, replies))[:1])) if name else None


def _led_to(address: str, further: str) -> str:
    try:
        return urljoin(address, further)
    except ValueError:
        return ""


def _platform_of(host: str) -> Platform | None:
    labels = host.split(".")
    return _OTHER_HOSTS.get(".".join(labels[-2:])) or large_platform_of(host)


def _name(
    platform: Platform, host: str, path: str, asked: dict[str, list[str]]
) -> tuple[str, str | None]:
    """Give the name of a post by its platform, and of a reply below it where the path has one.

    Empty where the address is none of a post.
    """
    if host.endswith("youtu.be"):
        return path.strip("/").partition("/")[0], None
    for key in _ASKED.get((platform, path.lower()), ()):
        given = asked.get(key, [""])[0].strip()
        if given:
            return given, None
    matches = (pattern.fullmatch(path) for pattern in _READ.get(platform, ()))
    found = next(filter(None, matches), None)
    return (found["id"], found.groupdict().get("reply")) if found else ("", None)


@lru_cache(maxsize=1024)  # those of the account and of vocabularies stand in each of its posts
def link_mark(address: str) -> bytes | None:
    """Give the mark by which a link and a record meet; None for what is no address of a post."""
    form = link_address(address)
    return sha256(form.encode("utf-8", "replace")).digest()[:MARK] if form else None


def links_in(text: str) -> Iterator[str]:
    """Give the addresses that stand in a text, or in a source with its escapes."""
    plain = _ESCAPED.sub(lambda found: _SIGNS[found[0].lower()], text) if "\\" in text else text
    small = plain.lower()
    form = _LINK if any(end in small for end in _ENDS_OF_HOSTS) else _WHOLE_LINK
    for found in form.finditer(plain):
        link = found[0].rstrip(_BEHIND)
        yield link if "://" in link[:8] else f"https://{link}"
