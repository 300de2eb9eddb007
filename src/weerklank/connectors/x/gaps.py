"""What may be missing in an archive of X, in words."""

from weerklank.model.errors import fault
from weerklank.model.text import Text

NO_ACCOUNT = fault(
    "IMPORT-011",
    Text(
        nl="{file} is een archief van X, maar niet te lezen is van wie: {missing} ontbreekt of is "
        "onleesbaar.",
        en="{file} is an archive of X, but whose can't be read: {missing} is missing or "
        "unreadable.",
    ),
    Text(
        nl="Download het archief opnieuw bij X (Instellingen, Je account, Een archief van je "
        "gegevens downloaden) en geef het zip-bestand zoals het is.",
        en="Download the archive anew from X (Settings, Your account, Download an archive of your "
        "data) and give the zip file as it is.",
    ),
)
FILE_MISSING = Text(
    "het archief noemt een bestand met berichten en bevat het niet",
    "the archive names a file with posts and does not hold it",
)
PARTIAL = Text(
    "X leverde het archief in delen, en niet is te zien dat alle hier liggen; zet ze in één map "
    "en neem er dan één van op",
    "X delivered the archive in parts, and nothing shows that all lie here; put them in one "
    "folder and then take in one of them",
)
ELSEWHERE = Text(
    "media waarvan het bericht in een ander deel van het archief staat; zij zijn niet opgenomen",
    "media of which the post is in another part of the archive; they were not taken in",
)
MORE_THAN_STATED = Text(
    "het archief bevat meer berichten dan het zegt te bevatten; wat ontbreekt is zo niet te zien",
    "the archive holds more posts than it says; what is missing can't be told from that",
)
UNREAD = Text(
    "het archief bevat artikelen, Spaces of uitzendingen; hoe X die schrijft is niet bekend, en "
    "zij zijn niet opgenomen",
    "the archive holds articles, Spaces or broadcasts; how X writes those is not known, and they "
    "were not taken in",
)
EDITS_MISSING = Text(
    "een eerdere versie van een bewerkt bericht staat niet in het archief",
    "an earlier version of an edited post is not in the archive",
)
LONG_LEFT_OUT = Text(
    "meer lange teksten dan in het geheugen passen; van deze berichten is het begin opgenomen",
    "more long texts than fit in memory; of these posts the beginning was taken in",
)
LONG_NOT_THERE = Text(
    "het archief noemt meer lange teksten dan het bevat; van die berichten is het begin opgenomen",
    "the archive names more long texts than it holds; of those posts the beginning was taken in",
)
EDITS_NOT_GIVEN = Text(
    "X noemt een eerdere versie van een bewerkt bericht en geeft die niet",
    "X names an earlier version of an edited post and does not give it",
)
MEDIA_NOT_TOLD = Text(
    "X noemt een mediabestand bij een bericht en zegt niet waar het is",
    "X names a media file of a post and does not say where it is",
)
FIELDS_NOT_GIVEN = Text(
    "X zegt van een veld van een bericht dat het dat nu niet kon geven; de rest is opgenomen",
    "X says of a field of a post that it could not give it now; the rest was taken in",
)
ARTICLES = Text(
    "bij een bericht hoort een artikel waarvan de API titel of tekst niet gaf",
    "an article belongs to a post, and the API gave no title or no text of it",
)
