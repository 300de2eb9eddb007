"""What a pakbon says of what goes along and what does not, in Dutch: it goes to a Dutch depot."""

from datetime import date
from typing import TYPE_CHECKING

from weerklank.model.day_words import day
from weerklank.model.text import verbatim
from weerklank.model.transfer import SealedChoice, Transfer, TransferScope

if TYPE_CHECKING:
    from weerklank.services.transfer.hand_over import Handed
    from weerklank.services.transfer.write_piece import LeftOut

_TOLD = verbatim(
    """\
MDTO 1.0.1 en MDTO-SIP-specificatie 1.0. Het archiefstuk is een bericht met zijn draad, in alle \
versies; aanvullende metagegevens (*.bron.json) zijn wat het platform vertelde. De structuur van \
de JSON en de eigen begrippen gaan mee als informatieobject.
Bewaarde pagina's zijn WARC 1.1, niet gecomprimeerd, hoogstens 1 GB per bestand; zij zijn uit het \
WACZ-bestand van het archief gehaald, met een regel robots in warcinfo.
Keuze: {scope}. Een draad hoort bij de dag waarop hij begint en gaat heel mee, ook met wat later \
kwam.
Waardering van de archiefstukken: {counts}.
Beperkt openbaar, omdat het alleen voor volgers was of mogelijk bijzondere persoonsgegevens \
bevat: {private} {private:archiefstuk|archiefstukken}, elk met zijn termijn.
Niet meegegaan: {restricted} {restricted:bericht dat|berichten die} een besluit beperkt (geen \
overheidsinformatie, of apart gezet op verzoek van een betrokkene), {destroying} \
waarvan de vernietiging is begonnen, en \
{pages} {pages:pagina|pagina's} waarop zoiets staat.
Eerder vernietigd, en dus niet aanwezig: \
{destroyed} {destroyed:bericht of pagina|berichten en pagina's}. De \
verklaringen van vernietiging liggen bij de archiefvormer.
"""
)
_ORIGINALS = {
    SealedChoice.KEEP: "Verzegelde originelen: geen deel van deze SIP. Besloten is dat de "
    "archiefvormer ze met hun sleutels houdt tot hun eigen termijn om is; van deze accounts "
    "uiterlijk tot en met {last}. Daarna worden zij vernietigd, met een verklaring.",
    SealedChoice.DESTROY: "Verzegelde originelen: geen deel van deze SIP. Besloten is dat de "
    "archiefvormer die van wat hier meegaat vernietigt zodra het depot de ontvangst bevestigt, "
    "met een verklaring. Wat van deze accounts niet meegaat, houdt zijn eigen termijn.",
}
_HANDED = (
    "Verzegelde originelen: geen deel van deze SIP. Besloten is ze mee te geven: {originals} "
    "originelen, versleuteld, langs één weg (SHA-256 van hun manifest {originals_digest}) en "
    "{keys} datasleutels met de sleutels van pseudoniemen en van de blinde index langs een "
    "andere (SHA-256 van hun manifest {keys_digest}), versleuteld voor het depot. De private "
    "verzegelsleutel geeft wie haar bewaart zelf over. Wat de archiefvormer ervan heeft, blijft "
    "tot de eigen termijn om is."
)


def said_scope(scope: TransferScope) -> str:
    """Say which period and accounts."""
    accounts = ", ".join(scope.accounts) if scope.accounts else "alle accounts"
    since = f" vanaf {day(scope.since, 'nl')}" if scope.since else ""
    until = f" tot en met {day(scope.until, 'nl')}" if scope.until else ""
    return f"{accounts}{since}{until}"


def particulars_of(
    transfer: Transfer,
    left: "LeftOut",
    destroyed: int,
    last: date | None,
    handed: "Handed | None",
) -> tuple[str, ...]:
    """Say what goes along and what does not; `last` is until when originals are kept."""
    counts = ", ".join(f"{code} {number}" for code, number in sorted(left.appraised.items()))
    told = _TOLD.say(
        "nl",
        scope=said_scope(transfer.scope),
        counts=counts,
        private=left.private,
        restricted=left.restricted,
        destroying=left.destroying,
        pages=left.pages,
        destroyed=destroyed,
    )
    return (*told.splitlines(), _originals(transfer.sealed, last, handed))


def _originals(choice: SealedChoice, last: date | None, handed: "Handed | None") -> str:
    if handed is not None:
        return _HANDED.format(
            originals=handed.originals,
            keys=handed.data_keys,
            originals_digest=handed.originals_digest,
            keys_digest=handed.keys_digest,
        )
    if last is None:
        return "Verzegelde originelen: die zijn er van deze accounts niet (meer)."
    return _ORIGINALS[choice].format(last=day(last, "nl"))
