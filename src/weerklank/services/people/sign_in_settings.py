"""Settings of the sign-in by a provider: which provider, and which value of a claim is which role.

The provider speaks OpenID Connect. The operator writes the settings in a file beside the keys;
they hold no secret, only where it lies.
"""

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from weerklank.model.errors import WrongUse, fault
from weerklank.model.person import Role
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.store.plain_file import NotPlain, read_plain

NO_PASSWORDS = fault(
    "SIGNIN-010",
    Text(
        nl="{name} kan geen wachtwoord gebruiken: aanmelden gaat via de organisatie.",
        en="{name} can't use a password: people sign in by the organisation.",
    ),
    Text(
        nl="Alleen het noodaccount heeft een wachtwoord: noem die persoon met 'emergency' in "
        "sign-in.toml.",
        en="The emergency account alone has a password: name that person by 'emergency' in "
        "sign-in.toml.",
    ),
)
BAD_SETTINGS = fault(
    "SIGNIN-001",
    Text(
        nl="De instellingen voor aanmelden in {file} zijn niet bruikbaar: {problem}.",
        en="The settings for signing in in {file} can't be used: {problem}.",
    ),
    Text(
        nl="Zet het bestand recht zoals de handleiding voor technisch beheer zegt. Tot dan begint "
        "'serve' niet, want dan zou iedereen met een wachtwoord binnenkomen.",
        en="Put the file right as the operator's manual says. Until then 'serve' does not begin, "
        "as everybody with a password would get in.",
    ),
)
BAD_SECRET = fault(
    "SIGNIN-002",
    Text(
        nl="Het geheim voor aanmelden in {file} is niet bruikbaar: {problem}.",
        en="The secret for signing in in {file} can't be used: {problem}.",
    ),
    Text(
        nl="Zet het geheim van de provider als enige regel in dat bestand, en sluit het: "
        "chmod 600 {file}",
        en="Put the secret of the provider as the only line in that file, and close it: "
        "chmod 600 {file}",
    ),
)
PROVIDER_NEEDED = fault(
    "SIGNIN-011",
    Text(
        nl="Er is geen aanmelddienst ingesteld, en wachtwoorden zijn hier uit.",
        en="No sign-in service is set, and passwords are off here.",
    ),
    Text(
        nl="Schrijf sign-in.toml bij de sleutels, of sta wachtwoorden toe: 'passwords = true' bij "
        "deze organisatie, of 'serve' zonder --no-passwords.",
        en="Write sign-in.toml beside the keys, or allow passwords: 'passwords = true' with this "
        "organisation, or 'serve' without --no-passwords.",
    ),
)
#: Name of the file in the key folder; the variable names another place.
FILE = "sign-in.toml"
VARIABLE = "WEERKLANK_SIGN_IN"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MOST = 1 << 18
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WRITABLE = 0o002
_LONGEST_SESSION = 600


class SecondFactor(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By what the provider tells that somebody proved who they are in two ways."""

    #: Values of `acr` of which one is needed; they are asked for too. None: not looked at.
    acr: tuple[str, ...] = ()
    #: Values of `amr` of which one is needed. None: not looked at.
    amr: tuple[str, ...] = ()
    #: Roles that need it; none: whoever signs in.
    roles: tuple[Role, ...] = ()


class SignInSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the operator wrote."""

    issuer: str
    client_id: str
    #: Values of the claim, and the roles that each gives.
    roles: dict[str, tuple[Role, ...]]
    #: Name of the claim, or the names that lead to it.
    role_claim: str | tuple[str, ...]
    #: None: a public client, which has the proof of asking alone.
    secret_file: str | None = None
    #: What the button says; the organisation of the archive where it is not said.
    organisation: str = ""
    #: Whom to ask, for who can't get in.
    help: str = ""
    name_claim: str = "name"
    scopes: tuple[str, ...] = ("openid", "profile")
    #: Minutes after which somebody signs in anew, whatever they did meanwhile.
    session_minutes: int = 60
    #: Other hosts than that of the issuer at which its addresses may lie.
    hosts: tuple[str, ...] = ()
    #: Person of the register who may sign in with a password all the same.
    emergency: str | None = None
    second_factor: SecondFactor | None = None
    #: Names of the register, by the subject who bears them.
    persons: dict[str, str] = {}

    @property
    def way_to_roles(self) -> tuple[str, ...]:
        """Give the names that lead to the claim of roles."""
        one = self.role_claim
        return (one,) if isinstance(one, str) else one

    def roles_of(self, values: frozenset[str]) -> tuple[Role, ...]:
        """Give the roles of these values of the claim; of a value that is not named none."""
        given = {role for value in values for role in self.roles.get(value, ())}
        return tuple(role for role in Role if role in given)


def settings_file(keys: Path, environment: Mapping[str, str]) -> Path:
    """Give where the settings lie: as the environment says, else beside the keys."""
    named = environment.get(VARIABLE)
    return Path(named).expanduser().absolute() if named else keys / FILE


def read_settings(keys: Path, environment: Mapping[str, str]) -> SignInSettings | None:
    """Read the settings; None where there are none: people sign in with a password of ours.

    WrongUse for what can't be used, a file that the environment names and is not there too.
    """
    path = settings_file(keys, environment)
    try:
        content = read_plain(path, _MOST).decode()
        is_anyones = path.stat().st_mode & _WRITABLE
    except FileNotFoundError:
        if environment.get(VARIABLE):
            raise _bad(path, Text("het is er niet", "it is not there")) from None
        return None
    except (OSError, ValueError) as error:
        raise _bad(path, Text("het is niet te lezen", "it can't be read")) from error
    if is_anyones:  # who writes it gives roles
        raise _bad(path, Text("iedereen kan het schrijven", "everybody can write it"))
    try:
        found = msgspec.convert(tomllib.loads(content), SignInSettings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _bad(path, Text(str(error), str(error))) from error
    problem = _problem(found)
    if problem is not None:
        raise _bad(path, problem)
    return found


def read_client_secret(settings: SignInSettings, keys: Path) -> Secret | None:
    """Read the secret that the provider gave; None for a public client.

    A name without a folder is of a file in the key folder. WrongUse when it is not there, empty,
    or open to others.
    """
    if settings.secret_file is None:
        return None
    path = keys / Path(settings.secret_file).expanduser()
    try:
        text = read_plain(path, _MOST).decode().strip()
        is_open = path.stat().st_mode & _OTHERS
    except NotPlain as error:
        raise _secret(path, Text("het is geen bestand", "it is no file")) from error
    except (OSError, ValueError) as error:
        raise _secret(path, Text("het is niet te lezen", "it can't be read")) from error
    if is_open:
        raise _secret(path, Text("anderen kunnen het lezen", "others can read it"))
    if not text or not text.isprintable():
        raise _secret(path, Text("er staat geen geheim in", "it holds no secret"))
    return Secret(text)


def is_safe_address(address: str, *, on_loopback: bool) -> bool:
    """Tell whether a provider may be asked at an address: https; http on this machine alone."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port  # refuses what is no number
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        return False
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and on_loopback and host in LOOPBACK)


def _problem(found: SignInSettings) -> Text | None:
    """Tell what is wrong with settings that have the right form."""
    if not is_safe_address(found.issuer, on_loopback=True) or urlsplit(found.issuer).query:
        return Text(
            "issuer is geen https-adres; http mag alleen naar deze machine zelf",
            "issuer is no https address; http may lead to this machine alone",
        )
    if not found.client_id.strip():
        return Text("client_id is leeg", "client_id is empty")
    if not found.way_to_roles or not all(found.way_to_roles):
        return Text("role_claim noemt geen claim", "role_claim names no claim")
    if "openid" not in found.scopes:
        return Text("in scopes ontbreekt openid", "openid is missing in scopes")
    if not 1 <= found.session_minutes <= _LONGEST_SESSION:
        return Text(
            f"session_minutes hoort tussen 1 en {_LONGEST_SESSION} te zijn",
            f"session_minutes should be between 1 and {_LONGEST_SESSION}",
        )
    second = found.second_factor
    if second is not None and not second.acr and not second.amr:
        return Text(
            "second_factor noemt geen acr en geen amr", "second_factor names no acr and no amr"
        )
    names = [" ".join(name.split()).casefold() for name in found.persons.values()]
    if len(set(names)) < len(names) or not all(names):
        return Text(
            "in persons draagt niet ieder een eigen naam",
            "in persons not everybody bears a name of their own",
        )
    return None


def _bad(path: Path, problem: Text) -> WrongUse:
    return WrongUse(BAD_SETTINGS, file=path, problem=problem)


def _secret(path: Path, problem: Text) -> WrongUse:
    return WrongUse(BAD_SECRET, file=path, problem=problem)
