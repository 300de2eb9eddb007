"""Both passes over a file see whom a text leads to: neither sees more than the other."""

import pytest

from weerklank.connectors.mastodon.activity import Reader
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.leads import leads_closely, leads_of_html
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.source import SourceMinimiser
from weerklank.minimise.who import Whois
from weerklank.model.raw import Field
from weerklank.store.keys import KeyFolder

ACTOR = {"id": "https://dam.example/users/dam", "preferredUsername": "dam", "type": "Person"}
N, H = "kwikzilver", "mast.example"
MENTION = (
    f'<span class="h-card" translate="no"><a href="https://{H}/@{N}" class="u-url mention">'
    f"@<span>{N}</span></a></span>"
)
TAG = '<a href="https://dam.example/tags/{}" class="mention hashtag" rel="tag">#<span>x</span></a>'


def link(href: str) -> str:
    return f'<p>Zie <a href="{href}" rel="nofollow">hier</a></p>'


LEADS = {
    "profile": link(f"https://{H}/@{N}"),
    "post": link(f"https://{H}/@{N}/123456789012345678"),
    "archived": link(f"https://bewaard.example/web/2024/https://{H}/@{N}"),
    "shared": link(f"https://deel.example/s.php?u=https%3A%2F%2F{H}%2F%40{N}"),
    "shared, escaped twice": link(f"https://deel.example/?u=https%253A%252F%252F{H}%252F%2540{N}"),
    "handle in a link": link(f"https://deel.example/@{N}@{H}"),
    "escaped handle in a link": link(f"https://deel.example/?u=%40{N}%40{H}"),
    "interaction": link(f"https://deel.example/authorize_interaction?uri={N}@{H}"),
    "escaped": link(f"https://{H}/%40{N}"),
    "entity": link(f"https://{H}/&#64;{N}"),
    "entities": link(f"https:&#x2F;&#x2F;{H}/users/{N}"),
    "leaning back": link(f"https:\\\\{H}\\@{N}"),
    "over lines": link(f"https://{H}/\n@{N}"),
    "unquoted": f"<p><a href=https://{H}/@{N}>x</a></p>",
    "single quotes": f"<p><a href='https://{H}/@{N}'>x</a></p>",
    "capitals": f'<p>Zie <A HREF="https://{H}/@{N}">hier</A></p>',
    "spaces": f'<p><a href = " https://{H}/@{N} ">x</a></p>',
    "two links in one address": link(f"https://a.example/https://b.example/@x/https://{H}/@{N}"),
    "href of no anchor": f'<p><b href="https://{H}/@{N}">x</b></p>',
    "title": f'<p><b title="van @{N}@{H}">x</b></p>',
    "alt": f'<p><img alt="https://{H}/@{N}"></p>',
    "full handle": f"<p>dank @{N}@{H}</p>",
    "name in a tag": f"<p>dank @<span>{N}</span>@<span>{H}</span></p>",
    "handle in a tag": f"<p>dank @<span>{N}@{H}</span></p>",
    "bold": f"<p>dank <b>@{N}</b>@{H}</p>",
    "wbr": f"<p>dank @{N}@<wbr>{H}</p>",
    "numbers": f"<p>dank &#64;{N}&#64;{H}</p>",
    "names": f"<p>dank &commat;{N}&commat;{H}</p>",
    "no tag at all": f"dank @{N}@{H}",
    "in the text": f"<p>https://{H}/@{N}</p>",
    "no scheme": f"<p>{H}/users/{N}</p>",
    "parted": f"<p><span>https://</span><span>{H}/@{N}</span></p>",
    "escaped in the text": f"<p>{H}/%40{N} en %40{N}%40{H}</p>",
    "acct": f"<p>acct:{N}@{H}</p>",
    "acct by a mention": f'<p>acct:{N}<a href="https://x.example/" class="u-url mention">@<span>'
    "lang</span></a>.example</p>",
    "mention": f"<p>{MENTION} dank</p>",
    "mentions": f"<p>{MENTION} {MENTION} dank</p>",
    "mention and server": f"<p>{MENTION}@elders.example</p>",
    "hashtag": f"<p>{TAG.format(f'%40{N}%40{H}')}</p>",
}
NOBODY = {
    "words": "<p>Let op: de brug is dicht &amp; nat, 50 euro.<br>Dag</p>",
    "hashtag": f"<p>dag {TAG.format('water')}</p>",
    "page": link("https://krant.example/nieuws"),
    "comment": f"<p>x<!-- @{N}@{H} --></p>",
    "picture": f'<p><img src="https://{H}/@{N}/a.png"></p>',
    "mail": "<p>post@dam.example</p>",
}
#: The minimiser takes an anchor out with what it says; the first pass, to whom nobody is known,
#: reads on behind it. To see too many is safe.
READ_ON = {"mention and server"}
FORMS = {**LEADS, **{f"nobody: {how}": html for how, html in NOBODY.items()}}


@pytest.fixture
def blind(tmp_path):
    lay_tables(tmp_path / "blind")
    keys = KeyFolder.create(tmp_path / "keys", tmp_path / "archive")
    index = BlindIndex(tmp_path / "blind", keys, "proef")
    yield index
    index.close()


@pytest.mark.parametrize("field", [Field.HTML, Field.TEXT])
@pytest.mark.parametrize("how", FORMS)
def test_the_first_pass_and_the_minimiser_meet_the_same(blind, how, field):
    html, reader = FORMS[how], Reader(ACTOR)
    who = Whois(reader.owner, frozenset(), blind)
    source = SourceMinimiser(reader.owner.platform, who, ItemKeys(bytes(32)))
    source.minimise({"said": html}, {"said": field}, ThreadNames(()), is_ours=True)
    minimiser = {
        person.pseudonym for address in source.met.values() for person in who.known_by(address)
    }
    texts = (html, (), ()) if field is Field.HTML else (None, (), (html,))
    first = {blind.pseudonym(person) for person in reader.linked(*texts)}
    if field is Field.HTML:
        assert first > minimiser if how in READ_ON else first == minimiser
        assert bool(first) is (how in LEADS)
    else:  # what a text holds may be HTML after all, and is read as both
        assert first >= minimiser


@pytest.mark.parametrize("how", FORMS)
def test_the_quick_look_at_html_misses_nothing(how):
    assert {*leads_closely(FORMS[how])} <= {*leads_of_html(FORMS[how])}
