"""The template for a profile on social media: its text, its short forms, and what fits where.

Source of the text: module 3, 'Aanbevelingen bij gebruik van sociale media', block 'Sjabloon voor
een sociale media-profiel' (Nationaal Archief, concept; read 26 November 2026). Word for word, but
for its slip 'in het kader een', which is written 'in het kader van een' here. The template is
Dutch, and so is what is made of it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from weerklank.model.platform import Platform
from weerklank.model.text import Text

#: What stands in the template where something is to be filled in.
NAME, EDITOR = "[naam organisatie/functie/ambt]", "[naam organisatie]"
CONTACT, PRIVACY = "[link]", "[link naar de webpagina met privacyverklaring]"

OFFICIAL = f"Dit is het officiële account van {NAME}. Redactie gebeurt door {EDITOR}."
FORMAL = (
    "Dit account wordt niet gebruikt voor formeel berichtenverkeer, dus voor berichten in het "
    "kader van een formele (wettelijk geregelde) procedure. Dat kan via andere kanalen."
)
PERSONAL_DATA = (
    "Reageren op dit account leidt tot verzameling en verwerking van uw persoonsgegevens, ook "
    "voor archivering in het algemeen belang."
)
#: Before each of the two links.
MORE = "Meer informatie vindt u op:"
#: The three paragraphs.
PARAGRAPHS = (OFFICIAL, f"{FORMAL} {MORE} {CONTACT}.", f"{PERSONAL_DATA} {MORE} {PRIVACY}.")
#: As the source has it by mistake; profiles that copied it count too.
SLIP = ("in het kader van een formele", "in het kader een formele")

#: Fixed short forms by their most characters, for where the three paragraphs don't fit. Each
#: counts only with a link to a page that has them. Plain ASCII: every platform counts them alike.
SHORT_FORMS: dict[int, str] = {
    160: (
        "Officieel account. Niet voor formeel berichtenverkeer. Reageren leidt tot verwerking van "
        "uw persoonsgegevens, ook voor archivering. Meer uitleg: zie de link."
    ),
    150: (
        "Officieel account. Niet voor formele berichten. Reageren leidt tot verwerking van uw "
        "persoonsgegevens, ook voor archivering. Meer: zie de link."
    ),
    80: "Officieel account. Geen formele berichten. Reacties archiveren wij. Zie de link.",
}


class ProfileCounting(StrEnum):
    """How a platform counts the characters of a profile."""

    #: Characters as people see them.
    SEEN = "seen"
    #: The same, each link as 23 of them, however long it is.
    LINKS_AS_23 = "links-as-23"
    #: Units of UTF-16: most emoji are two.
    UNITS = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRoom:
    """What fits into the profile text of a platform (as its help pages had it, November 2026)."""

    limit: int
    counting: ProfileCounting = ProfileCounting.UNITS
    #: Whether the profile has a field of its own for a link.
    has_link: bool = True
    #: What the platform calls the field.
    field: Text


ROOMS: dict[Platform, ProfileRoom] = {
    Platform.MASTODON: ProfileRoom(
        limit=500, counting=ProfileCounting.LINKS_AS_23, field=Text("Over mij", "Bio")
    ),
    Platform.X: ProfileRoom(limit=160, field=Text("Bio", "Bio")),
    Platform.INSTAGRAM: ProfileRoom(limit=150, field=Text("Bio", "Bio")),
    Platform.THREADS: ProfileRoom(limit=150, field=Text("Bio", "Bio")),
    Platform.TIKTOK: ProfileRoom(limit=80, field=Text("Bio", "Bio")),
    Platform.SNAPCHAT: ProfileRoom(limit=80, field=Text("Bio", "Bio")),
    Platform.FACEBOOK: ProfileRoom(limit=101, field=Text("Intro", "Intro")),
    Platform.BLUESKY: ProfileRoom(
        limit=256,
        counting=ProfileCounting.SEEN,
        has_link=False,
        field=Text("Beschrijving", "Description"),
    ),
    Platform.YOUTUBE: ProfileRoom(limit=1_000, field=Text("Beschrijving", "Description")),
    Platform.LINKEDIN: ProfileRoom(limit=2_000, field=Text("Overzicht", "Overview")),
}
_LINK = re.compile(r"https?://\S*[^\s.,;:!?)]")
_MASTODON_LINK = "x" * 23


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePages:
    """Pages of the organisation that its profiles lead to; None where it named none."""

    #: Its privacy statement.
    privacy: str | None = None
    #: By which channels formal messages go.
    contact: str | None = None
    #: The template in full, for profiles in which it does not fit.
    landing: str | None = None


#: As long as nobody named any.
NO_PAGES = ProfilePages()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileText:
    """What goes into one profile, and onto the page behind it."""

    platform: Platform
    text: str
    #: `full`, else the most characters of the short form.
    form: str
    #: As the platform counts them.
    count: int
    limit: int
    #: The three paragraphs, for the landing page.
    landing: str
    #: What goes into the field for a link: the landing page; None where nothing does.
    link: str | None
    #: Which pages are to be named first: `privacy`, `contact`, `landing`.
    missing: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Tell whether the whole template fits."""
        return self.form == "full"


def full_text(name: str, organisation: str, pages: ProfilePages) -> str:
    """Give the three paragraphs, filled in; what is not known stays as the template has it."""
    values = {
        NAME: name,
        EDITOR: organisation,
        PRIVACY: pages.privacy or PRIVACY,
        CONTACT: pages.contact or CONTACT,
    }
    return "\n\n".join(_filled(paragraph, values) for paragraph in PARAGRAPHS)


def _filled(paragraph: str, values: dict[str, str]) -> str:
    """Fill in each place once, so that what is filled in is not looked into again."""
    places = "|".join(re.escape(place) for place in values)
    return re.sub(places, lambda found: values[found[0]], paragraph)


def profile_text(
    platform: Platform, name: str, organisation: str, pages: ProfilePages
) -> ProfileText:
    """Give the form of the template that fits a platform, with the whole of it beside that."""
    room, whole = ROOMS[platform], full_text(name, organisation, pages)
    if count_as(room.counting, whole) <= room.limit:
        text, form = whole, "full"
    else:
        text, form = _short(room, pages)
    is_full = form == "full"
    wanted = ("privacy", "contact") if is_full else ("privacy", "contact", "landing")
    return ProfileText(
        platform=platform,
        text=text,
        form=form,
        count=count_as(room.counting, text),
        limit=room.limit,
        landing=whole,
        link=pages.landing if room.has_link and not is_full else None,
        missing=tuple(one for one in wanted if getattr(pages, one) is None),
    )


def _short(room: ProfileRoom, pages: ProfilePages) -> tuple[str, str]:
    """Give the longest short form that fits, with the link where it has no field of its own."""
    for most, form in SHORT_FORMS.items():
        text = form if room.has_link or not pages.landing else f"{form} {pages.landing}"
        if count_as(room.counting, text) <= room.limit:
            return text, str(most)
    shortest = min(SHORT_FORMS)
    return SHORT_FORMS[shortest], str(shortest)


def count_as(counting: ProfileCounting, text: str) -> int:
    """Count the characters of a text as a platform does."""
    if counting is ProfileCounting.UNITS:
        return len(text.encode("utf-16-le")) // 2
    if counting is ProfileCounting.LINKS_AS_23:
        text = _LINK.sub(_MASTODON_LINK, text)
    return sum(not unicodedata.combining(sign) for sign in unicodedata.normalize("NFC", text))
