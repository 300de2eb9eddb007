"""Own sites: where the organisation's own pages are, and what of them is harvested along."""

from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from weerklank.model.host_form import host_form
from weerklank.model.text import Text

MEGABYTE = 1_000_000
PORTS = {"http": 80, "https": 443}


class FileKind(StrEnum):
    """Kinds of files that posts lead to, as they are told by their bytes."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    CSV = "csv"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"


#: The media type of each kind.
MEDIA_TYPES: dict[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
    FileKind.CSV: "text/csv",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.GIF: "image/gif",
    FileKind.WEBP: "image/webp",
}
#: What a policy of own sites holds, in the order of the screen.
POLICY_WORDS: dict[str, Text] = {
    "sites": Text("Eigen sites", "Own sites"),
    "pages": Text("Pagina's meeoogsten", "Harvest pages along"),
    "kinds": Text("Soorten bestanden die meekomen", "Kinds of files that come along"),
    "most_mb": Text("Hoogstens per bestand, in MB", "At most per file, in MB"),
    "most_mb_run": Text("Hoogstens per run, in MB", "At most per run, in MB"),
}


class OwnSites(msgspec.Struct, frozen=True, kw_only=True):
    """Which sites are the organisation's own, and what a harvest takes from there."""

    #: Addresses of servers, `https://www.voorbeelddam.example`; names under it are of it too.
    sites: tuple[str, ...] = ()
    #: Whether pages that posts lead to are recorded.
    pages: bool = False
    #: Kinds of files that are fetched; none: no file is.
    kinds: tuple[FileKind, ...] = ()
    #: Megabytes of one file, and of all that one run takes.
    most_mb: int = 20
    most_mb_run: int = 200

    @property
    def is_on(self) -> bool:
        """Tell whether anything is harvested along."""
        return bool(self.sites) and (self.pages or bool(self.kinds))

    def site_of(self, address: str) -> str | None:
        """Give the site that an address is of; None for one that is elsewhere, or is none."""
        try:
            parts = urlsplit(address)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:  # such as half of an IPv6 address, or a port that is none
            return None
        if "@" in parts.netloc or not parts.hostname:
            return None
        host = host_form(parts.hostname)
        for site in self.sites:
            own = urlsplit(site)
            own_port = own.port or PORTS[own.scheme]
            name = own.hostname or ""
            is_under = own.scheme == "https" and host.endswith(f".{name}")
            if parts.scheme == own.scheme and port == own_port and (host == name or is_under):
                return site
        return None


NO_SITES = OwnSites()
