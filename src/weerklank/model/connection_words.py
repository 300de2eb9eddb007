"""What the findings of a connection say, and what to do about each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from weerklank.model.clock import civil_day
from weerklank.model.connection import Connection, Finding, Weight
from weerklank.model.day_words import day_said
from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class FindingWords:
    """How one kind of finding counts, what it says, and the next step."""

    weight: Weight
    message: Text
    next: Text


PERMISSION_REFUSED = "permission_refused"
#: What follows from the time: kept with no permission, and found whenever one is shown.
PERMISSION_ENDED, ENDS_SOON = "permission_ended", "ends_soon"
#: How long before its end a permission is told to end: who must give it anew has to be found.
_SOON = timedelta(days=14)

FINDINGS: dict[str, FindingWords] = {
    PERMISSION_REFUSED: FindingWords(
        Weight.WRONG,
        Text(
            "De server neemt de toestemming niet aan: zij is ingetrokken, verlopen of van een "
            "andere server.",
            "The server does not take the permission: it was withdrawn, has expired or is of "
            "another server.",
        ),
        Text(
            "Koppel het account opnieuw. Wie het account beheert, geeft dan opnieuw toestemming.",
            "Connect the account again. Whoever manages the account then permits it again.",
        ),
    ),
    PERMISSION_ENDED: FindingWords(
        Weight.WRONG,
        Text("De toestemming eindigde op {day}.", "The permission ended on {day}."),
        Text(
            "Koppel het account opnieuw. Wie het account beheert, geeft dan opnieuw toestemming.",
            "Connect the account again. Whoever manages the account then permits it again.",
        ),
    ),
    ENDS_SOON: FindingWords(
        Weight.NOTE,
        Text("De toestemming eindigt op {day}.", "The permission ends on {day}."),
        Text(
            "Koppel het account voor die dag opnieuw; Weerklank kan haar niet zelf vernieuwen.",
            "Connect the account again before that day; Weerklank can't renew it by itself.",
        ),
    ),
    "scope_missing": FindingWords(
        Weight.WRONG,
        Text(
            "De toestemming {scope} ontbreekt; zonder die is niet alles te lezen.",
            "The permission {scope} is missing; without it not everything can be read.",
        ),
        Text(
            "Koppel het account opnieuw en laat wie het beheert {scope} toestaan.",
            "Connect the account again and let whoever manages it permit {scope}.",
        ),
    ),
    "scope_too_wide": FindingWords(
        Weight.WRONG,
        Text(
            "De toestemming geeft meer dan nodig is: {scopes}.",
            "The permission gives more than is needed: {scopes}.",
        ),
        Text(
            "Koppel het account opnieuw in de browser: dan wordt alleen gevraagd wat nodig is. "
            "Trek de ruimere toestemming daarna in bij de server.",
            "Connect the account again in the browser: then only what is needed is asked. "
            "Withdraw the wider permission at the server afterwards.",
        ),
    ),
    "scope_unknown": FindingWords(
        Weight.NOT_CHECKED,
        Text(
            "De server zegt niet wat deze toestemming allemaal mag.",
            "The server does not say all that this permission allows.",
        ),
        Text(
            "Kijk bij de server, onder de instellingen van het account bij de gemachtigde apps, "
            "of zij alleen mag lezen.",
            "Look at the server, in the settings of the account under authorised apps, whether it "
            "only allows reading.",
        ),
    ),
    "messages_in_scope": FindingWords(
        Weight.NOTE,
        Text(
            "De toestemming {scope} dekt ook privéberichten: het platform heeft geen kleinere.",
            "The permission {scope} covers direct messages too: the platform has no smaller one.",
        ),
        Text(
            "Er is niets te doen. Weerklank vraagt geen privéberichten op: die adressen worden "
            "geweigerd voordat er iets wordt gevraagd.",
            "There is nothing to do. Weerklank asks for no direct messages: those addresses are "
            "refused before anything is asked.",
        ),
    ),
    "account_moved": FindingWords(
        Weight.NOTE,
        Text(
            "Het account zegt zelf dat het is verhuisd.",
            "The account itself says that it has moved.",
        ),
        Text(
            "Zet het nieuwe account in het accountoverzicht en koppel dat ook.",
            "Enter the new account in the register and connect that too.",
        ),
    ),
    "other_endpoint": FindingWords(
        Weight.NOTE,
        Text(
            "Het account wordt gelezen op {endpoint}, en niet op de server van zijn adres.",
            "The account is read at {endpoint}, and not at the server of its address.",
        ),
        Text(
            "Klopt dat niet, ontkoppel het dan en koppel het op de server van zijn adres.",
            "If that is not right, disconnect it and connect it at the server of its address.",
        ),
    ),
    "public_only": FindingWords(
        Weight.NOTE,
        Text(
            "Het account wordt gelezen met een sleutel: alleen wat iedereen kan zien. Of iets weg "
            "is of alleen niet meer openbaar, is daarmee niet te zien.",
            "The account is read by a key: only what anyone can see. Whether something is gone or "
            "no more than not public can't be seen with it.",
        ),
        Text(
            "Er hoeft niets te gebeuren. Bewaar de sleutel alleen hier, en beperk hem bij het "
            "platform tot deze API.",
            "Nothing needs to be done. Keep the key here alone, and restrict it to this API at "
            "the platform.",
        ),
    ),
    "one_archive": FindingWords(
        Weight.NOTE,
        Text("De toestemming geldt voor één archief.", "The permission holds for one archive."),
        Text(
            "Voor een volgend archief is zij opnieuw nodig. Kies bij het platform een termijn in "
            "plaats van één keer, als dat kan.",
            "For the next archive it is needed again. Choose a period at the platform instead of "
            "once, where that can be.",
        ),
    ),
    "owner_in_archive": FindingWords(
        Weight.NOT_CHECKED,
        Text(
            "Het platform zegt bij deze toestemming niet van welk account zij is; dat staat in "
            "het archief.",
            "The platform does not say with this permission of which account it is; the archive "
            "says so.",
        ),
        Text(
            "Er hoeft niets te gebeuren: een archief van een ander account wordt niet opgenomen.",
            "Nothing needs to be done: an archive of another account is not taken in.",
        ),
    ),
    "comments_not_permitted": FindingWords(
        Weight.NOTE,
        Text(
            "Met deze toestemming geeft het platform geen reacties; die zijn een gat in elke "
            "oogst.",
            "With this permission the platform gives no comments; those are a gap in each "
            "harvest.",
        ),
        Text(
            "Wilt u de reacties, koppel dan met een API-sleutel in plaats van deze toestemming: "
            "'weerklank connect A --token-file BESTAND'.",
            "If you want the comments, connect with an API key instead of this permission: "
            "'weerklank connect A --token-file FILE'.",
        ),
    ),
    "not_withdrawn": FindingWords(
        Weight.WRONG,
        Text(
            "De toestemming is hier weg, en is bij de server niet ingetrokken.",
            "The permission is gone here, and was not withdrawn at the server.",
        ),
        Text(
            "Trek haar in bij de server, onder de instellingen van het account bij de "
            "gemachtigde apps.",
            "Withdraw it at the server, in the settings of the account under authorised apps.",
        ),
    ),
    "not_signed_out": FindingWords(
        Weight.WRONG,
        Text(
            "De aangemelde browser is hier weg; bij de server geldt de aanmelding nog.",
            "The signed-in browser is gone here; at the server the sign-in still holds.",
        ),
        Text(
            "Meld hem bij de server af, in de instellingen van het account bij de apparaten of "
            "sessies.",
            "Sign it out at the server, in the settings of the account under devices or sessions.",
        ),
    ),
}


def words_of(finding: Finding) -> FindingWords:
    """Give how a finding counts and what it says, filled in."""
    words = FINDINGS[finding.kind]
    values: dict[str, object] = dict(finding.values)
    if "day" in values:
        values["day"] = day_said(date.fromisoformat(str(values["day"])))
    return FindingWords(words.weight, words.message.filled(**values), words.next.filled(**values))


def findings_at(connection: Connection, now: datetime) -> tuple[Finding, ...]:
    """Give what a look found, and what of the end of a permission is to be known by now."""
    ends, found = connection.granted.ends, connection.findings
    is_refused = any(one.kind == PERMISSION_REFUSED for one in found)
    if ends is None or is_refused or ends - now > _SOON:
        return found
    kind = PERMISSION_ENDED if ends <= now else ENDS_SOON
    return (Finding(kind=kind, values=(("day", civil_day(ends).isoformat()),)), *found)


def is_ok(findings: tuple[Finding, ...]) -> bool:
    """Tell whether nothing that was found is wrong."""
    return all(FINDINGS[one.kind].weight is not Weight.WRONG for one in findings)
