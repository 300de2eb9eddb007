"""What a check left out, in words of a screen: no file names, no commands, and whom it needs.

By the words of the check in the journal; `weerklank verify` tells the same at more length.
"""

from weerklank.model.text import Text

LEFT_OUT: dict[str, Text] = {
    "being-closed": Text(
        "afsluiten van een maand: begonnen, de volgende run maakt het af",
        "closing of a month: begun, the next run finishes it",
    ),
    "being-rewritten": Text(
        "herschrijven van een pakket: begonnen, de volgende run maakt het af",
        "rewriting of a package: begun, the next run finishes it",
    ),
    "beyond-checkpoint": Text(
        "bladen na het laatste controlepunt: nog geen deel van het logboek",
        "leaves after the newest checkpoint: no part of the log yet",
    ),
    "blind": Text("blinde index: alleen op vorm", "blind index: its form only"),
    "blind-unlisted": Text(
        "blinde index: bestanden die haar lijst nog niet noemt",
        "blind index: files that its list does not name yet",
    ),
    "closed-month": Text(
        "berichten van een afgesloten maand: de volgende run sluit ze af",
        "posts of a closed month: the next run closes them",
    ),
    "index": Text("catalogus: die kan opnieuw worden gemaakt", "catalogue: it can be made anew"),
    "last-events": Text(
        "laatste gebeurtenissen: wat nog niet in het logboek stond, kan ongemerkt weg zijn",
        "last events: what the log did not hold yet may be gone unnoticed",
    ),
    "media-elsewhere": Text(
        "media in pakketten die nu niet zijn gelezen", "media in packages that were not read now"
    ),
    "other-accounts": Text(
        "pakketten van andere accounts; het logboek wel", "packages of other accounts; the log was"
    ),
    "other-parts": Text(
        "pakketten die nu niet aan de beurt waren; het logboek wel",
        "packages whose turn it was not; the log was",
    ),
    "page-keys": Text(
        "wie pagina's ondertekende: het register is niet te lezen",
        "who signed pages: the register can't be read",
    ),
    "pages": Text(
        "hoe bestanden van pagina's van binnen zijn; dat doet 'weerklank verify --deep'",
        "how files of pages are inside; 'weerklank verify --deep' does that",
    ),
    "pin": Text(
        "of het logboek is teruggezet: de sleutelmap kent het niet",
        "whether the log was put back: the key folder does not know it",
    ),
    "readme-text": Text(
        "README.txt: niet van deze versie van Weerklank",
        "README.txt: not of this version of Weerklank",
    ),
    "records": Text("elk bericht apart tegen het logboek", "each record against the log"),
    "roots": Text(
        "controlepunten: het logboek is niet tot daar te volgen",
        "checkpoints: the log can't be followed that far",
    ),
    "time-stamp-authority": Text(
        "tijdstempels: het certificaat van de dienst ontbreekt of klopt niet",
        "time stamps: the certificate of the authority is missing or wrong",
    ),
    "time-stamp-decision": Text(
        "tijdstempels: het besluit over de certificaten staat nog niet in het logboek",
        "time stamps: the decision on the certificates is not in the log yet",
    ),
    "time-stamp-newest": Text(
        "tijdstempel van het laatste controlepunt: die is er niet",
        "time stamp of the newest checkpoint: there is none",
    ),
    "time-stamp-tool": Text(
        "tijdstempels: deze computer kan ze niet lezen",
        "time stamps: this computer can't read them",
    ),
    "time-stamp-untold": Text(
        "tijdstempels die geen gebeurtenis noemt: dat er een weg is, zou niet opvallen",
        "time stamps that no event names: that one is gone would not show",
    ),
    "time-stamps": Text(
        "tijdstempels: er is geen dienst ingesteld", "time stamps: no authority was set"
    ),
    "unfinished": Text(
        "wat nooit af kwam of nog in de maak is: geen deel van het archief",
        "what was never finished or is being made: no part of the archive",
    ),
    "unsealed-events": Text(
        "gebeurtenissen die nog niet in het logboek staan", "events that are not in the log yet"
    ),
    "unsealed-events-no-key": Text(
        "gebeurtenissen die nog niet in het logboek staan: zonder sleutelmap niet te beoordelen",
        "events that are not in the log yet: not to be judged without the key folder",
    ),
    "unsealed-packages": Text(
        "pakketten die nog niet in het logboek staan; hun bestanden zijn wel gecontroleerd",
        "packages that are not in the log yet; their files were checked",
    ),
    "unsealed-packages-no-key": Text(
        "pakketten: zonder sleutelmap niet te beoordelen; hun bestanden zijn wel gecontroleerd",
        "packages: not to be judged without the key folder; their files were checked",
    ),
    "verifier-text": Text(
        "weerklank_verify.py: niet van deze versie van Weerklank",
        "weerklank_verify.py: not of this version of Weerklank",
    ),
    "working": Text(
        "werkmappen van een proces: geen deel van het archief",
        "working folders of a process: no part of the archive",
    ),
}
