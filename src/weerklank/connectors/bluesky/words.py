"""What an import of a repository says: why something is missing, and who signed it."""

from urllib.parse import unquote

from weerklank.connectors.bluesky.commit import Commit, Signed
from weerklank.model.clock import civil_day
from weerklank.model.notice import Notice
from weerklank.model.text import Text

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
PART_LOST = Text(
    "een deel van de inhoudsopgave van de repository is niet te lezen: de berichten die daarin "
    "staan, zijn niet te vinden",
    "a part of the repository's list of contents can't be read: the posts that stand in it can't "
    "be found",
)
MEDIUM_DAMAGED = Text(
    "een mediabestand past niet bij de CID waarnaar het genoemd is, en is niet opgenomen",
    "a media file does not fit the CID that it is called after, and was not taken in",
)
NOT_SIGNED_SO = Text(
    "de ondertekening past niet bij de sleutel in het meegeleverde DID-document: de inhoud is "
    "opgenomen, maar niet als echt bevestigd, en wat er niet in staat geldt niet als verwijderd. "
    "Het account kan sindsdien een andere sleutel hebben gekregen; vraag export en DID-document "
    "op dezelfde dag op",
    "the signature does not fit the key in the DID document that came along: the contents were "
    "taken in, but not confirmed as genuine, and what is not in it does not count as deleted. "
    "The account may have got another key since; ask for export and DID document on the same day",
)
_RIGHT = Text(
    "De export (toestand van {day}) is ondertekend met de sleutel in het meegeleverde "
    "DID-document, {key}, en elk opgenomen bericht past bij die ondertekening. Dat die sleutel "
    "van het account is, zegt het document; bij de uitgever ervan is het niet nagevraagd.",
    "The export (state of {day}) is signed with the key in the DID document that came along, "
    "{key}, and each post that was taken in fits that signature. That the key is the account's "
    "is what the document says; whoever issues it was not asked.",
)
_WRONG = Text(
    "De ondertekening van de export (toestand van {day}) past niet bij de sleutel in het "
    "meegeleverde DID-document, {key}.",
    "The signature of the export (state of {day}) does not fit the key in the DID document that "
    "came along, {key}.",
)
_NOT_CHECKED = Text(
    "De ondertekening van de export (toestand van {day}) is niet gecontroleerd: er kwam geen "
    "DID-document mee met een sleutel die te lezen is. Wat er niet in staat, geldt daarom niet "
    "als verwijderd. Lever het CAR-bestand in een zip aan met daarin het document van {document} "
    "als did.json om dat wel te doen.",
    "The signature of the export (state of {day}) was not checked: no DID document came along "
    "with a key that can be read. So what is not in it does not count as deleted. Hand in "
    "repo.car in a zip that holds the document of {document} as did.json to have it checked.",
)
_TEXTS = {
    Signed.RIGHT: ("signature-right", _RIGHT),
    Signed.WRONG: ("signature-wrong", _WRONG),
    Signed.NOT_CHECKED: ("signature-not-checked", _NOT_CHECKED),
}


def document_of(did: str) -> str:
    """Give where the DID document of an account is published."""
    host = did.removeprefix("did:web:")
    if host == did:
        return f"https://plc.directory/{did}"
    return f"https://{unquote(host)}/.well-known/did.json"


def notice_of(signed: Signed, commit: Commit, key: str | None) -> Notice:
    """Say what came of checking the signature of a repository."""
    code, text = _TEXTS[signed]
    day = civil_day(commit.made).isoformat() if commit.made else "?"
    return Notice(code, text, {"day": day, "key": key or "-", "document": document_of(commit.did)})
