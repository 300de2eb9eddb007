"""The declaration of transfer (verklaring van overbrenging): what both sides sign and file.

It says what the decisions keep of a transfer, so it is the same each time: of a transfer that was
made, and anew once the depot confirmed receipt.
"""

from collections.abc import Iterator

from weerklank.documents.document import Block, Bullets, Document, Heading, Paragraph, Table, Tone
from weerklank.model.account import Account
from weerklank.model.day_words import day, moment
from weerklank.model.errors import Refused, fault
from weerklank.model.number_words import number
from weerklank.model.organisation import Organisation
from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text
from weerklank.model.transfer import SEALED, Transfer, TransferState
from weerklank.services.register.organisation_code import organisation_of
from weerklank.services.transfer.read_transfers import find_transfer
from weerklank.services.workplace import Workplace

NOT_MADE = fault(
    "TRANSFER-015",
    Text(
        nl="Van overbrenging {transfer} is geen SIP gemaakt: er is niets te verklaren.",
        en="Of transfer {transfer} no SIP was made: there is nothing to declare.",
    ),
    Text(
        nl="'weerklank transfer list' noemt welke zijn gemaakt.",
        en="'weerklank transfer list' names those that were made.",
    ),
)
_LAW = Text(
    "Archiefwet 1995, artikelen 12, 13 en 15; Archiefbesluit 1995, hoofdstuk III",
    "Archiefwet 1995, articles 12, 13 and 15; Archiefbesluit 1995, chapter III",
)
_LEFT = (
    Text(
        "berichten die een besluit beperkt: geen overheidsinformatie, of apart gezet op verzoek "
        "van een betrokkene",
        "posts that a decision restricts: no government information, or kept apart at the request "
        "of a person",
    ),
    Text(
        "berichten waarvan de vernietiging is begonnen",
        "posts of which the destruction has begun",
    ),
    Text("pagina's waarop zoiets staat", "pages on which such a thing stands"),
    Text(
        "berichten en pagina's die eerder zijn vernietigd, met een verklaring",
        "posts and pages that were destroyed before, with a certificate",
    ),
)
_BLANK = "……………………………………"


def declaration(workplace: Workplace, name: str, language: Language) -> Document:
    """Give the declaration of a transfer; Refused where no SIP was made."""
    transfer = find_transfer(workplace, name)
    if transfer.state is TransferState.BEGUN or transfer.made is None:
        raise Refused(NOT_MADE, transfer=transfer.id)
    every = workplace.register().accounts
    accounts = [every[one] for one in transfer.scope.accounts or sorted(every)]
    writer = _Writer(organisation_of(workplace), transfer, accounts, language)
    return Document(
        title=writer.say(
            "Verklaring van overbrenging {transfer}",
            "Declaration of transfer {transfer}",
            transfer=transfer.id,
        ),
        organisation=workplace.organisation.name,
        language=language,
        made=transfer.received or transfer.made,
        facts=tuple(writer.facts()),
        blocks=tuple(writer.blocks()),
    )


class _Writer:
    def __init__(
        self,
        organisation: Organisation,
        transfer: Transfer,
        accounts: list[Account],
        language: Language,
    ) -> None:
        self._organisation = organisation
        self._transfer = transfer
        self._accounts = accounts
        self._language = language

    def say(self, nl: str, en: str, **values: object) -> str:
        """Say something in the language of the document."""
        return Text(nl, en).say(self._language, **values)

    def _count(self, value: int) -> str:
        return number(value, self._language)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what is known of the transfer itself."""
        transfer, organisation = self._transfer, self._organisation
        yield self.say("Overbrenging", "Transfer"), f"{organisation.origin}-{transfer.id}"
        yield self.say("Zorgdrager", "Responsible authority"), organisation.name
        if organisation.tooi is not None:
            yield "TOOI", organisation.tooi
        yield self.say("Periode", "Period"), self._period()
        yield self.say("Bestemming", "Destination"), transfer.target or _BLANK
        yield self.say("Opgemaakt volgens", "Made by"), _LAW.say(self._language)
        if transfer.made is not None:
            yield self.say("SIP gemaakt", "SIP made"), moment(transfer.made, self._language)
        yield self.say("Door", "By"), transfer.by
        yield self.say("Contact", "Contact"), transfer.contact or transfer.by

    def _period(self) -> str:
        scope = self._transfer.scope
        since, until = (
            day(one, self._language) if one else None for one in (scope.since, scope.until)
        )
        words = {
            (True, True): Text("{since} tot en met {until}", "{since} until {until}"),
            (True, False): Text("vanaf {since}", "from {since}"),
            (False, True): Text("tot en met {until}", "until {until}"),
            (False, False): Text("niet begrensd", "without a bound"),
        }[since is not None, until is not None]
        return words.say(self._language, since=since, until=until)

    def blocks(self) -> Iterator[Block]:
        """Give the body: what goes, with which limits, what stays, and where both sides sign."""
        yield Heading(1, self.say("Wat wordt overgebracht", "What is transferred"))
        yield from self._what()
        yield Heading(1, self.say("Beperkingen op de openbaarheid", "Limits on openness"))
        yield Paragraph(self._limits())
        yield Heading(1, self.say("Wat niet meegaat", "What does not go along"))
        yield Bullets(tuple(self._left()))
        yield Heading(1, self.say("Verzegelde originelen", "Sealed originals"))
        yield from self._originals()
        yield Heading(1, self.say("Ontvangst", "Receipt"))
        yield self._receipt()
        yield Heading(1, self.say("Ondertekening", "Signatures"))
        yield self._signatures()

    def _what(self) -> Iterator[Block]:
        transfer = self._transfer
        yield Paragraph(
            self.say(
                "Berichten van sociale media met hun draad, die in de periode begonnen: {objects} "
                "informatieobjecten en {files} bestanden, samen {bytes} bytes, met metagegevens "
                "volgens MDTO 1.0.1. Elk bestand staat met zijn controlesom in het manifest van "
                "de SIP; dat manifest is de specificatie bij deze verklaring.",
                "Posts of social media with their threads, that began within the period: "
                "{objects} information objects and {files} files, together {bytes} bytes, with "
                "metadata by MDTO 1.0.1. The manifest of the SIP has each file with its digest; "
                "it is the specification that goes with this declaration.",
                objects=self._count(transfer.objects),
                files=self._count(transfer.files),
                bytes=self._count(transfer.bytes),
            )
        )
        digest = self.say(
            "SHA-256 van het manifest: {digest}",
            "SHA-256 of the manifest: {digest}",
            digest=transfer.digest,
        )
        yield Paragraph(digest, Tone.SOURCE)
        yield Table(
            caption=self.say("Accounts", "Accounts"),
            head=(self.say("Account", "Account"), "Platform", self.say("Naam", "Name")),
            rows=tuple((one.id, TITLES[one.platform], one.handle) for one in self._accounts),
            widths=(24, 40, 102),
        )

    def _limits(self) -> str:
        return self.say(
            "{private} archiefstukken zijn beperkt openbaar, omdat ze alleen voor volgers waren "
            "of mogelijk bijzondere persoonsgegevens bevatten (Archiefwet 1995, artikel 15, "
            "eerste lid, onder a); de metagegevens noemen van elk de termijn. Namen van anderen "
            "zijn bij het opnemen vervangen door pseudoniemen. Rechten van anderen staan per stuk "
            "in de metagegevens.",
            "{private} records are limited in openness, as they were for followers only or "
            "probably hold special personal data (Archiefwet 1995, article 15, first paragraph, "
            "under a); the metadata have the term of each. Names of others were replaced by "
            "pseudonyms when they came in. Rights of others stand in the metadata of each.",
            private=self._count(self._transfer.left.private),
        )

    def _left(self) -> Iterator[str]:
        left = self._transfer.left
        counts = (left.restricted, left.destroying, left.pages, left.destroyed)
        for count, words in zip(counts, _LEFT, strict=True):
            yield f"{self._count(count)} {words.say(self._language)}"

    def _originals(self) -> Iterator[Block]:
        transfer = self._transfer
        yield Paragraph(
            self.say(
                "Verzegelde originelen zijn geen deel van de SIP. Besloten is: {choice}.",
                "Sealed originals are no part of the SIP. It was decided to {choice}.",
                choice=SEALED[transfer.sealed],
            )
        )
        for nl, en, digest in (
            ("originelen", "originals", transfer.originals_digest),
            ("sleutels", "keys", transfer.keys_digest),
        ):
            if digest is not None:
                which = self.say(nl, en)
                said = self.say(
                    "SHA-256 van het manifest van de {which}: {digest}",
                    "SHA-256 of the manifest of the {which}: {digest}",
                    which=which,
                    digest=digest,
                )
                yield Paragraph(said, Tone.SOURCE)

    def _receipt(self) -> Block:
        transfer = self._transfer
        if transfer.received is None:
            return Paragraph(
                self.say(
                    "Het depot heeft de ontvangst nog niet bevestigd.",
                    "The depot did not confirm receipt yet.",
                ),
                Tone.NOTE,
            )
        return Paragraph(
            self.say(
                "Ontvangen onder kenmerk {receipt}; de bevestiging is op {at} vergeleken met wat "
                "is gemaakt, en past.",
                "Received as {receipt}; the receipt was held against what was made on {at}, and "
                "fits.",
                receipt=transfer.receipt,
                at=moment(transfer.received, self._language),
            )
        )

    def _signatures(self) -> Block:
        rows = (
            self.say("Naam", "Name"),
            self.say("Functie", "Function"),
            self.say("Plaats en datum", "Place and date"),
            self.say("Handtekening", "Signature"),
        )
        return Table(
            caption=self.say("Getekend in tweevoud", "Signed in two copies"),
            head=(
                "",
                self.say("Namens de zorgdrager", "For the responsible authority"),
                self.say("Namens de archiefbewaarplaats", "For the repository that takes it in"),
            ),
            rows=tuple((row, _BLANK, _BLANK) for row in rows),
            widths=(36, 65, 65),
        )
