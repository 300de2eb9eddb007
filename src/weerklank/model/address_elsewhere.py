"""Whose address it is on pages and services that the register has no accounts of.

Messaging is no social medium by the whitepaper's definition (2.1), and an address there is
somebody's all the same, often with a phone number. So is the page where X asks to follow someone,
and on Facebook what says the number of a person: the ordinary address of a post, a picture or a
member of a group.
"""

import re

from weerklank.model.platform import Platform, Profile, platform_of_host

_HOST = re.compile(
    r"https?:/{2}(?:www\.)?(?P<host>[a-z0-9.-]+)(?::(?:80|443))?(?=[/?#])", re.IGNORECASE
)
_PHONE = r"(?:\+|%2b)?(?P<name>[0-9]{6,15})"
_TAIL = r"/?(?:[?#].*)?"
#: Pages of Telegram itself.
_NO_NAME = r"(?!(?:joinchat|share|login|proxy|socks|add\w+|c|iv|bg|boost)(?:[/?]|$))"
_INTENT = r"/intent/(?:user|follow)/?\?(?:[^#]*&)?(?:screen_name|user_id)=@?(?P<name>\w+).*"
_TELEGRAM = rf"/(?:s/)?{_NO_NAME}(?P<name>[a-z]\w{{3,31}})(?P<rest>/[^?#]*)?(?:[?#].*)?"
_OF_ITEM = r"(?:permalink|story|photo|video|album)\.php|photo|photos|story|media/set"
#: Whose a set of pictures is: those of a profile (`pb`), with a person in it (`t`), an album.
_SET = r"set=(?:(?:pb|t|ecnf)\.|a(?:\.[0-9]+){2}\.)"
_NUMBER = r"(?P<{}>[0-9]{{5,20}})(?![0-9])"
_OF_FACEBOOK = re.compile(
    rf"/(?:(?P<rest>{_OF_ITEM})/?\?(?:[^#]*[&;])?(?:id=|{_SET}){_NUMBER.format('name')}.*"
    rf"|groups/[^/?#]+/user/{_NUMBER.format('member')}{_TAIL}"
    rf"|marketplace/profile/{_NUMBER.format('seller')}(?:/[^?#]*)?(?:[?#].*)?"
    rf"|messages/t/(?P<talk>[\w.-]+){_TAIL})",
    re.IGNORECASE,
)
#: By host: what stands behind it, with query and fragment.
_FORMS: dict[str, tuple[Platform, re.Pattern[str]]] = {
    host: (platform, re.compile(pattern, re.IGNORECASE))
    for platform, hosts, pattern in (
        (
            Platform.X,
            "x.com twitter.com mobile.twitter.com",
            rf"{_INTENT}|/i/user/(?P<number>[0-9]+){_TAIL}",
        ),
        (Platform.MASTODON, "t.me telegram.me telegram.dog", _TELEGRAM),
        (Platform.MASTODON, "m.me", rf"/(?P<name>[\w.-]+){_TAIL}"),
        (Platform.INSTAGRAM, "ig.me", rf"/(?:m/)?(?P<name>[\w.]+){_TAIL}"),
        (Platform.MASTODON, "messenger.com", rf"/t/(?P<name>[\w.-]+){_TAIL}"),
        (Platform.MASTODON, "wa.me", rf"/{_PHONE}{_TAIL}"),
        (
            Platform.MASTODON,
            "api.whatsapp.com web.whatsapp.com whatsapp.com",
            rf"/send/?\?(?:[^#]*&)?phone={_PHONE}.*",
        ),
        (Platform.MASTODON, "signal.me", rf"/?#p/{_PHONE}"),
        (
            Platform.MASTODON,
            "matrix.to",
            r"/?#/(?:@|%40)(?P<name>[\w.=/-]+)(?::|%3a)[\w.:-]+(?:\?.*)?",
        ),
        (Platform.MASTODON, "discord.com discordapp.com", rf"/users/(?P<name>[0-9]+){_TAIL}"),
    )
    for host in hosts.split()
}


def address_elsewhere(address: str) -> Profile | None:
    """Give whose address it is, None where it is of no form that is known here; never an error.

    What is on no platform of the register is named as on a server: `name@t.me`.
    """
    at = _HOST.match(address)
    if at is None:
        return None
    host = at["host"].lower()
    form = _FORMS.get(host)
    if form is None and platform_of_host(host) is Platform.FACEBOOK:
        form = Platform.FACEBOOK, _OF_FACEBOOK
    if form is None:
        return None
    platform, pattern = form
    found = pattern.fullmatch(address[at.end() :])
    if found is None:
        return None
    named = found.groupdict()
    rest = (named.pop("rest", None) or "").strip("/")
    name = next(filter(None, named.values()), "").lower()
    server = f"@{host}" if platform is Platform.MASTODON else ""
    return Profile(platform, f"{name}{server}", deeper=bool(rest))
