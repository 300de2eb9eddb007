"""The actor.json of a Mastodon export."""

import base64
from datetime import UTC

from weerklank.testing.mastodon_items import ExportAccount, ExportMedium
from weerklank.testing.mastodon_json import STREAMS, Json, followers, noise

#: What precedes the modulus in the DER of a public RSA key of 2048 bits.
_RSA_HEAD = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")


def _id(term: str) -> Json:
    return {"@id": term, "@type": "@id"}


_ACTOR_TERMS: Json = {
    "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
    "toot": "http://joinmastodon.org/ns#",
    "featured": _id("toot:featured"),
    "featuredTags": _id("toot:featuredTags"),
    "alsoKnownAs": _id("as:alsoKnownAs"),
    "movedTo": _id("as:movedTo"),
    "schema": "http://schema.org#",
    "PropertyValue": "schema:PropertyValue",
    "value": "schema:value",
    "discoverable": "toot:discoverable",
}
_OLDER_TERMS: Json = {
    "Device": "toot:Device",
    "Ed25519Signature": "toot:Ed25519Signature",
    "Ed25519Key": "toot:Ed25519Key",
    "Curve25519Key": "toot:Curve25519Key",
    "EncryptedMessage": "toot:EncryptedMessage",
    "publicKeyBase64": "toot:publicKeyBase64",
    "deviceId": "toot:deviceId",
    "claim": {"@type": "@id", "@id": "toot:claim"},
    "fingerprintKey": {"@type": "@id", "@id": "toot:fingerprintKey"},
    "identityKey": {"@type": "@id", "@id": "toot:identityKey"},
    "devices": {"@type": "@id", "@id": "toot:devices"},
    "messageFranking": "toot:messageFranking",
    "messageType": "toot:messageType",
    "cipherText": "toot:cipherText",
    "suspended": "toot:suspended",
    "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
}
_MODERN_TERMS: Json = {
    "suspended": "toot:suspended",
    "memorial": "toot:memorial",
    "indexable": "toot:indexable",
    "focalPoint": {"@container": "@list", "@id": "toot:focalPoint"},
}


def actor(
    account: ExportAccount,
    *,
    avatar: ExportMedium | None = None,
    header: ExportMedium | None = None,
    modern: bool = True,
) -> Json:
    """Write the actor.json of an export."""
    me = account.actor_id
    terms: Json = _ACTOR_TERMS | (_MODERN_TERMS if modern else _OLDER_TERMS)
    made: Json = {
        "@context": [STREAMS, "https://w3id.org/security/v1", terms],
        "id": me,
    }
    if modern:
        made["webfinger"] = f"{account.name}@{account.host}"
    made |= {
        "type": "Person",
        "following": f"{me}/following",
        "followers": followers(account),
        "inbox": f"{me}/inbox",
        "outbox": "outbox.json",
        "featured": f"{me}/collections/featured",
        "featuredTags": f"{me}/collections/tags",
        "preferredUsername": account.name,
        "name": account.display_name,
        "summary": account.summary_html,
        "url": account.url,
        "manuallyApprovesFollowers": False,
        "discoverable": True,
    }
    if modern:
        made["indexable"] = True
    made["published"] = f"{account.created.astimezone(UTC):%Y-%m-%d}T00:00:00Z"
    if modern:
        made["memorial"] = False
    else:
        made["devices"] = f"{me}/collections/devices"
    made |= {
        "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": _public_key(me)},
        "tag": [],
        "attachment": [],
        "endpoints": {"sharedInbox": f"https://{account.host}/inbox"},
    }
    for key, medium in (("icon", avatar), ("image", header)):
        if medium:
            made[key] = {"type": "Image", "mediaType": medium.content_type, "url": medium.member}
    made["likes"] = "likes.json"
    made["bookmarks"] = "bookmarks.json"
    return made


def _public_key(seed: str) -> str:
    modulus = bytearray(noise(seed))
    modulus[0] |= 0x80
    modulus[-1] |= 1
    text = base64.b64encode(_RSA_HEAD + modulus + bytes.fromhex("0203010001")).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"
