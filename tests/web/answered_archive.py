"""An archive of one account that people answered, harvested from a test double of its server."""

from datetime import UTC, datetime
from pathlib import Path

from own_archive import OURS, SANNE, OwnArchive, posted

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

COR, LEES = "Cor Fictema", "Lees Fictema"
TEXTS = ("Hierbij maak ik bezwaar tegen de kap.", "Ik stel u in gebreke.", "Jammer van die boom.")
#: What the server shows of a page that the post leads to.
CARD = {
    "url": "https://www.dorp.example/kastanje",
    "title": "De kastanje <b>op het plein</b>",
    "description": "Waarom de boom weg moet.",
    "type": "link",
    "image": "https://files.dorp.example/kaart.png",
}


def answered_archive(root: Path) -> OwnArchive:
    """Make it, with someone for communication and a reader; two of the replies look formal.

    The post leads to a page, of which the server shows a preview.
    """
    about = posted("2026-03-02T09:00:00", "De kastanje wordt gekapt.")
    replies = [
        Reply(
            uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{900 + number}",
            html=f"<p>{text}</p>",
            answers=f"{OURS.actor_id}/statuses/{about.number}",
            published=datetime(2026, 3, 3, number, tzinfo=UTC),
        )
        for number, text in enumerate(TEXTS)
    ]
    made = OwnArchive(root)
    made.run("init", str(made.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    made.run("person", "add", SANNE, "--role", "register-owner")
    for name, role in ((COR, "communication"), (LEES, "reader")):
        made.run("person", "add", name, "--role", role, "--as", SANNE)
    with mastodon_server(OURS, [about], replies=replies) as server:
        server.mood.change = lambda status: {**status, "card": CARD}
        given = ("--kind", "corporate", "--manager", COR, "--as", SANNE)
        made.run("account", "add", server.url, *given)
        made.run("harvest", "gemeente")
    return made
