"""Which address may be registered, and what it says: platform, handle, address in one spelling.

Sources: whitepaper 2.1 (what social media are, and what falls outside) and requirement A7.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from weerklank.model.account import Account
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.host_form import host_form
from weerklank.model.ids import AccountId
from weerklank.model.platform import (
    TITLES,
    Platform,
    facebook_number,
    large_platform_of,
    main_host,
    not_social_media,
    platform_of_host,
    profile_of,
)
from weerklank.model.text import Text

NO_ADDRESS = fault(
    "REGISTER-010",
    Text(
        nl="Wat is opgegeven, is geen webadres van een profiel.",
        en="What was given is no web address of a profile.",
    ),
    Text(
        nl="Geef het adres van het profiel, zoals https://social.example/@naam.",
        en="Give the address of the profile, such as https://social.example/@name.",
    ),
)
CREDENTIALS = fault(
    "REGISTER-011",
    Text(
        nl="In het adres staat een gebruikersnaam of wachtwoord.",
        en="The address holds a user name or password.",
    ),
    Text(
        nl="Laat weg wat voor de '@' van de server staat; het register is leesbaar voor velen.",
        en="Leave out what stands before the '@' of the server; many can read the register.",
    ),
)
PLAIN_HTTP = fault(
    "REGISTER-012",
    Text(
        nl="{host} wordt met onversleuteld http aangewezen.",
        en="{host} is pointed at by unencrypted http.",
    ),
    Text(
        nl="Gebruik https; http mag alleen op de eigen machine (127.0.0.1, localhost, [::1]).",
        en="Use https; http goes only on the machine itself (127.0.0.1, localhost, [::1]).",
    ),
)
DEEPER = fault(
    "REGISTER-013",
    Text(
        nl="Dit adres wijst iets onder het profiel {handle} aan, zoals één bericht.",
        en="This address points at something below the profile {handle}, such as one post.",
    ),
    Text(nl="Geef het adres van het profiel zelf.", en="Give the address of the profile itself."),
)
NO_HANDLE = fault(
    "REGISTER-014",
    Text(
        nl="In dit adres op {host} staat geen naam van een account.",
        en="This address on {host} holds no name of an account.",
    ),
    Text(
        nl="Open het profiel in de browser en neem het adres over dat dan boven in beeld staat.",
        en="Open the profile in the browser and copy the address that it shows then.",
    ),
)
UNKNOWN_PLATFORM = fault(
    "REGISTER-015",
    Text(
        nl="Van {host} is niet bekend welk platform het is.",
        en="It is not known what platform {host} is.",
    ),
    Text(
        nl="Is het een profiel van {platform} (bij mastodon hoort verwante software), noem dat "
        "dan met --platform {platform}. Neem anders het adres over dat de browser bij het profiel "
        "toont.",
        en="If it is a profile of {platform} (kindred software counts as mastodon), name that by "
        "--platform {platform}. Else copy the address that the browser shows with the profile.",
    ),
)
OTHER_PLATFORM = fault(
    "REGISTER-018",
    Text(
        nl="{host} is geen adres van {platform}.",
        en="{host} is no address of {platform}.",
    ),
    Text(
        nl="Geef het adres dat het profiel op {platform} zelf heeft, of laat --platform weg als "
        "het adres al zegt welk platform het is.",
        en="Give the address that the profile has on {platform} itself, or leave out --platform "
        "if the address tells what platform it is.",
    ),
)
NAME_OF_NOBODY = fault(
    "REGISTER-019",
    Text(
        nl="Wat in dit adres als naam staat, kan op {platform} geen naam zijn: {rule}.",
        en="What this address holds as a name can be no name on {platform}: {rule}.",
    ),
    Text(
        nl="Open het profiel in de browser en neem het adres over dat dan boven in beeld staat.",
        en="Open the profile in the browser and copy the address that it shows then.",
    ),
)
REGISTERED_ALREADY = fault(
    "REGISTER-016",
    Text(
        nl="{handle} op {platform} staat al in het accountoverzicht als {account}.",
        en="{handle} on {platform} is in the register already, as {account}.",
    ),
    Text(
        nl="Pas dat account aan met 'weerklank account edit {account}'.",
        en="Change that account with 'weerklank account edit {account}'.",
    ),
)
DIRECT_MESSAGES = fault(
    "REGISTER-017",
    Text(
        nl="Dit is een adres van privéberichten; die vallen buiten sociale media-archivering, "
        "want ze zijn niet (semi-)openbaar (whitepaper 2.1).",
        en="This is an address of direct messages; they fall outside social media archiving, "
        "as they are not (semi-)public (whitepaper 2.1).",
    ),
    Text(
        nl="Registreer het profiel; privéberichten worden nooit ingelezen.",
        en="Register the profile; direct messages are never read in.",
    ),
)
_DEFINITION = Text(
    nl="Sociale media zijn (semi-)openbare online netwerken waar iedereen een account kan "
    "aanmaken en waar gebruikers content creëren, ontvangen en delen (whitepaper 2.1)",
    en="Social media are (semi-)public online networks where anyone can make an account and "
    "where users create, receive and share content (whitepaper 2.1)",
)
_NO_INTERACTION = Text(
    "niet in de eerste plaats op interactie gericht", "not meant for interaction first"
)
_OUTSIDE: dict[str, tuple[str, Text, Text]] = {
    "forum": ("REGISTER-020", Text("een forum", "a forum"), _NO_INTERACTION),
    "blog": ("REGISTER-021", Text("een blog", "a blog"), _NO_INTERACTION),
    "wiki": ("REGISTER-022", Text("een wiki", "a wiki"), _NO_INTERACTION),
    "messaging": (
        "REGISTER-023",
        Text("een berichtenapp", "a messaging app"),
        Text("niet openbaar", "not public"),
    ),
}
#: What to refuse with, for each kind of thing that is no social medium.
NOT_SOCIAL: dict[str, str] = {
    kind: fault(
        code,
        Text(
            nl=f"{{host}} is {what.nl} en dus geen sociaal medium. {_DEFINITION.nl}; "
            f"{what.nl} valt daarbuiten: {why.nl}.",
            en=f"{{host}} is {what.en} and so no social medium. {_DEFINITION.en}; "
            f"{what.en} falls outside: {why.en}.",
        ),
        Text(
            nl="Archiveer dit langs een andere weg, zoals webarchivering of berichtenarchivering.",
            en="Archive this another way, such as web archiving or message archiving.",
        ),
    )
    for kind, (code, what, why) in _OUTSIDE.items()
}

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_FULL_NAME = re.compile(r"@(?P<name>[^@/]+)@(?P<server>[^@/]+)/?")
#: A profile of one server as another server shows it.
_SEEN_ELSEWHERE = re.compile(r"/@(?P<name>[^@/]+)@(?P<server>[^@/]+)")
#: First part of the path under which a platform keeps direct messages.
_DIRECT: dict[Platform, tuple[str, ...]] = {
    Platform.X: ("/messages", "/i/chat"),
    Platform.INSTAGRAM: ("/direct",),
    Platform.FACEBOOK: ("/messages",),
    Platform.LINKEDIN: ("/messaging",),
    Platform.TIKTOK: ("/messages",),
    Platform.BLUESKY: ("/messages",),
}
_DIRECT_ELSEWHERE = ("/conversations",)
#: What a path on somebody's own server begins with when it is no profile but a page.
_PAGES = frozenset(
    "about api auth authorize_interaction bookmarks deck directory explore favourites home "
    "interact invite lists local login logout media_proxy notifications oauth privacy-policy "
    "public register search settings share sign_in sign_up signup tag tags terms-of-service "
    "timeline web".split()
)
#: Characters that no address has as they are (RFC 3986, 2), and so no name in one.
_NO_NAME = frozenset('<>"\\^`{|}')
#: Of platforms that say which names there can be: the pattern, and what it asks.
_NAMES: dict[Platform, tuple[re.Pattern[str], Text]] = {
    # https://help.x.com/en/managing-your-account/x-username-rules
    Platform.X: (
        re.compile("[a-z0-9_]{1,15}"),
        Text(
            "een naam op X heeft ten hoogste 15 tekens, en alleen de letters a tot en met z, "
            "cijfers en het liggende streepje",
            "a name on X has at most 15 characters, and only the letters a to z, digits and the "
            "underscore",
        ),
    ),
}
#: More than the longest name and host have together (RFC 1035: 253 for the host).
_MOST_HANDLE = 320
_FILE = re.compile(r".*\.(?:aspx?|html?|jsp|php)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An address that may be registered."""

    platform: Platform
    handle: str
    #: In one spelling: the one form of the host, no trailing slash or fragment, and no query but
    #: the number of a profile without a name.
    url: str


def admit(address: str, platform: Platform | None = None) -> Admitted:
    """Read the address of a profile; `platform` says only what the address does not tell.

    That is: which software a server of someone's own runs, and on the machine itself anything.
    Takes `x.com/name`, `@name@server` and full addresses. Refused: what is no social medium by
    whitepaper 2.1, and direct messages. WrongUse: what names no profile, and a platform that has
    no such address.
    """
    parts = _split(address)
    host = _host(parts)
    path = parts.path.rstrip("/")
    _refuse_outside(host, path)
    if parts.scheme == "http" and host not in LOOPBACK:
        raise WrongUse(PLAIN_HTTP, host=host)
    server = _server(parts, host)
    number = facebook_number(host, path, parts.query)
    url = f"{parts.scheme}://{server}{path}" + (f"?id={number}" if number else "")
    elsewhere = _SEEN_ELSEWHERE.fullmatch(unquote(path))
    by_server = platform in {None, Platform.MASTODON}
    if by_server and elsewhere and host_form(elsewhere["server"]) != server:
        return admit(elsewhere[0].removeprefix("/"), platform)
    large = large_platform_of(host)
    _refuse_contradiction(host, large, platform)
    is_lesser = large is not None and platform_of_host(host) is None
    if platform is None and is_lesser:  # such as help.x.com
        raise WrongUse(UNKNOWN_PLATFORM, host=host, platform=large)
    profile = profile_of(f"https://{main_host(large)}{path}" if large and is_lesser else url)
    if profile and platform in {None, profile.platform}:
        if profile.deeper:
            raise WrongUse(DEEPER, handle=profile.handle)
        handle = _sound(profile.handle, host, profile.platform)
        return Admitted(platform=profile.platform, handle=handle, url=url)
    if not path or large:
        raise WrongUse(NO_HANDLE, host=host)
    if platform is None:
        raise WrongUse(UNKNOWN_PLATFORM, host=host, platform=Platform.MASTODON)
    return Admitted(platform=platform, handle=_last(path, server, platform), url=url)


def _refuse_contradiction(host: str, large: Platform | None, named: Platform | None) -> None:
    """Refuse a platform that has its profiles elsewhere; on the machine itself all is a test."""
    if named in {None, large} or host in LOOPBACK:
        return
    if large or named is not Platform.MASTODON:
        raise WrongUse(OTHER_PLATFORM, host=host, platform=named)


def refuse_twice(
    admitted: Admitted, accounts: Iterable[Account], but: AccountId | None = None
) -> None:
    """WrongUse when the register has the same handle on the same platform, other than `but`."""
    for account in accounts:
        same = (account.platform, account.handle) == (admitted.platform, admitted.handle)
        if same and account.id != but:
            raise WrongUse(
                REGISTERED_ALREADY,
                handle=admitted.handle,
                platform=TITLES[admitted.platform],
                account=account.id,
            )


def _split(address: str) -> SplitResult:
    text = address.strip()
    if any(character.isspace() or not character.isprintable() for character in text):
        raise WrongUse(NO_ADDRESS)
    full_name = _FULL_NAME.fullmatch(text)
    if full_name:
        text = f"https://{full_name['server']}/@{full_name['name']}"
    bare = _SCHEME.match(text) is None
    try:
        parts = urlsplit(f"https://{text}" if bare else text)
        _ = parts.port  # read here, as it is only now that a wrong one shows
    except ValueError as error:
        raise WrongUse(NO_ADDRESS) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise WrongUse(NO_ADDRESS)
    if "@" in parts.netloc and parts.hostname and not text.startswith("@"):
        raise WrongUse(CREDENTIALS)
    host = _host(parts)
    sound = ":" in host or _HOST.fullmatch(host)
    # A single word without https:// is a name, not a server.
    word = bare and "." not in host and host not in LOOPBACK
    if not sound or word or "@" in parts.netloc:
        raise WrongUse(NO_ADDRESS)
    return parts


def _host(parts: SplitResult) -> str:
    return host_form(parts.hostname or "")


def _https(host: str) -> str:
    return f"https://[{host}]" if ":" in host else f"https://{host}"


def _server(parts: SplitResult, host: str) -> str:
    server = _https(host).removeprefix("https://")
    if parts.port is not None and parts.port != _DEFAULT_PORTS[parts.scheme]:
        server += f":{parts.port}"
    return server


def _refuse_outside(host: str, path: str) -> None:
    kind = not_social_media(_https(host) + path)
    if kind:
        raise Refused(NOT_SOCIAL[kind], host=host)
    platform = large_platform_of(host)
    kept_under = _DIRECT.get(platform, ()) if platform else _DIRECT_ELSEWHERE
    if any(path == place or path.startswith(f"{place}/") for place in kept_under):
        raise Refused(DIRECT_MESSAGES)


def _last(path: str, server: str, platform: Platform) -> str:
    """Read the handle from the last part of the path, where the platform was named."""
    words = unquote(path).lower().strip("/").split("/")
    handle = words[-1].removeprefix("@")
    if not handle or _FILE.fullmatch(handle) or words[0] in _PAGES:
        raise WrongUse(NO_HANDLE, host=server)
    if platform is Platform.MASTODON and "@" not in handle:
        handle = f"{handle}@{server.removeprefix('www.')}"
    return _sound(handle, server, platform)


def _sound(handle: str, host: str, platform: Platform) -> str:
    is_name = all(c.isprintable() and not c.isspace() and c not in _NO_NAME for c in handle)
    if not is_name or len(handle) > _MOST_HANDLE:
        raise WrongUse(NO_HANDLE, host=host)
    if platform in _NAMES:
        pattern, rule = _NAMES[platform]
        if not pattern.fullmatch(unquote(handle)):
            raise WrongUse(NAME_OF_NOBODY, platform=TITLES[platform], rule=rule)
    return handle
