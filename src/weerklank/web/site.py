"""Which archive this server shows, at which address; one server shows one archive."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from weerklank import bootstrap
from weerklank.services.people.provider import Provider
from weerklank.services.people.provider_sign_in import ProviderSignIn
from weerklank.services.people.sign_in_settings import SignInSettings
from weerklank.services.workplace import Memory, Reporter, Silent, Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One archive as it is served."""

    archive: Path
    keys: Path
    #: Address under which people reach it, such as https://archief.example; None on loopback.
    address: str | None = None
    #: Address of the host that shows kept pages; None on loopback, and where there is none.
    replay: str | None = None
    #: Address of the host that shows the public portal and nothing else; None: under a path.
    portal: str | None = None
    #: Folder in which the screens put what goes to an archive; None: they make none.
    sips: Path | None = None
    #: By which provider people sign in; None: with a password of ours.
    sign_in: SignInSettings | None = None

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach it over TLS."""
        return self.address is not None and self.address.startswith("https://")

    @property
    def host(self) -> str | None:
        """Give the name in its address."""
        return urlsplit(self.address).hostname if self.address else None

    @property
    def portal_host(self) -> str | None:
        """Give the name in the address of the portal."""
        return urlsplit(self.portal).hostname if self.portal else None

    @property
    def folder(self) -> Path:
        """Give the folder of what is about logging in and screens: beside the keys."""
        return self.keys / "web"

    @property
    def is_demo(self) -> bool:
        """Tell whether it is the demonstration, which the rail says."""
        return (self.keys / bootstrap.DEMO_MARK).is_file()

    def cookie(self, name: str) -> str:
        """Give a name that binds a cookie to this very host, where TLS makes that possible."""
        return f"__Host-{name}" if self.is_secure else name

    def workplace(self, acting: str | None = None, reporter: Reporter | None = None) -> Workplace:
        """Open the archive, for a person of the register."""
        return bootstrap.workplace(
            str(self.archive), str(self.keys), reporter or Silent(), acting, memory=_Held.memory
        )


class _Held:
    site: Site | None = None
    memory = Memory()
    sign_in: ProviderSignIn | None = None


def hold(site: Site) -> None:
    """Make this the archive that the server of this process shows."""
    if site != _Held.site:
        _Held.site, _Held.memory = site, Memory()
        settings = site.sign_in
        _Held.sign_in = (
            ProviderSignIn(settings, Provider(settings, site.keys)) if settings else None
        )


def current() -> Site:
    """Give the archive that the server of this process shows."""
    if _Held.site is None:
        raise LookupError("no site")
    return _Held.site


def provider_sign_in() -> ProviderSignIn | None:
    """Give the sign-ins at the provider that are under way; None where there is no provider."""
    return _Held.sign_in
