"""Which values may stand where an account tells of itself: they have the form of what they are.

A field such as `featured` or `@context` holds an address or a vocabulary. Anybody who makes an
export, or a server that changes, can put free text there, and in free text anyone may be named.
"""

import re

from weerklank.model.json_value import Json

_LONGEST = 2_048
_TAIL = r"[\w.~!$&'()*+,;=:@%/#?-]*"
#: An address, a path, or the name of a file.
_ADDRESS = re.compile(
    rf"(?:https?://[\w.-]+\.(?:[a-z]{{2,}}|[0-9]{{1,3}})(?::[0-9]+)?(?:[/?#]{_TAIL})?|/{_TAIL}"
    r"|[\w./'-]+\.[a-z][a-z0-9]{1,4}|(?:[a-z0-9-]+\.)+[a-z]{2,})",
    re.IGNORECASE,
)
_PUBLIC_KEY = re.compile(
    r"-----BEGIN (?P<kind>(?:RSA )?PUBLIC KEY)-----\n"
    r"[\sA-Za-z0-9+/=]{60,4000}-----END (?P=kind)-----\s*"
)
_BASE83 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_SIGNATURE = re.compile(r"[A-Za-z0-9+/_\s-]{80,}={0,2}\s*")

_NAMESPACES = {
    "toot": "http://joinmastodon.org/ns#",
    "ostatus": "http://ostatus.org#",
    "schema": "http://schema.org#",
    "misskey": "https://misskey-hub.net/ns#",
    "fedibird": "http://fedibird.com/ns#",
    "gts": "https://gotosocial.org/ns#",
    "fep": "https://w3id.org/fep/044f#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "sec": "https://w3id.org/security#",
    "litepub": "http://litepub.social/ns#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_CONTEXTS = frozenset(
    "https://www.w3.org/ns/activitystreams https://w3id.org/security/v1 "
    "https://w3id.org/identity/v1 https://w3id.org/security/data-integrity/v1 "
    "https://w3id.org/security/multikey/v1 https://purl.archive.org/socialweb/webfinger "
    "https://join-lemmy.org/context.json https://gotosocial.org/ns".split()
)
#: Terms of Mastodon (app/helpers/context_helper.rb) and of servers that write the same.
_TERMS = frozenset(
    """
    Curve25519Key Device Ed25519Key Ed25519Signature Emoji EncryptedMessage Hashtag
    PropertyValue QuoteRequest _misskey_content _misskey_quote _misskey_reaction
    _misskey_summary _misskey_votes alsoKnownAs approvedBy atomUri attributionDomains
    automaticApproval blurhash canFeature canLike canQuote canReply capabilities cipherText
    claim conversation deviceId devices directMessage discoverable featured featuredTags
    fingerprintKey focalPoint formerRepresentations identityKey inReplyToAtomUri indexable
    interactingObject interactionPolicy interactionTarget invisible isCat listMessage
    manualApproval manuallyApprovesFollowers memorial messageFranking messageType movedTo
    oauthRegistrationEndpoint publicKeyBase64 quote quoteAuthorization quoteUri quoteUrl
    sensitive showFeatured showMedia showRepliesInMedia suspended uploadMedia value
    votersCount webfinger
    """.split()
)
_KEYWORDS = frozenset("@id @type @container @list @set @language @vocab und".split())
#: What a term may mean: the term behind the short or the long name of a vocabulary.
_MEANINGS = _KEYWORDS | {
    head + term
    for prefix, namespace in _NAMESPACES.items()
    for head in (f"{prefix}:", namespace)
    for term in _TERMS
}
_ADDRESSES = _CONTEXTS | {*_NAMESPACES.values()}


def is_own_fact(text: str) -> bool:
    """Say whether a text has the form of an address, a file, a public key or a blurhash.

    An empty one is what platforms write where there is none of those.
    """
    if not text or _PUBLIC_KEY.fullmatch(text):
        return True
    if len(text) > _LONGEST or "%20" in text:
        return False
    return _ADDRESS.fullmatch(text) is not None or _is_blurhash(text)


def _is_blurhash(text: str) -> bool:
    """Say whether a text has the length that its first sign states (woltapp/blurhash)."""
    if not all(sign in _BASE83 for sign in text) or not text:
        return False
    down, across = divmod(_BASE83.index(text[0]), 9)
    return len(text) == 4 + 2 * (down + 1) * (across + 1)


def is_address_of_ours(text: str) -> bool:
    """Say of what begins as an address of ours whether all of it can be one: no words follow."""
    return text.isascii() and " " not in text and "%20" not in text


def is_signature(item: Json) -> bool:
    """Say whether a value has the form of a signature."""
    return isinstance(item, str) and _SIGNATURE.fullmatch(item) is not None


def is_known_context(item: Json) -> bool:
    """Say whether a value is the address of a vocabulary that is known."""
    return isinstance(item, str) and item in _CONTEXTS


def is_of_vocabulary(text: str) -> bool:
    """Say whether a text is an address or a word of a vocabulary that is known."""
    if " " in text:
        return False
    return text in _ADDRESSES or text in _MEANINGS


def is_known_term(term: str, meaning: Json) -> bool:
    """Say whether a vocabulary says of a known term what it is known to mean."""
    if term in _NAMESPACES or term in _KEYWORDS:
        return meaning in (_NAMESPACES.get(term), "und", "_:")
    if term not in _TERMS:
        return False
    if isinstance(meaning, dict):
        return all(key in _KEYWORDS and _is_meaning(value) for key, value in meaning.items())
    return _is_meaning(meaning)


def _is_meaning(meaning: Json) -> bool:
    return isinstance(meaning, str) and meaning in _MEANINGS
