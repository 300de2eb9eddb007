"""The app that the organisation registers at a platform, so that accounts can be connected.

Large platforms let nobody ask for permission but by an app that somebody registered with them,
with the addresses to which their answer may go. Number and secret are kept beside the keys.
"""

from dataclasses import dataclass

from weerklank.harvest.port import Connector
from weerklank.model.clock import iso
from weerklank.model.connection import OrganisationApp, RegisteredApp
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.platform import TITLES, Platform
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.secrets_store import SecretsStore

NEEDS_NONE = fault(
    "CONNECT-027",
    Text(
        nl="{platform} vraagt hier geen app van de organisatie.",
        en="{platform} asks for no app of the organisation here.",
    ),
    Text(
        nl="Wel een app vragen: {platforms}.",
        en="These ask for an app: {platforms}.",
    ),
)
NOT_SET = fault(
    "CONNECT-028",
    Text(nl="Voor {platform} is geen app gezet.", en="No app is set for {platform}."),
    Text(nl="Er valt niets weg te gooien.", en="There is nothing to throw away."),
)
NO_IDENTIFIER = fault(
    "CONNECT-029",
    Text(
        nl="Wat als nummer van de app is opgegeven, is er geen.",
        en="What was given as the id of the app is none.",
    ),
    Text(
        nl="Geef het 'client id' zoals het platform het toont, op één regel en zonder spaties.",
        en="Give the 'client id' as the platform shows it, on one line and without spaces.",
    ),
)

MAY_SET = (Role.OPERATOR, Role.REGISTER_OWNER)
#: Where the answer of a platform comes in on the command line. Platforms want to know it to the
#: letter beforehand; the port is of no known service (RFC 8252, 7.3), and below those that systems
#: give to whoever asks for any.
REDIRECT_PORT = 17620
#: The end of the address at which it comes in on the screens, behind that of the application.
SCREENS_END = "/koppelen/terug/"
_MOST = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformApp:
    """A platform that asks for an app, and the one that is set."""

    platform: Platform
    app: OrganisationApp | None


def loopback_redirect() -> str:
    """Give the address of this machine to which a browser is led back."""
    return f"http://127.0.0.1:{REDIRECT_PORT}/"


def list_apps(workplace: Workplace, connectors: list[Connector]) -> tuple[PlatformApp, ...]:
    """Give every platform that asks for an app of the organisation, by its name."""
    store = SecretsStore(workplace.keys)
    return tuple(
        PlatformApp(platform=one, app=store.app(one)) for one in platforms_with_app(connectors)
    )


def platforms_with_app(connectors: list[Connector]) -> tuple[Platform, ...]:
    """Give the platforms of which a connector says that they ask for an app."""
    return tuple(sorted(one.manifest.platform for one in connectors if one.manifest.needs_app))


def set_app(
    workplace: Workplace,
    connectors: list[Connector],
    platform: Platform,
    identifier: str,
    secret: Secret | None,
) -> PlatformApp:
    """Keep the app of a platform, in the place of the one before; for operators.

    The journal keeps that it was set and by whom. WrongUse when the platform asks for none.
    """
    _demand_role(workplace)
    _demand_needed(connectors, platform)
    identifier = identifier.strip()
    if not identifier or len(identifier) > _MOST or not _is_plain(identifier):
        raise WrongUse(NO_IDENTIFIER)
    app = OrganisationApp(
        platform=platform,
        app=RegisteredApp(identifier=identifier, secret=secret),
        at=workplace.clock.now(),
        by=workplace.actor.known_as,
    )
    _record(workplace, platform, "set")
    SecretsStore(workplace.keys).keep_app(app)
    seal_events(workplace)
    return PlatformApp(platform=platform, app=app)


def remove_app(workplace: Workplace, platform: Platform) -> PlatformApp:
    """Let the app of a platform go; what was permitted to it holds on."""
    _demand_role(workplace)
    store = SecretsStore(workplace.keys)
    if store.app(platform) is None:
        raise WrongUse(NOT_SET, platform=TITLES[platform])
    _record(workplace, platform, "removed")
    store.forget_app(platform)
    seal_events(workplace)
    return PlatformApp(platform=platform, app=None)


def app_json(one: PlatformApp) -> JsonObject:
    """Say what is set for a platform: whether and by whom, and never what."""
    app = one.app
    return {
        "platform": one.platform,
        "state": "set" if app else "not_set",
        "secret": app is not None and app.app.secret is not None,
        "at": iso(app.at) if app else None,
        "by": app.by if app else None,
    }


def _demand_role(workplace: Workplace) -> None:
    if workplace.actor.name is not None:
        workplace.require(*MAY_SET)
    workplace.demand_sound()


def _demand_needed(connectors: list[Connector], platform: Platform) -> None:
    needed = platforms_with_app(connectors)
    if platform not in needed:
        names = ", ".join(needed) or "-"
        raise WrongUse(NEEDS_NONE, platform=TITLES[platform], platforms=names)


def _is_plain(identifier: str) -> bool:
    return identifier.isascii() and identifier.isprintable() and " " not in identifier


def _record(workplace: Workplace, platform: Platform, state: str) -> None:
    workplace.record(Book.JOURNAL, "platform.app", platform, {"state": state})
