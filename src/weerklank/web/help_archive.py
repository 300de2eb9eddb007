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
_PORTAL = Help(
    see=Text(
        "Of iedereen berichten kan zien zonder aanmelden, welke dat zijn, en welke eigen "
        "berichten niet openbaar zijn en waarom. Van reacties is alleen het aantal openbaar.",
        "Whether everyone can see posts without signing in, which these are, and which posts of "
        "the organisation are not public and why. Of replies the number alone is public.",
    ),
    law=Text(
        "Woo, artikel 3.1: openbaar maken uit eigen beweging. AVG, artikel 5 en 6: wat anderen "
        "schreven zijn persoonsgegevens; hun tekst vraagt een eigen afweging.",
        "Woo, article 3.1: making public on one's own account. GDPR, articles 5 and 6: what "
        "others wrote is personal data; their text asks for a weighing of its own.",
    ),
    check=Text(
        "Elk bericht apart, bij elk besluit opnieuw. Wat niet zeker openbaar is, is het niet.",
        "Each post by itself, anew at every decision. What is not sure to be public is not.",
    ),
    decides=Text(
        "De archivaris zet het portaal aan en uit. De privacy officer besluit per account of de "
        "tekst van reacties te lezen is.",
        "The archivist switches the portal on and off. The privacy officer decides for each "
        "account whether the text of replies may be read.",
    ),
)
_HOTSPOTS = Help(
    see=Text(
        "Gebeurtenissen waarvan alles blijvend wordt bewaard, of die daarvoor zijn voorgesteld. "
        "In de figuur staat de periode met een band erachter. Pieken zoeken wijst dagen aan "
        "waarop veel meer werd gezegd dan gewoon is; waar het over ging, leest u zelf.",
        "Events of which all is kept for ever, or that were proposed for that. In the picture the "
        "period has a band behind it. Looking for peaks points at days on which far more was "
        "said than is usual; what it was about you read yourself.",
    ),
    law=Text(
        "Archiefbesluit 1995, artikel 5, lid 1, onder e: bijzondere gebeurtenissen kunnen van "
        "vernietiging worden uitgezonderd. De selectielijst voor gemeenten vraagt een monitor en "
        "een besluit van een orgaan.",
        "Archiefbesluit 1995, article 5(1)(e): special events can be excepted from destruction. "
        "The selection list of municipalities asks for a monitor and a decision of a body.",
    ),
    check=Text(
        "Alleen een vastgestelde hotspot houdt iets vast, met hele draden, ook wat later "
        "binnenkomt. De telling gaat over wat er nu is.",
        "Only an adopted hotspot keeps anything, with whole threads, what comes in later too. The "
        "count is of what is held now.",
    ),
    decides=Text(
        "Een orgaan van de organisatie; de archivaris legt dat vast. Voorstellen mogen ook "
        "communicatie en de beheerder van het accountoverzicht.",
        "A body of the organisation; the archivist records it. Communication and the register "
        "owner may propose too.",
    ),
)
_HOLDS = Help(
    see=Text(
        "Wat niet mag worden vernietigd zolang een geschil of onderzoek loopt, met de zaak en hoe "
        "veel stukken het nu zijn.",
        "What may not be destroyed as long as a dispute or an inquiry goes on, with the case and "
        "how many records it is now.",
    ),
    law=Text(
        "Whitepaper 6.1: voor vernietiging wordt nagegaan of iets nodig is voor een procedure. "
        "Een bewaarplicht gaat voor elke grond van vernietiging.",
        "Whitepaper 6.1: before destruction it is looked at whether something is needed for "
        "proceedings. A legal hold goes before every ground of destruction.",
    ),
    check=Text(
        "Elke vernietigingslijst wordt ertegen gehouden, bij het voorstellen, goedkeuren en "
        "uitvoeren.",
        "Each destruction list is held against it, when it is proposed, approved and executed.",
    ),
    decides=Text(
        "De archivaris legt op en heft op, met een reden die blijft staan.",
        "The archivist adds and lifts, with a reason that stays.",
    ),
)
_SELECTION = Help(
    see=Text(
        "Welke lijst geldt, wat er in haar rijen staat, wat daarnaast is besloten en wat nog moet "
        "worden besloten. B blijft, V gaat na een termijn weg, N is nog te bepalen.",
        "Which list is in force, what is in its rows, what was decided beside it and what is "
        "still to be decided. B stays, V goes after a term, N is still to be determined.",
    ),
    law=Text(
        "Archiefwet 1995, artikel 5: zonder vastgestelde selectielijst wordt niets vernietigd. "
        "Whitepaper 4.2: de organisatie voegt het proces van dialoog zelf aan haar lijst toe.",
        "Archives Act 1995, article 5: nothing is destroyed without an adopted selection list. "
        "Whitepaper 4.2: the organisation adds the process of dialogue to its list itself.",
    ),
    check=Text(
        "Een lijst wordt heel geladen of niet; haar bestand blijft byte voor byte bewaard. Elk "
        "besluit staat er met orgaan, dag en reden.",
        "A list is loaded whole or not at all; its file is kept byte for byte. Each decision "
        "stands there with body, day and reason.",
    ),
    decides=Text(
        "Een orgaan van de organisatie; de archivaris legt het besluit vast.",
        "A body of the organisation; the archivist records the decision.",
    ),
)
_RIGHTS = Help(
    see=Text(
        "Van wie het auteursrecht is van tekst, foto, film en geluid die de organisatie zelf "
        "plaatste, en of wie in beeld is dat goedvond. Wat ontbreekt, staat er met naam.",
        "Whose the copyright is of text, pictures, films and sound that the organisation posted "
        "itself, and whether who can be seen agreed. What is missing is named.",
    ),
    law=Text(
        "Module 3 vraagt auteurs- en portretrecht per medium vast te leggen. Auteurswet, artikel "
        "15b over wat de overheid openbaar maakt, artikel 19 tot en met 21 over portretten.",
        "Module 3 asks to record copyright and portrait rights per medium. Auteurswet, article "
        "15b on what government makes public, articles 19 to 21 on portraits.",
    ),
    check=Text(
        "Of licentie en status bij elkaar horen, en of rechthebbende en bron er zijn waar zij "
        "horen. Een nieuw medium valt niet onder een besluit over een bericht.",
        "Whether licence and status go together, and whether holder and source are there where "
        "they should be. A new medium does not fall under a decision on a post.",
    ),
    decides=Text(
        "De archivaris, communicatie of de beheerder van het accountoverzicht; een regel voor een "
        "heel account alleen archivaris en beheerder.",
        "The archivist, communication or the register owner; a rule for a whole account only "
        "archivist and register owner.",
    ),
)
_FORMATS = Help(
    see=Text(
        "Van elk bestand van media en pagina's wat het is, hoe geschikt om te bewaren, wat ermee "
        "moet, en wat een virusscan ervan zei. Schoon heet alleen wat heel is bekeken, met "
        "virusdefinities van hooguit zeven dagen.",
        "Of each file of media and pages what it is, how fit to be kept, what to do with it, and "
        "what a virus scan said of it. Clean is only what was looked at whole, by signatures of "
        "at most seven days.",
    ),
    law=Text(
        "Module 3 vraagt media ook in voorkeursformaten. De norm Voorkeursformaten van het "
        "Nationaal Archief wordt elk jaar herzien; het depot zegt welke uitgave geldt.",
        "Module 3 asks for media in preferred formats too. The norm Voorkeursformaten of the "
        "Nationaal Archief is revised each year; the depot tells which edition holds.",
    ),
    check=Text(
        "Het formaat is herkend met PRONOM toen het bericht binnenkwam. Een tabel wordt heel "
        "geladen of niet. Wie een scan vraagt, verandert niets aan de bestanden.",
        "The format was identified by PRONOM when the post came in. A table is loaded whole or "
        "not at all. A scan changes nothing of the files.",
    ),
    decides=Text(
        "De archivaris laadt de tabel en beslist wat er met een bestand gebeurt.",
        "The archivist loads the table and decides what becomes of a file.",
    ),
)

ARCHIVE_HELP: dict[str, Help] = {
    "retention": _CALENDAR,
    "retention-law": _CALENDAR,
    "hotspots": _HOTSPOTS,
    "hotspot": _HOTSPOTS,
    "hotspot-propose": _HOTSPOTS,
    "hotspot-adopt": _HOTSPOTS,
    "hotspot-withdraw": _HOTSPOTS,
    "portal": _PORTAL,
    "portal-switch": _PORTAL,
    "portal-replies": _PORTAL,
    "holds": _HOLDS,
    "hold-add": _HOLDS,
    "hold-lift": _HOLDS,
    "formats": _FORMATS,
    "formats-table": _FORMATS,
    "formats-load": _FORMATS,
    "formats-scan": _FORMATS,
    "rights": _RIGHTS,
    "rights-file": _RIGHTS,
    "rights-missing": _RIGHTS,
    "rights-set": _RIGHTS,
    "rights-rule": _RIGHTS,
    "rights-end": _RIGHTS,
    "selection": _SELECTION,
    "selection-one": _SELECTION,
    "selection-file": _SELECTION,
    "selection-draft": _SELECTION,
    "selection-load": _SELECTION,
    "selection-preview": _SELECTION,
    "selection-assign": _SELECTION,
    "selection-end": _SELECTION,
}
