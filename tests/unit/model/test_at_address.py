"""A DID, and an address of the AT Protocol, are somebody's; in whatever address one stands."""

import pytest

from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.addresses_in_text import addresses_in
from weerklank.model.at_address import is_did, of_at_address
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.raw import person_of_profile

DID = "did:plc:trijntjevliertrijntjevli"


@pytest.mark.parametrize(
    "address",
    [
        DID,
        f"at://{DID}",
        f"at://{DID}/app.bsky.feed.post/3k",
        f"https://bsky.app/profile/{DID}",
        f"https://bsky.app/profile/{DID}/post/3k",
        f"https://bsky.app/profile/{DID.replace(':', '%3A')}",
        f"https://cdn.bsky.app/img/avatar/plain/{DID}/bafkreia@jpeg",
        f"https://pds.example/xrpc/com.atproto.sync.getBlob?did={DID.replace(':', '%3A')}&cid=b",
        f"https://plc.directory/{DID}",
        f"https://deck.example/{DID.replace(':', '%253a').upper()}",
    ],
)
def test_a_did_tells_who_it_is_wherever_it_stands(address):
    profile = person_of(address)
    assert profile is not None
    assert (profile.platform, profile.handle) == (Platform.BLUESKY, DID)
    assert (person_of_profile(profile).user_id, person_of_profile(profile).handle) == (DID, None)


def test_an_address_by_handle_tells_the_handle():
    profile = person_of("at://Jan.Bsky.Example/app.bsky.feed.post/3k")
    assert (profile.platform, profile.handle, profile.deeper) == (
        Platform.BLUESKY,
        "jan.bsky.example",
        True,
    )
    assert person_of_profile(profile).spelling == "jan"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "did",
        "did:plc:",
        "did:plc:tekort",
        f"{DID}x",
        "did:key:zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w",
        "https://voorbeelddam.example/candid:plc",
        "at://",
        "at://localhost/x",
        "https://voorbeelddam.example/didactiek",
    ],
)
def test_what_is_none_is_nobodys(text):
    assert of_at_address(text) is None
    assert not is_did(text)


def test_a_did_is_found_in_a_text_without_any_sign_of_an_address():
    text = f"Zijn id is {DID}, zegt men; of did:web:jan.example."
    assert [text[a:b] for a, b, _ in addresses_in(text)] == [DID, "did:web:jan.example"]
    assert list(leads_of_text(text)) == [DID, "did:web:jan.example"]
    assert list(leads_of_html(f"<p>{text}</p>")) == [DID, "did:web:jan.example"]
