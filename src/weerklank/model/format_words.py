"""Words for formats: statuses, findings, and what to do about each."""

from typing import NamedTuple

from weerklank.model.file_format import CodecState, FormatFinding, NormStatus
from weerklank.model.text import Text

STATUSES = {
    NormStatus.PREFERRED: Text("voorkeur", "preferred"),
    NormStatus.ACCEPTABLE: Text("acceptabel", "acceptable"),
    NormStatus.UNLISTED: Text("niet in de tabel", "not in the table"),
    NormStatus.UNKNOWN: Text("onbekend", "unknown"),
}
CODEC_STATES = {
    CodecState.KNOWN: Text("bekend", "known"),
    CodecState.NONE: Text("niet van toepassing", "not applicable"),
    CodecState.NOT_CHECKED: Text("niet gecontroleerd", "not checked"),
    CodecState.FAILED: Text("niet te lezen", "can't be read"),
}


class Advised(NamedTuple):
    """What is the matter, and what to do."""

    message: Text
    advice: Text


FINDINGS = {
    FormatFinding.ACCEPTABLE: Advised(
        Text(
            "Acceptabel volgens de tabel; een ander formaat heeft de voorkeur.",
            "Acceptable by the table; another format is preferred.",
        ),
        Text(
            "Bewaar het origineel. Vraagt het depot het, geef dan een afgeleide in een "
            "voorkeursformaat mee.",
            "Keep the original. Where the depot asks for it, hand over a derivative in a "
            "preferred format beside it.",
        ),
    ),
    FormatFinding.UNLISTED: Advised(
        Text(
            "De tabel die geldt, noemt dit formaat niet.",
            "The table in force does not name this format.",
        ),
        Text(
            "Zoek het op in de norm Voorkeursformaten en laad een volledige tabel. Bewaar het "
            "origineel; geef zo nodig een afgeleide mee.",
            "Look it up in the norm Voorkeursformaten and load a full table. Keep the original; "
            "hand over a derivative where needed.",
        ),
    ),
    FormatFinding.UNIDENTIFIED: Advised(
        Text("Geen formaat van PRONOM past.", "No format of PRONOM fits."),
        Text(
            "Bekijk het bestand met een tweede programma. Bewaar het origineel.",
            "Look at the file with a second program. Keep the original.",
        ),
    ),
    FormatFinding.FAILED: Advised(
        Text("Het herkennen brak op dit bestand af.", "Identification broke off at this file."),
        Text(
            "Controleer het archief en zoek op virussen: het bestand kan beschadigd zijn, of "
            "gemaakt om programma's te laten vastlopen.",
            "Verify the archive and scan for viruses: the file may be damaged, or made to let "
            "programs crash.",
        ),
    ),
    FormatFinding.NO_FILE: Advised(
        Text(
            "Het bestand is er niet, of het pakket zegt niets over het formaat.",
            "The file is not there, or the package does not tell of its format.",
        ),
        Text("Draai 'weerklank verify'.", "Run 'weerklank verify'."),
    ),
    FormatFinding.WARNING: Advised(
        Text(
            "Het formaat past, en iets anders niet: zie de waarschuwing.",
            "The format fits, and something else does not: see the warning.",
        ),
        Text(
            "Bekijk of het bestand opent en of naam en inhoud bij elkaar horen.",
            "See whether the file opens, and whether name and content go together.",
        ),
    ),
    FormatFinding.UNCONFIRMED: Advised(
        Text(
            "Deze rij van de tabel is niet vergeleken met de norm.",
            "This row of the table was not compared with the norm.",
        ),
        Text(
            "Vergelijk de rij met de norm Voorkeursformaten die nu geldt, en laad de tabel.",
            "Compare the row with the norm Voorkeursformaten now in force, and load the table.",
        ),
    ),
    FormatFinding.CODEC_NOT_CHECKED: Advised(
        Text(
            "Niet gecontroleerd hoe beeld en geluid zijn vastgelegd.",
            "Not checked how picture and sound are written.",
        ),
        Text(
            "Installeer ffprobe (Debian: ffmpeg) en vraag de lijst opnieuw op.",
            "Install ffprobe (Debian: ffmpeg) and ask for the list again.",
        ),
    ),
    FormatFinding.CODEC_UNREADABLE: Advised(
        Text(
            "ffprobe kan niet lezen hoe beeld en geluid zijn vastgelegd.",
            "ffprobe can't read how picture and sound are written.",
        ),
        Text(
            "Bekijk of het bestand opent; het kan beschadigd zijn, of dat al zijn geweest toen "
            "het binnenkwam.",
            "See whether the file opens; it may be damaged, or have been so when it came in.",
        ),
    ),
    FormatFinding.CODEC_OTHER: Advised(
        Text(
            "De tabel noemt dit formaat met andere codecs.",
            "The table names this format with other codecs.",
        ),
        Text(
            "Bewaar het origineel; geef zo nodig een afgeleide mee.",
            "Keep the original; hand over a derivative where needed.",
        ),
    ),
}
