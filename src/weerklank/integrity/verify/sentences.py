"""What findings and unchecked things say to people, by code."""

from weerklank.model.text import Text

#: Code of the last finding when there are more than are kept.
MORE = "VERIFY-999"

#: What is wrong. 1: files and objects; 2: the log; 3: events; 4: packages and the log; 5: records;
#: 6: the archive's folder.
SENTENCES: dict[str, Text] = {
    # 1: files and objects
    "VERIFY-101": Text("Het bestand ontbreekt.", "The file is missing."),
    "VERIFY-102": Text("De inhoud is niet wat {by} zegt.", "The content is not what {by} says."),
    "VERIFY-103": Text(
        "Het bestand hoort hier niet: {by} noemt het niet.",
        "The file does not belong here: {by} does not name it.",
    ),
    "VERIFY-104": Text(
        "Geen gewoon bestand of gewone map (een verwijzing of apparaat): niet gevolgd.",
        "No plain file or folder (a link or a device): not followed.",
    ),
    "VERIFY-105": Text("Deze naam hoort hier niet.", "This name does not belong here."),
    "VERIFY-106": Text("De map is leeg.", "The folder is empty."),
    "VERIFY-107": Text("Niet te lezen: {problem}.", "Can't be read: {problem}."),
    "VERIFY-108": Text(
        "Groter dan dit bestand kan zijn ({most} bytes): niet gelezen.",
        "Larger than this file can be ({most} bytes): not read.",
    ),
    "VERIFY-109": Text("De inventaris klopt niet: {part}.", "The inventory is wrong: {part}."),
    "VERIFY-110": Text("De lijst is onleesbaar: {part}.", "The list can't be read: {part}."),
    "VERIFY-111": Text("Niet de vaste inhoud van dit bestand.", "Not this file's fixed content."),
    "VERIFY-112": Text(
        "Twee generaties naast elkaar: {first} en {second}.",
        "Two generations beside each other: {first} and {second}.",
    ),
    "VERIFY-113": Text(
        "Hetzelfde pakket staat ook in {other}.", "The same package lies in {other} too."
    ),
    # 2: the log itself
    "VERIFY-201": Text("De sleutel klopt niet: {part}.", "The key is wrong: {part}."),
    "VERIFY-202": Text(
        "Dit is niet de sleutel die in de sleutelmap is vastgelegd.",
        "This is not the key that the key folder holds.",
    ),
    "VERIFY-203": Text("Het controlepunt klopt niet: {part}.", "The checkpoint is wrong: {part}."),
    "VERIFY-204": Text(
        "Geen goede handtekening van de sleutel van het archief.",
        "No good signature by the archive's key.",
    ),
    "VERIFY-205": Text(
        "De wortel van het logboek is een andere dan dit controlepunt zegt.",
        "The root of the log is another than this checkpoint says.",
    ),
    "VERIFY-206": Text(
        "Het logboek is teruggezet: het had {pinned} bladeren, nu {size}.",
        "The log was put back: it had {pinned} leaves, now {size}.",
    ),
    "VERIFY-207": Text(
        "Het logboek is een ander dan deze computer het laatst zag ({pinned} bladeren).",
        "The log is another than this machine saw last ({pinned} leaves).",
    ),
    "VERIFY-208": Text(
        "Een tegel van het logboek ontbreekt of is te kort.",
        "A tile of the log is missing or too short.",
    ),
    "VERIFY-209": Text(
        "De hashes in deze tegel kloppen niet met de rest van het logboek.",
        "The hashes in this tile do not fit the rest of the log.",
    ),
    "VERIFY-210": Text("De verklaring klopt niet: {part}.", "The statement is wrong: {part}."),
    "VERIFY-211": Text(
        "Van blad {first} af zegt geen verklaring wat er staat.",
        "From leaf {first} on no statement says what stands there.",
    ),
    "VERIFY-212": Text(
        "Het logboek noemt {package} twee keer in dezelfde generatie.",
        "The log names {package} twice in the same generation.",
    ),
    "VERIFY-213": Text(
        "Het blad van {package} in het logboek is een ander dan de verklaring zegt.",
        "The leaf of {package} in the log is another than the statement says.",
    ),
    "VERIFY-214": Text("Het tijdstempel klopt niet.", "The time stamp is wrong."),
    "VERIFY-215": Text(
        "Bij dit tijdstempel ontbreekt het controlepunt.",
        "The checkpoint of this time stamp is missing.",
    ),
    "VERIFY-216": Text(
        "Wat de sleutelmap van het logboek onthoudt is onleesbaar.",
        "What the key folder remembers of the log can't be read.",
    ),
    "VERIFY-217": Text("Het logboek heeft geen controlepunt.", "The log has no checkpoint."),
    "VERIFY-218": Text(
        "Dit zijn niet de certificaten voor tijdstempels waarover het logboek een besluit heeft.",
        "These are not the certificates for time stamps that were decided on, by the log.",
    ),
    "VERIFY-219": Text(
        "Dit controlepunt ontbreekt; {by} noemt het als het vorige.",
        "This checkpoint is missing; {by} names it as the one before.",
    ),
    "VERIFY-220": Text(
        "Dit controlepunt hoort hier niet: {by} noemt een eerder als het vorige.",
        "This checkpoint does not belong here: {by} names an earlier one as the one before.",
    ),
    "VERIFY-221": Text(
        "Dit tijdstempel ontbreekt; een gebeurtenis in het logboek zegt dat het is verkregen.",
        "This time stamp is missing; an event in the log says that it was obtained.",
    ),
    "VERIFY-222": Text(
        "Dit is een ander tijdstempel dan volgens het logboek is verkregen.",
        "This is another time stamp than the one that was obtained, by the log.",
    ),
    # 3: events
    "VERIFY-301": Text(
        "De gebeurtenis is een andere dan in het logboek (blad {leaf}).",
        "The event is another than in the log (leaf {leaf}).",
    ),
    "VERIFY-302": Text(
        "De gebeurtenis ontbreekt; {statement} noemt haar als blad {leaf}.",
        "The event is missing; {statement} names it as leaf {leaf}.",
    ),
    "VERIFY-303": Text(
        "Het logboek noemt deze gebeurtenis meer dan eens.",
        "The log names this event more than once.",
    ),
    "VERIFY-304": Text("Dit is geen gebeurtenis: {part}.", "This is no event: {part}."),
    "VERIFY-305": Text(
        "Deze gebeurtenis is niet met de sleutels van dit archief geschreven, en staat niet in "
        "het logboek: er wordt niet naar gehandeld.",
        "This event was not written with the keys of this archive, and is not in the log: it is "
        "not acted on.",
    ),
    "VERIFY-306": Text(
        "Van het proces dat deze gebeurtenis schreef ontbreken er {count} van daarvoor: "
        "weggehaald voordat ze in het logboek stonden.",
        "Of the process that wrote this event {count} from before it are missing: taken away "
        "before they were in the log.",
    ),
    "VERIFY-307": Text(
        "Deze verklaring van vernietiging is van een lijst die niet was uitgevoerd.",
        "This certificate of destruction is of a list that was not executed.",
    ),
    # 4: packages and the log
    "VERIFY-401": Text("Het pakket staat niet in het logboek.", "The package is not in the log."),
    "VERIFY-402": Text(
        "De lijst van bestanden is niet die uit het logboek.",
        "The list of files is not that of the log.",
    ),
    "VERIFY-403": Text(
        "Het logboek noemt dit pakket en het ontbreekt.",
        "The log names this package and it is missing.",
    ),
    "VERIFY-404": Text(
        "Een oudere generatie dan het logboek noemt ({stated}).",
        "An older generation than the log names ({stated}).",
    ),
    "VERIFY-405": Text(
        "De map is van een andere run dan het logboek noemt, of heeft een ander nummer.",
        "The folder is of another run than the log names, or has another number.",
    ),
    "VERIFY-406": Text(
        "Het logboek zegt dat dit pakket in een ander is opgegaan.",
        "The log says that this package went up in another.",
    ),
    "VERIFY-407": Text(
        "Dit pakket staat niet in het logboek, geen gebeurtenis van dit archief zegt dat het zo "
        "is voltooid, en geen run die nog loopt of werd afgebroken liet het achter.",
        "This package is not in the log, no event of this archive says that it was finished as "
        "it is, and no run that goes on or broke off left it.",
    ),
    # 5: records
    "VERIFY-501": Text(
        "Regel {line} is geen canonieke JSON.", "Line {line} is no canonical JSON."
    ),
    "VERIFY-502": Text(
        "Bericht en bron van regel {line} zijn niet wat het logboek vastlegde.",
        "Record and source of line {line} are not what the log committed to.",
    ),
    "VERIFY-503": Text("{lines} regels in plaats van {due}.", "{lines} lines instead of {due}."),
    "VERIFY-504": Text("Regel {line} is geen goede bewijsregel.", "Line {line} is no proof line."),
    "VERIFY-505": Text("Regel {line}: '{field}' klopt niet.", "Line {line}: '{field}' is wrong."),
    "VERIFY-506": Text(
        "Versie {version} van {id} staat er meer dan eens.",
        "Version {version} of {id} is there more than once.",
    ),
    "VERIFY-507": Text(
        "Het adres {id} hoort bij meer dan één bericht.",
        "The address {id} belongs to more than one item.",
    ),
    "VERIFY-508": Text(
        "Het mediabestand van regel {line} ontbreekt.", "The media file of line {line} is missing."
    ),
    "VERIFY-509": Text(
        "Het mediabestand is een ander dan regel {line} vastlegt.",
        "The media file is another than line {line} commits to.",
    ),
    "VERIFY-510": Text(
        "Geen bericht in dit pakket noemt dit mediabestand.",
        "No record of this package names this media file.",
    ),
    "VERIFY-511": Text(
        "Het verzegelde origineel van regel {line} ontbreekt of is een ander.",
        "The sealed original of line {line} is missing or another.",
    ),
    "VERIFY-512": Text(
        "Een verzegeld origineel hoort bij geen bericht (regel {line}).",
        "A sealed original belongs to no record (line {line}).",
    ),
    "VERIFY-513": Text("Niet uit te pakken: {problem}.", "Can't be unpacked: {problem}."),
    "VERIFY-514": Text(
        "Een bericht verwijst naar medium {medium} in een ander pakket, en daar is het niet.",
        "A record points at medium {medium} in another package, and it is not there.",
    ),
    "VERIFY-515": Text(
        "Regel {line} is geen goede regel over het formaat van een mediabestand in dit pakket.",
        "Line {line} is no good line on the format of a media file of this package.",
    ),
    "VERIFY-516": Text(
        "Over het formaat van dit mediabestand is niets vastgelegd.",
        "Nothing is noted on the format of this media file.",
    ),
    "VERIFY-517": Text(
        "Regel {line}: geen goede envelop van een antwoord, of niet die uit het logboek.",
        "Line {line}: no good envelope of an answer, or not that of the log.",
    ),
    "VERIFY-518": Text(
        "{lines} antwoorden van een API in plaats van {due}.",
        "{lines} answers of an API instead of {due}.",
    ),
    "VERIFY-519": Text(
        "De pagina van regel {line} is de bewaarde, maar klopt van binnen niet ({count} "
        "bevindingen). De eerste, in {where}: {problem}.",
        "The page of line {line} is the one that was kept, but is not sound inside ({count} "
        "findings). The first, in {where}: {problem}.",
    ),
    # 6: the archive's folder
    "VERIFY-601": Text(
        "Dit hoort in elk archief en ontbreekt.", "This belongs in every archive and is missing."
    ),
    "VERIFY-602": Text(
        "Niet wat de eerste gebeurtenis van het register zegt.",
        "Not what the first event of the register says.",
    ),
    "VERIFY-603": Text(
        "Regels in deze index hebben niet de goede vorm of volgorde.",
        "Rows of this index have not the right form or order.",
    ),
    "VERIFY-604": Text(
        "Deze tabel van de blinde index is weg; elk archief heeft haar, ook als zij leeg is.",
        "This table of the blind index is gone; every archive has it, even with nothing in it.",
    ),
    "VERIFY-624": Text(
        "Dit bestand van een tabel van de blinde index is weg; de lijst ernaast noemt het, of is "
        "zelf weg.",
        "This file of a table of the blind index is gone; the list beside it names it, or is gone "
        "itself.",
    ),
    "VERIFY-625": Text(
        "Dit bestand van een tabel van de blinde index heeft een andere inhoud dan de lijst "
        "ernaast zegt.",
        "This file of a table of the blind index is not what the list beside it says.",
    ),
    MORE: Text("En nog {count} bevindingen.", "And {count} more findings."),
}

#: Why something was not checked, by what it was.
REASONS: dict[str, Text] = {
    "unfinished": Text(
        "nooit voltooid of nog in de maak, dus geen deel van het archief: {count}",
        "never finished or being made, so no part of the archive: {count}",
    ),
    "unsealed-packages": Text(
        "nog niet in het logboek: {count} (bestanden zijn wel gecontroleerd)",
        "not yet sealed in the log: {count} (files were checked)",
    ),
    "unsealed-packages-no-key": Text(
        "nog niet in het logboek, en zonder de sleutelmap niet te zeggen of ze echt zijn: {count} "
        "(bestanden zijn wel gecontroleerd)",
        "not yet sealed in the log, and without the key folder there is no telling whether they "
        "are genuine: {count} (files were checked)",
    ),
    "being-rewritten": Text(
        "een herschrijving die begon is niet af; de volgende run maakt haar af: {count}",
        "a rewrite that began is not finished; the next run will finish it: {count}",
    ),
    "being-closed": Text(
        "een map die een afsluiting maakte en nog niet vulde; de volgende run doet dat: {count}",
        "a folder that a closing made and did not fill yet; the next run will: {count}",
    ),
    "closed-month": Text(
        "ligt in open/ terwijl die maand is afgesloten; de volgende run sluit het af: {count}",
        "lies in open/ though that month was closed; the next run will close it: {count}",
    ),
    "working": Text(
        "werkmappen die een proces achterliet of in gebruik heeft, geen deel van het archief en "
        "niet ingezien: {count}",
        "working folders that a process left or is using, no part of the archive and not looked "
        "into: {count}",
    ),
    "unsealed-events": Text("nog niet in het logboek: {count}", "not in the log yet: {count}"),
    "unsealed-events-no-key": Text(
        "nog niet in het logboek, en zonder de sleutelmap niet te zeggen of ze echt zijn: {count}",
        "not in the log yet, and without the key folder there is no telling whether they are "
        "genuine: {count}",
    ),
    "last-events": Text(
        "of er een gebeurtenis weg is die het logboek nog niet had: van een proces dat afbrak en "
        "daarna niets meer in het logboek kreeg, telt niets hoeveel het er schreef",
        "whether an event is gone that the log did not hold yet: of a process that broke off and "
        "got nothing into the log after it, nothing counts how many it wrote",
    ),
    "beyond-checkpoint": Text(
        "voorbij het laatste controlepunt, dus nog geen deel van het logboek: {count}",
        "beyond the newest checkpoint, so no part of the log yet: {count}",
    ),
    "pin": Text(
        "de sleutelmap is er niet of heeft het logboek nooit gezien: een teruggezet of vervangen "
        "logboek valt niet op",
        "the key folder is not there or never saw the log: a log put back or replaced goes "
        "unnoticed",
    ),
    "time-stamps": Text("er is geen tijdstempel gezet", "there is no time stamp"),
    "time-stamp-newest": Text(
        "het nieuwste controlepunt heeft geen tijdstempel: niet gekregen, of weggehaald",
        "the newest checkpoint has no time stamp: it was not given, or was taken away",
    ),
    "time-stamp-untold": Text(
        "geen gebeurtenis in het logboek noemt deze tijdstempels: dat er een weg is zou niet "
        "opvallen: {count}",
        "no event in the log names these time stamps: that one is gone would not show: {count}",
    ),
    "time-stamp-decision": Text(
        "het besluit over deze certificaten voor tijdstempels staat nog niet in het logboek",
        "the decision on these certificates for time stamps is not in the log yet",
    ),
    "time-stamp-authority": Text(
        "log/keys/tsa-ca.pem ontbreekt of klopt niet: {count} tijdstempels niet gecontroleerd",
        "log/keys/tsa-ca.pem is missing or wrong: {count} time stamps not checked",
    ),
    "time-stamp-tool": Text(
        "rfc3161-client kan ze niet lezen en openssl is er niet: {count} tijdstempels",
        "rfc3161-client can't read them and openssl is not there: {count} time stamps",
    ),
    "roots": Text(
        "het logboek is niet te volgen tot deze controlepunten: {count}",
        "the log can't be followed to these checkpoints: {count}",
    ),
    "blind": Text(
        "de blinde index staat met opzet niet in het logboek; gecontroleerd is de vorm, dat elke "
        "tabel er is, en dat haar bestanden zijn wat de lijst ernaast zegt: wie beide verandert, "
        "valt niet op",
        "the blind index is not in the log by design; checked were its form, that each table is "
        "there, and that its files are what the list beside them says: who changes both is not "
        "noticed",
    ),
    "blind-unlisted": Text(
        "bestanden van de blinde index die haar lijst (nog) niet noemt, zoals na een afgebroken "
        "run: {count}",
        "files of the blind index that its list does not name (yet), as after a run that was "
        "broken off: {count}",
    ),
    "index": Text(
        "de catalogus is wegwerpbaar; maak haar opnieuw met 'weerklank catalogue rebuild'",
        "the catalogue is disposable; make it anew with 'weerklank catalogue rebuild'",
    ),
    "readme-text": Text(
        "README.txt is niet die van deze versie van Weerklank; niets legt de inhoud vast",
        "README.txt is not that of this version of Weerklank; nothing vouches for its content",
    ),
    "verifier-text": Text(
        "weerklank_verify.py is niet die van deze versie van Weerklank: neem voor een controle "
        "het programma uit een bron die u vertrouwt",
        "weerklank_verify.py is not that of this version of Weerklank: for a check take the "
        "program from a source that you trust",
    ),
    "records": Text(
        "berichten zijn niet één voor één gecontroleerd; dat doet --deep",
        "records were not checked one by one; --deep does",
    ),
    "pages": Text(
        "van bestanden van pagina's is gecontroleerd dat zij de bewaarde zijn, en niet hoe zij "
        "van binnen zijn; dat doet --deep",
        "files of pages were checked to be those that were kept, and not how they are inside; "
        "--deep does",
    ),
    "page-keys": Text(
        "zonder de gebeurtenissen van het register is niet te zeggen of een pagina met een "
        "sleutel van dit archief is ondertekend",
        "without the events of the register there is no telling whether a page was signed by a "
        "key of this archive",
    ),
    "other-accounts": Text(
        "alleen pakketten van de genoemde accounts; het logboek geheel",
        "only packages of the accounts named; the log whole",
    ),
    "other-parts": Text(
        "alleen de pakketten die aan de beurt zijn; het logboek geheel",
        "only the packages whose turn it is; the log whole",
    ),
    "media-elsewhere": Text(
        "media in pakketten die nu niet zijn gelezen: {count}",
        "media in packages that were not read now: {count}",
    ),
    "journal-log-damaged": Text(
        "aan een beschadigd logboek is niets toegevoegd: deze controle staat niet in het journaal",
        "nothing was added to a damaged log: this check is not in the journal",
    ),
    "journal-no-keys": Text(
        "zonder de sleutel van dit logboek kan de controle niet in het journaal",
        "without this log's key the check can't enter the journal",
    ),
    "journal-strange-file": Text(
        "tussen de gebeurtenissen ligt een bestand dat er niet hoort:"
        " deze controle staat niet in het journaal",
        "among the events lies a file that does not belong there:"
        " this check is not in the journal",
    ),
    "journal-not-writable": Text(
        "in het archief kan niet worden geschreven: deze controle staat niet in het journaal",
        "the archive can't be written to: this check is not in the journal",
    ),
}
