"""Social media platforms, and what an address says about platform, profile and handle.

The register reads the platform of an account from its address; minimisation finds third parties
in links by the same rules. What is no social medium by the whitepaper's definition (section 2.1:
forums, blogs, wikis and messaging apps are none) is recognised so that it can be refused with
the reason.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

from weerklank.model.host_form import host_form


class Platform(StrEnum):
    """The platforms of the whitepaper (2.1, 2.3) and two of ours (Bluesky, Threads)."""

    MASTODON = "mastodon"
    YOUTUBE = "youtube"
    X = "x"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    SNAPCHAT = "snapchat"
    BLUESKY = "bluesky"
    THREADS = "threads"


#: Names of platforms as people write them.
TITLES: dict[str, str] = {
    Platform.MASTODON: "Mastodon",
    Platform.YOUTUBE: "YouTube",
    Platform.X: "X",
    Platform.INSTAGRAM: "Instagram",
    Platform.FACEBOOK: "Facebook",
    Platform.LINKEDIN: "LinkedIn",
    Platform.TIKTOK: "TikTok",
    Platform.SNAPCHAT: "Snapchat",
    Platform.BLUESKY: "Bluesky",
    Platform.THREADS: "Threads",
}

#: Platforms on which the owner of an account can't switch replies off for the whole account.
REPLIES_ALWAYS_OPEN = frozenset({Platform.MASTODON, Platform.BLUESKY})


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that an address points at."""

    platform: Platform
    #: As the platform writes it, without `@`; on Mastodon with its server: `name@server`.
    handle: str
    #: True when the address goes on to something of that profile, such as one post.
    deeper: bool


_HANDLE = r"(?P<handle>[^/@?#]+)"
_REST = r"(?P<rest>/.*)?$"
#: The name in `/pages/Name/123`, `/people/Name/123` and `/p/Name-123` is free; the number counts.
_FACEBOOK = (
    r"/(?:(?:people|pages)/[^/]+/(?=\d+(?:/|$))|p/[^/]*-(?=\d+(?:/|$))|pages/(?:category/[^/]+/)?)?"
    rf"(?!(?:people|pages)(?:/|$)){_HANDLE}"
)
_RULES: dict[str, tuple[Platform, re.Pattern[str]]] = {
    host: (platform, re.compile(pattern + _REST, re.IGNORECASE))
    for platform, hosts, pattern in (
        (Platform.X, "x.com twitter.com mobile.twitter.com", rf"/@?{_HANDLE}"),
        (Platform.INSTAGRAM, "instagram.com", rf"/{_HANDLE}"),
        (Platform.FACEBOOK, "facebook.com m.facebook.com fb.com", _FACEBOOK),
        (Platform.LINKEDIN, "linkedin.com", rf"/(?:company|in|school|showcase)/{_HANDLE}"),
        (Platform.TIKTOK, "tiktok.com", rf"/@{_HANDLE}"),
        (Platform.YOUTUBE, "youtube.com m.youtube.com", rf"/(?:@|channel/|c/|user/){_HANDLE}"),
        (Platform.SNAPCHAT, "snapchat.com", rf"/(?:add/|@){_HANDLE}"),
        (Platform.BLUESKY, "bsky.app", rf"/profile/{_HANDLE}"),
        (Platform.THREADS, "threads.net threads.com", rf"/@{_HANDLE}"),
    )
    for host in hosts.split()
}
_MAIN_HOSTS: dict[Platform, str] = {
    platform: host for host, (platform, _) in reversed(_RULES.items())
}
#: LinkedIn has a host for each country, Facebook for languages, kinds of device and purposes.
_PART_OF_PLATFORM = re.compile(
    r"[a-z]{2}\.(?=linkedin\.com$)"
    r"|(?:[a-z]{2}(?:-[a-z]{2})?|mbasic|touch|web|mobile|lite|business)\.(?=facebook\.com$)"
)
#: An address as nearly all are: no port, query or escapes, so that it need not be taken apart.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)(/[\w.@~/-]*)", re.ASCII)
_FEDIVERSE = re.compile(rf"/(?:@|users/|ap/users/){_HANDLE}(?:@(?P<server>[^/?#]+))?{_REST}")
#: Paths on those hosts that are pages of the platform itself, not of anyone.
_NOT_A_HANDLE = frozenset(
    {
        "home",
        "explore",
        "search",
        "hashtag",
        "i",
        "intent",
        "share",
        "login",
        "settings",
        "about",
        "privacy",
        "tos",
        "help",
        "p",
        "reel",
        "reels",
        "stories",
        "tv",
        "accounts",
        "watch",
        "groups",
        "events",
        "marketplace",
        "sharer.php",
        "story.php",
        "profile.php",
        "photo.php",
        "permalink.php",
        "jobs",
        "feed",
        "results",
        "shorts",
        "playlist",
    }
)
#: More of them that only one platform has: elsewhere somebody may be called so.
_PAGES: dict[Platform, frozenset[str]] = {
    Platform.X: frozenset(
        "account bookmarks compose connect_people download followers following lists logout "
        "messages notifications oauth signup who_to_follow".split()
    ),
    Platform.INSTAGRAM: frozenset(
        "api challenge developer direct directory emails graphql legal oauth session web".split()
    ),
    Platform.FACEBOOK: frozenset(
        "ads bookmarks business checkpoint dialog friends gaming hashtag media messages "
        "notifications photo photos plugins policies public recover reg sharer".split()
    ),
}

#: Hosts (and their subdomains) that are no social medium, with the word for what they are.
NOT_SOCIAL_MEDIA: dict[str, str] = {
    "whatsapp.com": "messaging",
    "wa.me": "messaging",
    "telegram.org": "messaging",
    "telegram.me": "messaging",
    "t.me": "messaging",
    "signal.org": "messaging",
    "signal.me": "messaging",
    "signal.group": "messaging",
    "messenger.com": "messaging",
    "m.me": "messaging",
    "discord.com": "messaging",
    "discord.gg": "messaging",
    "slack.com": "messaging",
    "teams.microsoft.com": "messaging",
    "viber.com": "messaging",
    "wechat.com": "messaging",
    "weixin.qq.com": "messaging",
    "line.me": "messaging",
    "threema.id": "messaging",
    "threema.ch": "messaging",
    "matrix.to": "messaging",
    "element.io": "messaging",
    "discordapp.com": "messaging",
    "open.kakao.com": "messaging",
    "skype.com": "messaging",
    "teams.live.com": "messaging",
    "zulipchat.com": "messaging",
    "gitter.im": "messaging",
    "wikipedia.org": "wiki",
    "wikimedia.org": "wiki",
    "fandom.com": "wiki",
    "wordpress.com": "blog",
    "blogspot.com": "blog",
    "blogger.com": "blog",
    "medium.com": "blog",
    "substack.com": "blog",
    "tumblr.com": "blog",
    "reddit.com": "forum",
    "tweakers.net": "forum",
    "fok.nl": "forum",
    "quora.com": "forum",
    "discourse.org": "forum",
    "discourse.group": "forum",
    "stackoverflow.com": "forum",
    "stackexchange.com": "forum",
    "groups.google.com": "forum",
    "groups.io": "forum",
}
_HOST_WORD = {
    "forum": "forum",
    "fora": "forum",
    "blog": "blog",
    "weblog": "blog",
    "wiki": "wiki",
    "chat": "messaging",
}


def _take_apart(address: str) -> tuple[str, str, str]:
    """Give host, server (host with port) and path; ValueError when it is no address."""
    plain = _PLAIN.fullmatch(address)
    if plain:
        host, path = plain.groups()
        return host, host, path
    parts = urlsplit(address)
    host = host_form(parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    number = facebook_number(host, parts.path, parts.query) if parts.query else None
    return host, host + port, f"/{number}" if number else unquote(parts.path)


def _rule(host: str) -> tuple[Platform, re.Pattern[str]] | None:
    rule = _RULES.get(host)
    if rule is None and host.endswith((".linkedin.com", ".facebook.com")):
        rule = _RULES.get(_PART_OF_PLATFORM.sub("", host))
    return rule


def platform_of_host(host: str) -> Platform | None:
    """Give the large platform that a host is known to be; None for any other host."""
    rule = _rule(host.lower().removesuffix(".").removeprefix("www."))
    return rule[0] if rule else None


def large_platform_of(host: str) -> Platform | None:
    """Give the large platform that a host is of, by any name below its own; None for another.

    Wider than `platform_of_host`: a host such as `nl-nl.facebook.com` is nobody else's, though
    what stands there need be no profile.
    """
    labels = host.lower().removesuffix(".").split(".")
    for start in range(len(labels) - 1):
        platform = platform_of_host(".".join(labels[start:]))
        if platform:
            return platform
    return None


def main_host(platform: Platform) -> str:
    """Give the host on which a large platform has its profiles; KeyError for Mastodon."""
    return _MAIN_HOSTS[platform]


def facebook_number(host: str, path: str, query: str) -> str | None:
    """Give the number in `facebook.com/profile.php?id=123`: a profile without a name."""
    if path != "/profile.php" or platform_of_host(host) is not Platform.FACEBOOK:
        return None
    number = parse_qs(query).get("id", [""])[0]
    return number if number.isascii() and number.isdecimal() else None


def not_social_media(address: str) -> str | None:
    """Say what an address is when it is no social medium: forum, blog, wiki or messaging.

    A word in the name of the host is a guess, which gives way to the path of a profile on a
    Mastodon server. A path that begins with such a word is none: no profile of anybody is there.
    """
    host, _, path = _take_apart(address)
    if _rule(host):
        return None  # a word such as `forum` in the path is a name there
    labels = host.split(".")
    for start in range(len(labels) - 1):
        kind = NOT_SOCIAL_MEDIA.get(".".join(labels[start:]))
        if kind:
            return kind
    if path.startswith(("/@", "/users/")):
        return None  # a Mastodon server may be called anything
    return _HOST_WORD.get(labels[0]) or _HOST_WORD.get(path.strip("/").split("/")[0].lower())


def profile_of(address: str) -> Profile | None:
    """Read platform and handle from the address of a profile, or of something below it.

    The large platforms are known by their host. Any other host with `/@name`, `/users/name` or
    `/ap/users/name` is taken for a server that speaks Mastodon's language. None when the
    address points at no profile. Bad addresses give None, never an error.
    """
    if "/" not in address:  # such as the name of a conversation: no host stands in it
        return None
    try:
        host, server, path = _take_apart(address)
    except ValueError:
        return None
    if not host:
        return None
    rule = _rule(host)
    if rule:
        platform, pattern = rule
        return _read(platform, pattern.match(path), "")
    return _read(Platform.MASTODON, _FEDIVERSE.match(path), server)


def _read(platform: Platform, match: re.Match[str] | None, server: str) -> Profile | None:
    if match is None or _is_page(platform, match):
        return None
    handle = match["handle"]
    if platform is Platform.YOUTUBE and match[0].lower().startswith("/channel/"):
        # The id of a channel tells capitals apart: in small letters it may be another's.
        return Profile(platform, handle, deeper=bool((match["rest"] or "").strip("/")))
    if server:
        handle = f"{handle}@{host_form(match['server'] or server)}"
    rest = (match["rest"] or "").strip("/")
    return Profile(platform, handle.lower(), deeper=bool(rest))


def _is_page(platform: Platform, match: re.Match[str]) -> bool:
    """Tell of what stands in the place of a handle whether it is a page of the platform."""
    if platform is Platform.MASTODON and match[0].startswith("/@"):
        return False  # somebody may be called `about` there
    name = match["handle"].lower()
    if platform is Platform.FACEBOOK and name.endswith(".php"):
        return True
    return name in _NOT_A_HANDLE or name in _PAGES.get(platform, ())
