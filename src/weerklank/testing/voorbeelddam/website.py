"""The site of gemeente Voorbeelddam, as far as its profiles lead to it; and what they say.

The profile of the gemeente on Mastodon has what the template asks, in the short form. The others
miss it, as most profiles do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from weerklank.model.profile_template import SHORT_FORMS, ProfilePages, full_text
from weerklank.testing.stand_in import StandInTransport
from weerklank.testing.web_pages import WebPage, page_of, web_site

SITE = "https://www.voorbeelddam.example"
PAGES = ProfilePages(
    privacy=f"{SITE}/privacy", contact=f"{SITE}/contact", landing=f"{SITE}/sociale-media"
)
GEMEENTE_PROFILE = (
    f'<p>Nieuws van de gemeente Voorbeelddam.</p><p>{SHORT_FORMS[160]} <a href="{PAGES.landing}" '
    f'rel="nofollow noopener" target="_blank">{PAGES.landing}</a></p>'
)
_NAME = "Gemeente Voorbeelddam"
_PRIVACY = (
    "<h1>Privacyverklaring</h1><p>U hebt recht op inzage, rectificatie en beperking van uw "
    "gegevens. U kunt bezwaar maken en een klacht indienen bij de toezichthouder.</p><p>Wij "
    "archiveren reacties op onze sociale media. Het recht op gegevenswissing ('vergetelheid') "
    "geldt niet voor archivering in het algemeen belang.</p>"
)
_CONTACT = (
    "<h1>Formele berichten</h1><p>Een bezwaar, klacht of aanvraag dient u in met DigiD via het "
    "formulier, of per brief. Aan de balie helpen wij u daarbij.</p>"
)


@contextmanager
def demo_site() -> Iterator[Callable[[Callable[[], datetime]], StandInTransport]]:
    """Serve the site on loopback while the block runs; gives what makes ways out to it."""
    with web_site(_pages()) as site:
        yield lambda now: StandInTransport(SITE, site.address, now)


def _pages() -> dict[str, WebPage]:
    paragraphs = full_text(_NAME, _NAME, PAGES).split("\n\n")
    landing = "".join(f"<p>{_linked(one)}</p>" for one in paragraphs)
    return {
        "/": page_of("<h1>Gemeente Voorbeelddam</h1><p>Nieuws, afval en vergunningen.</p>"),
        "/privacy": page_of(_PRIVACY),
        "/contact": page_of(_CONTACT),
        "/sociale-media": page_of(f"<h1>Onze sociale media</h1>{landing}"),
    }


def _linked(paragraph: str) -> str:
    for address in (PAGES.privacy, PAGES.contact):
        paragraph = paragraph.replace(str(address), f'<a href="{address}">{address}</a>')
    return paragraph
