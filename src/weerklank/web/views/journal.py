"""*Logboek*: who did what, when, about what and in which role."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from weerklank.model.event import OPEN_BOOKS, Book
from weerklank.model.text import Text
from weerklank.services.oversee.read_journal import Entry, Sought, read_journal
from weerklank.web.asked_days import typed_day, wrong_days
from weerklank.web.journal_subjects import CALLED, subject_said
from weerklank.web.shell import page
from weerklank.web.visit import the_visit
from weerklank.web.words import ROLES

_A_PAGE = 50
BOOKS = {
    Book.REGISTER: Text("accountoverzicht", "register"),
    Book.DECISIONS: Text("besluiten", "decisions"),
    Book.JOURNAL: Text("uitvoering", "what was done"),
}
KINDS = {
    "access.answered": Text("Vraag om toegang beantwoord", "Request for access answered"),
    "access.asked": Text("Toegang gevraagd", "Access asked for"),
    "access.seen": Text("Ingezien", "Looked at"),
    "account.changed": Text("Account gewijzigd", "Account changed"),
    "account.looked": Text("Account gelezen", "Account read"),
    "account.connected": Text("Account gekoppeld", "Account connected"),
    "account.disconnected": Text("Account ontkoppeld", "Account disconnected"),
    "access.term": Text("Termijn van inzagejournaal gesteld", "Term of the access journal set"),
    "access.begun": Text(
        "Vernietiging van inzagejournaal begonnen: de termijn is om",
        "Destruction of the access journal begun: its term is over",
    ),
    "access.done": Text(
        "Dagen van het inzagejournaal vernietigd", "Days of the access journal destroyed"
    ),
    "account.numbered": Text(
        "Nummer van account op zijn platform vastgelegd",
        "Number of account on its platform recorded",
    ),
    "account.registered": Text("Account geregistreerd", "Account registered"),
    "account.reported": Text("Andere naam gezien door een run", "Another handle seen by a run"),
    "account.reviewed": Text("Account nagelopen", "Account reviewed"),
    "account.scenario": Text("Ander scenario", "Other scenario"),
    "agreement.added": Text(
        "Afspraak met platform vastgelegd", "Agreement with platform recorded"
    ),
    "agreement.changed": Text(
        "Afspraak met platform gewijzigd", "Agreement with platform changed"
    ),
    "archive.made": Text("Archief gemaakt", "Archive made"),
    "archive.repaired": Text("Hersteld uit een replica", "Mended from a replica"),
    "audit.done": Text("Deel van het archief gecontroleerd", "Share of the archive checked"),
    "audit.spread": Text("Spreiding van controles vastgelegd", "Spread of audits decided"),
    "check.done": Text("Archief gecontroleerd", "Archive checked"),
    "closing.begun": Text(
        "Samenvoegen van pakketten van een maand begonnen", "Merging packages of a month begun"
    ),
    "closing.done": Text("Pakketten van een maand samengevoegd", "Packages of a month merged"),
    "completeness.measured": Text("Volledigheid gemeten", "Completeness measured"),
    "destruction.answered": Text("Vernietigingslijst opnieuw voorgesteld", "List proposed again"),
    "destruction.approved": Text("Vernietiging gemachtigd", "Destruction approved"),
    "destruction.begun": Text("Vernietiging begonnen", "Destruction begun"),
    "destruction.certified": Text("Vernietiging verklaard", "Destruction certified"),
    "destruction.changes-asked": Text(
        "Wijziging van vernietigingslijst gevraagd", "Changes to destruction list asked"
    ),
    "destruction.excepted": Text(
        "Stuk van vernietigingslijst gehaald", "Item taken off destruction list"
    ),
    "destruction.executed": Text("Vernietiging uitgevoerd", "Destruction executed"),
    "destruction.proposed": Text("Vernietiging voorgesteld", "Destruction proposed"),
    "destruction.reviewed": Text("Vernietiging beoordeeld", "Destruction reviewed"),
    "drift.acknowledged": Text("Gewijzigd platform bekeken", "Changed platform looked at"),
    "drift.reported": Text("Gewijzigd platform gemeld", "Changed platform reported"),
    "dossier.added": Text("Woo-verzoek: stukken toegevoegd", "Woo request: documents added"),
    "dossier.left": Text("Voorstel om te lakken laten staan", "Proposal to redact let stand"),
    "dossier.offered": Text("Voorstel om te lakken teruggezet", "Proposal to redact put back"),
    "dossier.allowed": Text(
        "Woo-verzoek: gelakte woorden elders toegestaan", "Woo request: redacted words let stay"
    ),
    "dossier.disagreed": Text(
        "Woo-verzoek: tweede lezer niet akkoord", "Woo request: second reader does not agree"
    ),
    "dossier.answered": Text(
        "Woo-verzoek: tweede lezer geantwoord", "Woo request: second reader answered"
    ),
    "dossier.agreed": Text(
        "Woo-verzoek: tweede lezer alsnog akkoord", "Woo request: second reader agrees after all"
    ),
    "dossier.exported": Text("Woo-verzoek: stukken uitgegeven", "Woo request: given out"),
    "dossier.extended": Text("Woo-verzoek: termijn verlengd", "Woo request: term extended"),
    "dossier.film": Text(
        "Woo-verzoek: besloten over tekst in film", "Woo request: decided on text in a film"
    ),
    "dossier.frozen": Text("Woo-verzoek vastgesteld", "Woo request frozen"),
    "dossier.judged": Text("Woo-verzoek: stuk beoordeeld", "Woo request: document judged"),
    "dossier.opened": Text("Woo-verzoek vastgelegd", "Woo request recorded"),
    "dossier.redacted": Text("Woo-verzoek: gelakt", "Woo request: redacted"),
    "dossier.removed": Text("Woo-verzoek: stuk eruit", "Woo request: document taken out"),
    "dossier.resumed": Text("Woo-verzoek: termijn loopt weer", "Woo request: term runs again"),
    "dossier.reviewed": Text("Woo-verzoek gelezen", "Woo request read"),
    "dossier.suspended": Text("Woo-verzoek: termijn staat stil", "Woo request: term suspended"),
    "dossier.undone": Text("Woo-verzoek: lakking ongedaan", "Woo request: redaction undone"),
    "epoch.begun": Text("Tijdvak van pseudoniemen begonnen", "Epoch of pseudonyms begun"),
    "epoch.ended": Text("Tijdvak beëindigd, sleutels weg", "Epoch ended, keys gone"),
    "epoch.ending": Text("Einde van tijdvak besloten", "End of epoch decided"),
    "epoch.shredded": Text("Teruggekomen sleutels vernietigd", "Keys that came back destroyed"),
    "export.begun": Text("Uitvoer begonnen", "Export begun"),
    "export.offered": Text("Uitvoer klaargezet om te downloaden", "Export made for download"),
    "export.written": Text("Uitvoer geschreven", "Export written"),
    "formats.converted": Text("Afgeleiden gemaakt", "Derivatives made"),
    "formats.loaded": Text("Formatentabel geladen", "Table of formats loaded"),
    "formats.scanned": Text("Op virussen gecontroleerd", "Checked for viruses"),
    "formal.settled": Text(
        "Formeel lijkende reactie afgehandeld", "Reply that looks formal settled"
    ),
    "handin.confirmed": Text("Aanlevering bevestigd", "Hand-in confirmed"),
    "handin.nothing": Text("Niets aan te leveren", "Nothing to hand in"),
    "handin.proposed": Text("Aanlevering voorgesteld", "Hand-in proposed"),
    "handin.undone": Text("Aanlevering teruggenomen", "Hand-in taken back"),
    "hour.keys": Text("Sleutel van de kluis weggelegd", "Key of the vault put away"),
    "hour.report": Text("Eerste verslag gelezen", "First report read"),
    "hour.skipped": Text("Stap van het eerste uur overgeslagen", "Step of first hour skipped"),
    "hold.added": Text("Bewaarplicht bij geschil opgelegd", "Legal hold added"),
    "hold.lifted": Text("Bewaarplicht bij geschil opgeheven", "Legal hold lifted"),
    "hotspot.adopted": Text("Hotspot vastgesteld", "Hotspot adopted"),
    "hotspot.proposed": Text("Hotspot voorgesteld", "Hotspot proposed"),
    "hotspot.withdrawn": Text("Hotspot ingetrokken", "Hotspot withdrawn"),
    "mail.changes": Text("Beheerder gemaild over wijzigingen", "Owner mailed of changes"),
    "mail.damage": Text("Schade gemeld per e-mail", "Damage told by mail"),
    "mail.reminder": Text("Beheerder herinnerd aan nalopen", "Owner reminded of reviews"),
    "mail.tasks": Text("Taken bij Woo-verzoeken gemaild", "Tasks of Woo requests mailed"),
    "mail.tasks-waiting": Text(
        "E-mail over Woo-verzoeken kon niet weg", "Mail about Woo requests could not be sent"
    ),
    "mail.settings": Text("Mailserver ingesteld", "Mail server set"),
    "mark.made": Text(
        "Gemarkeerd als geen overheidsinformatie", "Marked as not government information"
    ),
    "mark.decided": Text("Over een markering besloten", "Decided on a mark"),
    "month.closed": Text("Maand afgesloten", "Month closed"),
    "month.closing": Text("Afsluiten van maand begonnen", "Closing of month begun"),
    "named.added": Text("Herkenbaar: iemand toegevoegd", "Recognisable: one added"),
    "named.doubted": Text(
        "Herkenbaar: ook een ander draagt de accountnaam",
        "Recognisable: another bears the handle too",
    ),
    "named.ended": Text("Herkenbaar: laatste dag gezet", "Recognisable: last day set"),
    "named.met": Text("Herkenbaar: id van het platform gezien", "Recognisable: platform id seen"),
    "named.tagged": Text("Herkenbaar: onder andere sleutel", "Recognisable: under another key"),
    "named.withdrawn": Text("Herkenbaar: teruggenomen", "Recognisable: taken back"),
    "package.finished": Text("Pakket klaar", "Package finished"),
    "package.merged": Text("Pakketten samengevoegd", "Packages merged"),
    "package.recovered": Text("Pakket hersteld", "Package recovered"),
    "package.rewritten": Text("Pakket herschreven", "Package rewritten"),
    "package.sealed": Text("Pakket in het logboek", "Package in the log"),
    "person.added": Text("Persoon toegevoegd", "Person added"),
    "person.changed": Text("Rollen gewijzigd", "Roles changed"),
    "person.contact": Text(
        "E-mailadres opgegeven of weggehaald", "E-mail address given or taken out"
    ),
    "person.office": Text("Ambt vastgelegd", "Office recorded"),
    "organisation.code": Text("Code van de organisatie gegeven", "Code of organisation given"),
    "organisation.pages": Text(
        "Pagina's voor profielen vastgelegd", "Pages for profiles recorded"
    ),
    "organisation.sites": Text("Eigen sites vastgelegd", "Own sites recorded"),
    "plan.added": Text("Maatregel in het verbeterplan gezet", "Line of the plan added"),
    "plan.changed": Text("Maatregel in het verbeterplan gewijzigd", "Line of the plan changed"),
    "plan.limited": Text("Grens bij een maatregel vastgelegd", "Limit of a plan line recorded"),
    "platform.app": Text(
        "App van de organisatie bij een platform", "App of the organisation at a platform"
    ),
    "platform.status": Text("Besluit over platform", "Decision on platform"),
    "profile.checked": Text("Profiel nagekeken", "Profile checked"),
    "policy.sealed": Text("Beleid vastgesteld", "Policy set"),
    "policy.proposed": Text("Beleid voorgesteld", "Policy proposed"),
    "policy.approved": Text("Beleid vastgesteld", "Policy set"),
    "portal.closed": Text("Publieksportaal uitgezet", "Public portal switched off"),
    "portal.opened": Text("Publieksportaal aangezet", "Public portal switched on"),
    "portal.replies-allowed": Text(
        "Portaal: reacties bij een account te lezen", "Portal: replies at an account to be read"
    ),
    "portal.replies-withdrawn": Text(
        "Portaal: reacties niet meer te lezen", "Portal: replies to be read no more"
    ),
    "portability.asked": Text("Archief aangevraagd", "Archive asked for"),
    "portability.asking": Text("Archief wordt gevraagd", "Archive about to be asked for"),
    "portability.ended": Text("Geen archief gekregen", "No archive was got"),
    "portability.failed": Text("Naar archief kijken mislukt", "Looking after an archive failed"),
    "portability.looked": Text("Naar archief gekeken", "Looked after an archive"),
    "privacy.begun": Text("Privacycorrectie begonnen", "Privacy correction begun"),
    "privacy.corrected": Text("Privacycorrectie uitgevoerd", "Privacy correction done"),
    "privacy.due": Text("Privacycorrectie nodig", "Privacy correction due"),
    "register.imported": Text("Accountoverzicht ingelezen", "Register taken in"),
    "replica.added": Text("Replica op de lijst gezet", "Replica put on the list"),
    "replica.begun": Text("Bijwerken van een replica begonnen", "Writing of a replica begun"),
    "replica.connected": Text("Toegang tot een opslag bewaard", "Access to a store kept"),
    "replica.removed": Text("Replica van de lijst gehaald", "Replica taken off the list"),
    "replica.written": Text("Replica bijgewerkt", "Replica brought up to date"),
    "request.decided": Text("Verzoek van een persoon: besloten", "Request of a person: decided"),
    "request.extended": Text(
        "Verzoek van een persoon: termijn verlengd", "Request of a person: term extended"
    ),
    "request.identified": Text(
        "Verzoek van een persoon: identiteit vastgesteld",
        "Request of a person: identity established",
    ),
    "request.lifted": Text(
        "Verzoek van een persoon: niet langer apart gehouden",
        "Request of a person: kept apart no longer",
    ),
    "request.made": Text("Verzoek van een persoon vastgelegd", "Request of a person recorded"),
    "rights.ended": Text("Vastgelegde rechten beëindigd", "Recorded rights ended"),
    "rights.set": Text("Rechten vastgelegd", "Rights recorded"),
    "report.made": Text("Wijziging gemeld", "Change reported"),
    "report.settled": Text("Melding afgehandeld", "Report settled"),
    "pages.asked": Text("Pagina's gevraagd", "Pages asked for"),
    "pages.failed": Text("Pagina's vastleggen mislukt", "Recording pages failed"),
    "harvest.asked": Text("Oogst gevraagd", "Harvest asked for"),
    "harvest.failed": Text("Oogst mislukt", "Harvest failed"),
    "harvest.interval": Text("Tussentijd van oogsten ingesteld", "Interval of harvests set"),
    "harvest.stop-asked": Text("Gevraagd een oogst te stoppen", "Asked to stop a harvest"),
    "harvest.stopped": Text("Oogst gestopt", "Harvest stopped"),
    "scan.asked": Text("Lekscan gevraagd", "Leak scan asked for"),
    "scan.begun": Text("Lekscan begonnen", "Leak scan begun"),
    "scan.done": Text("Lekscan gedaan", "Leak scan done"),
    "scan.failed": Text("Lekscan mislukt", "Leak scan failed"),
    "term.begun": Text(
        "Vernietiging van originelen begonnen: hun termijn is om",
        "Destruction of originals begun: their term is over",
    ),
    "term.done": Text("Originelen vernietigd: hun termijn was om", "Originals destroyed by term"),
    "originals.begun": Text(
        "Vernietiging van originelen begonnen: zij zijn overgebracht",
        "Destruction of originals begun: they were transferred",
    ),
    "originals.done": Text(
        "Originelen vernietigd: zij waren overgebracht",
        "Originals destroyed: they were transferred",
    ),
    "term.shredded": Text(
        "Sleutel vernietigd van een termijn die om was", "Key destroyed of a term that was over"
    ),
    "restore.rehearsed": Text("Terugzetten geoefend", "Restore rehearsed"),
    "review.term": Text("Termijn van nalopen ingesteld", "Term of reviews set"),
    "deletion.seen": Text("Gezien dat berichten weg zijn", "Posts seen to be gone"),
    "deletion.stated": Text(
        "Verwijderd volgens het platform zelf", "Deleted, as the platform itself says"
    ),
    "deletion.confirmed": Text("Verwijdering bevestigd", "Deletion confirmed"),
    "deletion.withdrawn": Text("Verwijderde berichten terug", "Deleted posts back"),
    "pages.key": Text("Sleutel voor pagina's in gebruik", "Key for pages in use"),
    "mapping.begun": Text(
        "Opnieuw lezen met nieuwe kaart begonnen", "Reading again by a new mapping begun"
    ),
    "mapping.done": Text("Opnieuw gelezen met nieuwe kaart", "Read again by a new mapping"),
    "run.finished": Text("Run klaar", "Run finished"),
    "run.started": Text("Run begonnen", "Run started"),
    "selection.assigned": Text("Selectiebesluit genomen", "Selection decided"),
    "selection.law": Text("Inwerkingtreding van een wet vastgelegd", "Day of a law recorded"),
    "selection.loaded": Text("Selectielijst geladen", "Selection list loaded"),
    "selection.unassigned": Text("Selectiebesluit beëindigd", "Selection decision ended"),
    "sign-in.emergency": Text("Aangemeld met het noodaccount", "Signed in by emergency account"),
    "timestamp.obtained": Text("Tijdstempel verkregen", "Time stamp obtained"),
    "transfer.begun": Text("Overbrenging begonnen", "Transfer begun"),
    "transfer.decided": Text(
        "Besloten over de originelen bij een overbrenging",
        "Decided on the originals of a transfer",
    ),
    "transfer.ended": Text(
        "Overbrenging: originelen hier vernietigd", "Transfer: originals here destroyed"
    ),
    "transfer.made": Text("SIP van een overbrenging gemaakt", "SIP of a transfer made"),
    "transfer.received": Text(
        "Overbrenging door het depot bevestigd", "Transfer confirmed by the depot"
    ),
    "vault.requested": Text("Verzegeld origineel aangevraagd", "Sealed original requested"),
    "vault.approved": Text("Kluisaanvraag goedgekeurd", "Vault request approved"),
    "vault.refused": Text("Kluisaanvraag afgewezen", "Vault request refused"),
    "vault.opened": Text("Verzegeld origineel geopend", "Sealed original opened"),
    "vault.extended": Text("Inzage van de kluis verlengd", "View of the vault extended"),
    "vault.ended": Text("Kluisaanvraag beëindigd", "Vault request ended"),
    "timestamp.set": Text("Tijdstempeldienst ingesteld", "Time stamp authority set"),
    "timestamp.stopped": Text("Gestopt met tijdstempels", "Time stamps stopped"),
    "words.judged": Text("Over een woord in twijfel besloten", "Decided on a word in doubt"),
    "yardstick.loaded": Text("Meetlat geladen", "Yardstick loaded"),
    "yardstick.minimum": Text("Lat van een controle ingesteld", "Bars of a check set"),
}


def journal(request: HttpRequest) -> HttpResponse:
    """List the events that fit."""
    visit = the_visit(request)
    given = {
        name: request.GET.get(name, "").strip() for name in ("boek", "wie", "wat", "van", "tot")
    }
    sought = Sought(
        book=next((book for book in OPEN_BOOKS if book == given["boek"]), None),
        by=given["wie"] or None,
        subject=CALLED.get(given["wat"].casefold(), given["wat"]) or None,
        since=typed_day(given["van"]),
        until=typed_day(given["tot"]),
    )
    no_days = wrong_days(given)
    found = [] if no_days else read_journal(visit.workplace, sought)
    pages = Paginator(found, _A_PAGE)
    shown = pages.get_page(request.GET.get("blad"))
    return page(
        request,
        "journal.html",
        {
            "entries": [_row(entry) for entry in shown.object_list],
            "count": pages.count,
            "pages": shown,
            "given": given,
            "no_days": no_days,
            "books": [(str(book), text) for book, text in BOOKS.items()],
            "query_before": urlencode({name: value for name, value in given.items() if value}),
        },
        status=422 if no_days else 200,
    )


def _row(entry: Entry) -> dict[str, object]:
    roles = {str(role): text for role, text in ROLES.items()}
    subject = subject_said(entry.kind, entry.subject)
    return {
        "at": entry.at,
        "kind": KINDS.get(entry.kind, entry.kind),
        "subject": subject,
        # Letters of one width are for what is copied by hand.
        "is_number": isinstance(subject, str),
        "by": entry.by or entry.system_user,
        "is_system": entry.by is None,
        "roles": [roles[role] for role in entry.roles if role in roles],
        "book": BOOKS[entry.book],
    }
