"""A certificate of destruction as a document: what an archivist signs and files (verklaring)."""

from collections.abc import Iterator

from weerklank.documents.document import Block, Bullets, Document, Heading, Paragraph, Table, Tone
from weerklank.model.certificate import SORTS, Act, Certificate
from weerklank.model.day_words import day, moment
from weerklank.model.destruction import GROUNDS, WHY_NOT, Ground
from weerklank.model.number_words import number
from weerklank.model.person import Role
from weerklank.model.person_words import ROLES
from weerklank.model.text import Language, Text
from weerklank.services.change.certificate_xml import LAW

_TITLE = Text("Verklaring van vernietiging {list}", "Certificate of destruction {list}")
_LAWS: dict[Ground, Text] = {
    Ground.SELECTION: Text(
        "Archiefwet 1995, artikelen 3 en 5; de genoemde rijen van de selectielijst",
        "Archiefwet 1995, articles 3 and 5; the rows of the selection list that are named",
    ),
    Ground.NOT_GOVERNMENT: Text(
        "geen archiefbescheiden in de zin van artikel 1 Archiefwet 1995",
        "no records in the sense of article 1 of the Archiefwet 1995",
    ),
    Ground.UNLAWFUL: Text("AVG, artikel 17, eerste lid, onder d", "GDPR, article 17(1)(d)"),
    Ground.COURT: Text("het gerechtelijk bevel in de toelichting", "the court order as explained"),
    Ground.ERASURE: Text("AVG, artikel 17", "GDPR, article 17"),
}
_ACTS: dict[str, Text] = {
    "proposed": Text("voorgesteld", "proposed"),
    "excepted": Text("stukken eraf gehaald", "items taken off"),
    "changes-asked": Text("om wijziging gevraagd", "asked for changes"),
    "answered": Text("opnieuw voorgesteld", "proposed again"),
    "reviewed": Text("beoordeeld", "reviewed"),
    "approved": Text("gemachtigd", "approved"),
    "begun": Text("uitvoering begonnen", "execution begun"),
    "executed": Text("uitgevoerd en doorzocht", "executed and searched"),
    "certified": Text("verklaard", "certified"),
}
_WAY = (
    Text(
        "Elk pakket waarin iets van de lijst lag, is opnieuw geschreven zonder die records; het "
        "oude pakket is verwijderd. Versies, media, verzegelde originelen en salts gingen mee.",
        "Every package that held anything of the list was written anew without those records; "
        "the old package was removed. Versions, media, sealed originals and salts went along.",
    ),
    Text(
        "Catalogus, zoekindex en register van personen zijn bijgewerkt; van de zoekindex is elk "
        "jaar van de lijst opnieuw gemaakt.",
        "Catalogue, search index and index of persons were brought up to date; of the search "
        "index every year of the list was made anew.",
    ),
    Text(
        "In het logboek blijven de bladnummers staan; zonder salt zeggen zij niets meer. Alle "
        "andere bewijzen blijven geldig. De permanente adressen staan in dit besluit.",
        "The log keeps the numbers of the leaves; without a salt they tell nothing. All other "
        "proofs stay valid. The permanent addresses stand in this decision.",
    ),
)
_LIMITS = (
    Text(
        "Tekst van minder dan 30 tekens, en wat ook in een bewaard record staat, is niet gezocht "
        "maar volgt uit de opbouw: het nieuwe pakket heeft de regels van het oude zonder die van "
        "de lijst.",
        "Text of under 30 characters, and what a kept record holds too, was not searched for but "
        "follows from structure: the new package has the lines of the old one less those of the "
        "list.",
    ),
    Text(
        "In de beelden van media en pagina's is niet naar woorden gezocht: die bestanden zijn in "
        "hun geheel weg.",
        "Words were not looked for in the pictures of media and pages: those files are gone "
        "whole.",
    ),
    Text(
        "Bewijzen, brieven en uitvoer die zijn uitgegeven en elders staan, op het platform zelf, "
        "en in kopieën die het archief niet kent, raakt deze vernietiging niet.",
        "Proofs, letters and exports that were given out and lie elsewhere, the platform itself, "
        "and copies that the archive does not know, are not touched by this destruction.",
    ),
)
#: Permanent addresses that a document names; more stand in the XML alone.
_NAMED = 400


def certificate_document(made: Certificate, language: Language) -> Document:
    """Give a certificate as a document."""
    return Document(
        title=_TITLE.say(language, list=made.list),
        organisation=made.organisation,
        language=language,
        made=made.made,
        facts=tuple(_Writer(made, language).facts()),
        blocks=tuple(_Writer(made, language).blocks()),
    )


class _Writer:
    def __init__(self, made: Certificate, language: Language) -> None:
        self._made = made
        self._language = language

    def _say(self, nl: str, en: str, **values: object) -> str:
        return Text(nl, en).say(self._language, **values)

    def _count(self, value: int) -> str:
        return number(value, self._language)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what is known of the certificate itself."""
        made, language = self._made, self._language
        yield self._say("Lijst", "List"), made.list
        yield self._say("Archief", "Archive"), made.origin
        if made.tooi is not None:
            yield "TOOI", made.tooi
        yield self._say("Opgemaakt volgens", "Made by"), LAW
        yield self._say("Grond", "Ground"), GROUNDS[made.ground].say(language)
        yield self._say("Wettelijke basis", "Law"), _LAWS[made.ground].say(language)
        yield self._say("Toelichting", "Explanation"), made.reason
        yield self._say("Begonnen", "Begun"), moment(made.begun, language)
        yield self._say("Klaar", "Done"), moment(made.executed, language)

    def blocks(self) -> Iterator[Block]:
        """Give the body: what, in which way, by whom, and what was searched."""
        yield Heading(1, self._say("Wat is vernietigd", "What was destroyed"))
        yield from self._destroyed()
        yield Heading(1, self._say("Op welke wijze", "In which way"))
        yield Bullets(tuple(one.say(self._language) for one in _WAY))
        yield Heading(1, self._say("Door wie", "By whom"))
        yield from self._acts()
        yield Heading(1, self._say("Doorzocht", "Searched"))
        yield from self._search()
        yield Heading(1, self._say("Wat deze verklaring niet zegt", "What this does not say"))
        yield Bullets((*(one.say(self._language) for one in _LIMITS), self._backups()))

    def _destroyed(self) -> Iterator[Block]:
        made = self._made
        yield Paragraph(
            self._say(
                "{items} stukken in {records} versies, met {media} mediabestanden en {originals} "
                "verzegelde originelen, uit {packages} pakketten. {excepted} stukken zijn van de "
                "lijst gehaald en gebleven.",
                "{items} items in {records} versions, with {media} media and {originals} sealed "
                "originals, of {packages} packages. {excepted} items were taken off the list and "
                "stayed.",
                items=self._count(len(made.items)),
                records=self._count(made.records),
                media=self._count(made.media),
                originals=self._count(made.originals),
                packages=self._count(made.packages),
                excepted=self._count(made.excepted),
            )
        )
        if made.before:
            yield self._before()
        if made.categories:
            yield self._categories()
        if len(made.items) <= _NAMED:
            yield Paragraph(", ".join(made.items), Tone.SOURCE)
        else:
            yield Paragraph(
                self._say(
                    "De permanente adressen staan in deze verklaring als XML, en in het besluit.",
                    "The permanent addresses stand in this certificate as XML, and in the "
                    "decision.",
                ),
                Tone.NOTE,
            )

    def _before(self) -> Block:
        return Paragraph(
            self._say(
                "Wat op de lijst stond en toen zij begon al met een andere lijst was vernietigd: "
                "{before}.",
                "What stood on the list and had been destroyed by another list when it began: "
                "{before}.",
                before=", ".join(f"{one.id} ({one.list})" for one in self._made.before),
            ),
            Tone.NOTE,
        )

    def _categories(self) -> Block:
        head = (
            self._say("Account", "Account"),
            self._say("Soort", "Kind"),
            self._say("Selectielijst, rij", "Selection list, row"),
            self._say("Van", "From"),
            self._say("Tot en met", "Until"),
            self._say("Stukken", "Items"),
        )
        rows = tuple(
            (
                one.named or one.account,
                SORTS[one.sort].say(self._language),
                f"{one.list}, {one.row}" if one.row else "-",
                day(one.first, self._language) if one.first else "-",
                day(one.last, self._language) if one.last else "-",
                self._count(one.items),
            )
            for one in self._made.categories
        )
        return Table(
            caption=self._say("Per categorie", "By category"),
            head=head,
            rows=rows,
            widths=(30, 30, 36, 26, 26, 18),
            numbers=frozenset({5}),
        )

    def _acts(self) -> Iterator[Block]:
        yield Table(
            caption=self._say("Stappen", "Steps"),
            head=(
                self._say("Stap", "Step"),
                self._say("Persoon", "Person"),
                self._say("Rollen", "Roles"),
                self._say("Wanneer", "When"),
                self._say("Aangemeld", "Signed in"),
            ),
            rows=tuple(map(self._act, self._made.acts)),
            widths=(32, 36, 36, 36, 26),
        )
        if self._made.is_stated_only:
            yield Paragraph(
                self._say(
                    "Eén systeemgebruiker handelde voor meer dan een van deze personen: "
                    "opgegeven, niet aangemeld.",
                    "One system user acted for more than one of these persons: stated, not signed "
                    "in.",
                ),
                Tone.NOTE,
            )

    def _act(self, act: Act) -> tuple[str, ...]:
        said = _ACTS[act.act].say(self._language)
        return (
            f"{said}: {act.reason}" if act.reason else said,
            f"{act.name} ({act.system_user})",
            ", ".join(ROLES[Role(role)].say(self._language) for role in act.roles),
            moment(act.at, self._language),
            self._say("ja", "yes")
            if act.is_signed_in
            else self._say("opgegeven, niet aangemeld", "stated, not signed in"),
        )

    def _search(self) -> Iterator[Block]:
        searched = self._made.search
        yield Paragraph(
            self._say(
                "Na het herschrijven is elke byte doorzocht op {needles} teksten, adressen, salts "
                "en sleutels van wat is vernietigd: {files} bestanden. {structure} daarvan staan "
                "ook in een bewaard record; {packages} pakketten zijn alleen door hun opbouw "
                "bewezen.",
                "After rewriting every byte was searched for {needles} texts, addresses, salts "
                "and keys of what was destroyed: {files} files. A kept record holds {structure} "
                "of them too; {packages} packages are proven by structure alone.",
                needles=self._count(searched.needles),
                files=self._count(searched.files),
                structure=self._count(searched.by_structure),
                packages=self._count(self._made.packages_by_structure),
            )
        )
        if searched.places:
            yield Table(
                caption=self._say("Doorzochte plaatsen", "Places searched"),
                head=(self._say("Plaats", "Place"), self._say("Bestanden", "Files")),
                rows=tuple((place, self._count(files)) for place, files in searched.places),
                widths=(120, 46),
                numbers=frozenset({1}),
            )
        if searched.found or not searched.stays:
            yield Paragraph(self._found())
        if searched.stays:
            yield Paragraph(
                self._say(
                    "Iemand haalde er iets van aan in een reden of zoekvraag. Die gebeurtenissen "
                    "blijven, met wat daarin staat: {stays}.",
                    "Somebody quoted some of it in a reason or a search. Those events stay, with "
                    "what stands in them: {stays}.",
                    stays=", ".join(searched.stays),
                ),
                Tone.NOTE,
            )
        missed = tuple(
            f"{one.place}: {WHY_NOT[one.why].say(self._language)}" for one in searched.not_searched
        )
        if missed:
            yield Paragraph(self._say("Niet doorzocht:", "Not searched:"), Tone.NOTE)
            yield Bullets(missed)

    def _found(self) -> str:
        found = self._made.search.found
        if not found:
            return self._say("Er is niets teruggevonden.", "Nothing was found.")
        return self._say(
            "Teruggevonden, en daarna weggehaald: {found}.",
            "Found, and taken away since: {found}.",
            found=", ".join(found),
        )

    def _backups(self) -> str:
        until = self._made.backups_until
        if until is None:
            return self._say(
                "Back-ups vervallen op hun eigen termijn; die is bij deze verklaring niet "
                "opgegeven.",
                "Back-ups go by their own term, which was not stated with this certificate.",
            )
        return self._say(
            "Back-ups kunnen het nog bevatten tot en met {until}, zoals de archivaris opgaf.",
            "Back-ups may still hold it until {until}, as the archivist stated.",
            until=day(until, self._language),
        )
