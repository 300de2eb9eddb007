"""Whose address it is on pages and services that the register has no accounts of.

Messaging is no social medium by the whitepaper's definition (2.1), and an address there is
somebody's all the same, often with a phone number. So is the page where X asks to follow someone.
"""

import re

from weerklank.model.platform import Platform, Profile

_HOST = re.compile(
    r"https?:/{2}(?:www\.)?(?P<host>[a-z0-9.-]+)(?::(?:80|443))?(?=[/?#])", re.IGNORECASE
)
_PHONE = r"(?:\+|%2b)?(?P<name>[0-9]{6,15})"
_TAIL = r"/?(?:[?#].*)?"
#: Pages of Telegram itself.
_NO_NAME = r"(?!(?:joinchat|share|login|proxy|socks|add\w+|c|iv|bg|boost)(?:[/?]|$))"
_INTENT = r"/intent/(?:user|follow)/?\?(?:[^#]*&)?(?:screen_name|user_id)=@?(?P<name>\w+).*"
_TELEGRAM = rf"/(?:s/)?{_NO_NAME}(?P<name>[a-z]\w{{3,31}})(?P<rest>/[^?#]*)?(?:[?#].*)?"
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
    form = _FORMS.get(at["host"].lower()) if at else None
    if at is None or form is None:
        return None
    platform, pattern = form
    found = pattern.fullmatch(address[at.end() :])
    if found is None:
        return None
    named = found.groupdict()
    name = (named.get("name") or named.get("number") or "").lower()
    server = "" if platform is Platform.X else f"@{at['host'].lower()}"
    return Profile(platform, f"{name}{server}", deeper=bool((named.get("rest") or "").strip("/")))
