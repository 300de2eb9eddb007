"""*Uitleg* of the rooms *Bewaartermijnen* and *Overbrengen*."""

from weerklank.model.text import Text
from weerklank.web.help_shape import Help

_CALENDAR = Help(
    see=Text(
        "Hoeveel stukken per maand en per jaar uit hun bewaartermijn lopen, en wat een hotspot of "
        "bewaarplicht daarvan vasthoudt. Bij Wat als staat naast elkaar hoe het nu is en hoe het "
        "zou zijn; er verandert niets.",
        "How many records reach the end of their term in each month and year, and what a hotspot "
        "or legal hold keeps of them. What if puts beside each other how it is and how it would "
        "be; nothing changes.",
    ),
    law=Text(
        "Archiefbesluit 1995, artikel 2 tot en met 5: vernietigen gaat volgens een selectielijst. "
        "Wat blijvend is, wordt overgebracht: na 20 jaar (Archiefwet 1995, artikel 12), en na 10 "
        "jaar zodra de Archiefwet 2026 geldt.",
        "Archiefbesluit 1995, articles 2 to 5: destruction follows a selection list. What is kept "
        "for ever is transferred: after 20 years (Archives Act 1995, article 12), and after 10 "
        "once the Archives Act 2026 is in force.",
    ),
    check=Text(
        "Elke termijn is met kalenderrekening bepaald uit de rij van de lijst en de dag van "
        "plaatsing. Wat geen rij heeft, is N en wordt niet vernietigd.",
        "Each term is calendar arithmetic on the row of the list and the day of publication. What "
        "has no row is N and is not destroyed.",
    ),
    decides=Text(
        "De archivaris. Het tellen besluit niets: een lijst, hotspot of bewaarplicht wordt apart "
        "vastgelegd.",
        "The archivist. Counting decides nothing: a list, hotspot or legal hold is recorded "
        "apart.",
    ),
)

ARCHIVE_HELP: dict[str, Help] = {
    "retention": _CALENDAR,
    "retention-law": _CALENDAR,
}
