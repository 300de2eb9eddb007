"""Whose profile it is on a server that is known by its name: a path of one word is somebody there.

On most sites `/nieuws` is a page. It is a profile on a server whose name says which software it
runs or which platform it shows (`nitter.example`, `pixelfed.example`: a whole label of the host),
and on the sites that are listed here. Elsewhere a path of one word is somebody's only once they
are known by that name there (`person_address.bare_handle`). Pages of the site itself are nobody's.
A profile on a front-end of a platform is that of the platform.
"""

import re
from dataclasses import dataclass

from weerklank.model.host_form import host_form
from weerklank.model.platform import Platform, Profile

_HOST = re.compile(r"https?:/{2}(?:www\.)?(?P<host>[a-z0-9.-]+)(?P<port>:[0-9]+)?/", re.IGNORECASE)
_FILE = r"[^/?#]*\.(?:html?|php|txt|xml|json|ico|png|jpe?g|gif|pdf|css|js)(?:[?#]|$)"
_SERVER = r"(?:@(?P<server>[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?))?"
_TAIL = r"(?P<rest>/[^?#]*)?(?:[?#].*)?"
#: Pages that these sites have and that no profile is called after.
_SITE = (
    "about account accounts admin api apps app arts assets auth blog business categories c "
    "challenge contact cookies css developers directory discover download downloads embed en "
    "explore faq favicon feed feeds groups hashtag help home i images img instances jobs js "
    "kb language legal lists live login logo logout manifest media messages nl nodeinfo "
    "notifications oauth p password pages pic places policies premium press pricing privacy "
    "products register robots rss rules search settings share shop signin signup site static "
    "stats status storage store stories support tag tags team terms timeline timelines tos "
    "trending tv upload users video videos watch web"
)


def _form(path: str, *, but: str = "") -> re.Pattern[str]:
    """Make the form of what stands behind the host; `but` are further pages of the site."""
    pages = "|".join(sorted({*_SITE.split(), *but.split()}))
    name = rf"(?!(?:{pages})(?:[/?#]|$)|{_FILE})(?P<name>\w[\w.~-]*)"
    return re.compile(path.replace("NAME", name) + _TAIL, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Site:
    """Where on a kind of server profiles are."""

    form: re.Pattern[str]
    #: What the server shows; None where it is a place of its own, and a name is of that server.
    of: Platform | None = None


_ONE_WORD = _form("@?NAME")
_OF_YOUTUBE = _form(r"(?:@|channel/|c/|user/)NAME")
_OF_X = _Site(_ONE_WORD, Platform.X)
_OF_INSTAGRAM = _Site(_form(r"(?:@|profile/|u/|user/|stories/)?NAME"), Platform.INSTAGRAM)
_SHOWS_YOUTUBE = _Site(_OF_YOUTUBE, Platform.YOUTUBE)
_BY_WORD = _Site(_ONE_WORD)

#: Where LinkedIn has persons besides `/in/`: in links of its letters, of older years, of what it
#: sells to recruiters, and before what somebody posted.
_OF_LINKEDIN = (
    r"(?:(?:(?:(?:comm/)?(?:m|mwlite)|comm)/in|pub|(?:comm/)?sales/(?:people|lead|profile)"
    r"|(?:comm/)?(?:talent|recruiter)/profile|today/author|(?:comm/)?recent-activity)/NAME"
    r"(?:,[^/?#]*+|(?:/[0-9a-f]{1,4}){3}(?=[/?#]|$))?"
    r"|(?:comm/)?profile/view/?\?(?>(?:(?!id=)[^#&]*+&)*)id=(?P<viewed>\w[\w.~-]*+)(?:&[^#]*+)?"
    r"|posts/(?P<poster>(?:[^\W_]|[.-])+)_[^/?#]*)"
)
#: By a label of the host that says what runs there.
_BY_LABEL: dict[str, _Site] = {
    label: site
    for labels, site in (
        ("nitter", _OF_X),
        ("bibliogram proxigram", _OF_INSTAGRAM),
        ("proxitok", _Site(_form("@NAME"), Platform.TIKTOK)),
        ("invidious piped", _SHOWS_YOUTUBE),
        ("pixelfed", _Site(_form(r"(?:@|i/web/profile/|stories/|portfolio/|p/)?NAME"))),
        ("pleroma akkoma gnusocial", _BY_WORD),
        ("peertube", _Site(_form(rf"(?:@|[ac]/|accounts/|video-channels/)NAME{_SERVER}"))),
        ("hubzilla", _Site(_form(r"(?:channel|profile)/NAME"))),
    )
    for label in labels.split()
}
#: By the host itself.
_BY_HOST: dict[str, _Site] = {
    host: site
    for hosts, site in (
        (
            "xcancel.com twiiit.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com mobile.x.com",
            _OF_X,
        ),
        ("imginn.com ddinstagram.com picuki.com instagr.am", _OF_INSTAGRAM),
        ("yewtu.be", _SHOWS_YOUTUBE),
        # The older address of a channel: one word, as on other sites.
        (
            "youtube.com m.youtube.com",
            _Site(
                _form(
                    r"NAME(?:/(?:videos|about|featured|playlists|community|shorts|streams))?"
                    r"(?=/?(?:[?#]|$))",
                    but="ads attribution_link channel clip creators e gaming howyoutubeworks kids "
                    "learning movies music my_videos new news oembed originals playables playlist "
                    "podcasts post redirect reporthistory results shorts source sports storefront "
                    "t user v watch_videos yt",
                ),
                Platform.YOUTUBE,
            ),
        ),
        ("instagram.com", _Site(_form(r"(?:stories|_u)/NAME"), Platform.INSTAGRAM)),
        ("ig.me", _Site(_form(r"m/NAME"), Platform.INSTAGRAM)),
        ("fb.me", _Site(_ONE_WORD, Platform.FACEBOOK)),
        (
            "linkedin.com",
            _Site(_form(_OF_LINKEDIN, but="dir"), Platform.LINKEDIN),
        ),
        ("pixey.org pxlmo.com metapixl.com gram.social pixel.tchncs.de", _BY_WORD),
        ("linktr.ee twitch.tv m.twitch.tv patreon.com ko-fi.com vk.com gab.com", _BY_WORD),
        ("pinterest.com nl.pinterest.com pinterest.nl", _Site(_form("NAME", but="pin ideas"))),
        ("flickr.com", _Site(_form("(?:people|photos)/NAME"))),
        ("strava.com", _Site(_form("(?:athletes|pros)/NAME"))),
    )
    for host in hosts.split()
}
#: Hosts below which every name is somebody's: of the platform, or a page of their own.
_BELOW: dict[str, Platform | None] = {"bsky.social": Platform.BLUESKY, "tumblr.com": None}
#: LinkedIn has a host for each country.
_COUNTRY = re.compile(r"^[a-z]{2}\.(?=linkedin\.com$)")
_NO_NAME = frozenset("www api assets blog help support status staging morel pds".split())


def front_end(address: str) -> Profile | None:
    """Give whose profile an address points at on such a server, else None; never an error.

    What is on no platform of the register is named as on a server: `name@pixelfed.example`.
    """
    whole = address if "/" in address[8:] else f"{address}/"
    at = _HOST.match(whole)
    if at is None:
        return None
    host, path = _COUNTRY.sub("", host_form(at["host"])), whole[at.end() :]
    site = _BY_HOST.get(host) or _by_label(host)
    if site is None:
        return _below(host, path)
    found = site.form.fullmatch(path)
    if found is None:
        return None
    named = found.groupdict()
    name = named["name"] or named.get("poster") or named.get("viewed") or ""
    if site.of is not Platform.YOUTUBE or not path.lower().startswith("channel/"):
        name = name.lower()  # the id of a channel tells capitals apart
    deeper = bool((named["rest"] or "").strip("/")) or bool(named.get("poster"))
    if site.of is not None:
        return Profile(site.of, name, deeper=deeper)
    server = host_form(named.get("server") or f"{host}{at['port'] or ''}")
    return Profile(Platform.MASTODON, f"{name}@{server}", deeper=deeper)


def _by_label(host: str) -> _Site | None:
    return next(filter(None, map(_BY_LABEL.get, host.split("."))), None)


def _below(host: str, path: str) -> Profile | None:
    name, _, above = host.partition(".")
    if above not in _BELOW or name in _NO_NAME:
        return None
    platform = _BELOW[above]
    deeper = bool(re.split("[?#]", path, maxsplit=1)[0].strip("/"))
    if platform is None:
        return Profile(Platform.MASTODON, f"{name}@{above}", deeper=deeper)
    return Profile(platform, host, deeper=deeper)
