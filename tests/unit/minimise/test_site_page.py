"""What of a page of an own site is grey, by how sites name their parts (docs/adr/0102)."""

import pytest
from page_trees import Bodies, World, el

from weerklank.minimise.page_choice import Names
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.minimise.page_refused import NotChosen
from weerklank.minimise.site_page import as_chosen, choose_site, plain_words
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.raw_page import SeenPage

SITE = "https://www.voorbeelddam.example/sluis"
OWN = "Van maandag tot en met vrijdag is de sluis dicht voor groot onderhoud aan de deuren."
THEIRS = "Bram Verzonnen vindt er iets van"
MET = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://elders.example/users/fenna",
    handle="fenna@elders.example",
    display_name="Fenna Bedacht",
)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def said(world, *children, address=SITE):
    body = el("body", *children)
    head = el("head", el("title", "De sluis"), box=None)
    seen = SeenPage(
        address=address,
        at="2026-11-27T10:00:00Z",
        title="De sluis",
        size=(900, 2000),
        root=el("html", head, body),
        sheets=(),
    )
    names = Names(world.shown, lambda _: False, {world.post.key: None})
    chosen = choose_site(seen, {}, Bodies(), world.shown, world.post, names, stopped="quiet")
    assert THEIRS not in chosen.html.decode() or THEIRS in chosen.text
    return chosen.text


@pytest.mark.parametrize(
    "name",
    [
        "profile", "page-profile", "c-social-layout", "preview", "layout--preview", "bloginfo",
        "embed-page", "with-embed", "survey-wrapper", "previews", "overview", "correspondentie",
        "no-comments", "has-comments", "comment-status-open", "comments-closed", "author-admin",
        "chat-enabled", "cookie-accepted", "Woz-Waardering", "loginStatus", "interactie",
        "feedback-enabled", "forum", "rating", "risicobeoordelingskader", "signature-colour",
    ],
)  # fmt: skip
def test_frame_of_the_page_stays_whatever_it_is_called(world, name):
    frame = el("div", el("h1", "De sluis gaat dicht"), el("p", OWN), klass=f"c1 {name}")
    text = said(world, el("nav", el("ul", el("li", "Begin"))), frame)
    assert OWN in text


def test_form_around_the_whole_page_stays(world):
    main = el("main", el("p", OWN))
    search = el("form", el("label", "Zoek hier"), el("input", type="text"))
    text = said(world, el("form", el("div", main, search), id="aspnetForm"))
    assert OWN in text
    assert "Zoek hier" not in text


@pytest.mark.parametrize(
    "given",
    [
        {"klass": "comments"}, {"klass": "node__comment-list"}, {"klass": "UserComments"},
        {"klass": "lezersreacties"}, {"id": "disqus_thread"}, {"id": "reactie-77"},
        {"klass": "product-reviews"}, {"klass": "userreviews"}, {"klass": "fb-comments"},
        {"klass": "twitter-tweet"}, {"klass": "instagram-media"}, {"klass": "tiktok-embed"},
        {"klass": "entry-author"}, {"klass": "byline"}, {"klass": "h-card"}, {"klass": "vCard"},
        {"klass": "css-1x", "aria-label": "Reacties van lezers"}, {"klass": "chat"},
        {"klass": "profile-card"}, {"itemprop": "review"}, {"property": "schema:author"},
        {"itemtype": "https://schema.org/Thing http://schema.org/Person"},
        {"typeof": "schema:Person Thing"}, {"rel": "author"}, {"klass": "livechat"},
        {"klass": "giscus"}, {"id": "remark42"}, {"klass": "wpdiscuz-form"}, {"id": "isso-thread"},
        {"klass": "trustpilot-widget"}, {"klass": "juicer-feed"}, {"klass": "u-comment h-cite"},
        {"klass": "c-beoordelingen"}, {"klass": "user-rating"}, {"klass": "klantervaringen"},
        {"klass": "petition-signatures"}, {"klass": "liked-by"}, {"klass": "bbp-topic-content"},
        {"klass": "forumTopic"}, {"klass": "person-card"}, {"klass": "webmentions"},
    ],
)  # fmt: skip
def test_what_others_say_or_who_is_meant_is_grey(world, given):
    theirs = el("div", el("p", THEIRS), **given)
    text = said(world, el("main", el("h1", "De sluis"), el("p", OWN), theirs))
    assert OWN in text
    assert THEIRS not in text


def test_what_others_say_is_grey_though_it_holds_most_of_the_page(world):
    comments = el("div", *(el("p", THEIRS) for _ in range(40)), klass="comments has-42")
    text = said(world, el("h1", "De sluis"), el("p", OWN), comments)
    assert OWN in text
    assert THEIRS not in text
    with pytest.raises(NotChosen):
        said(world, el("div", el("p", THEIRS), klass="comments-open comments"))


def test_custom_elements_are_named_by_their_tag(world):
    text = said(world, el("main", el("p", OWN), el("app-comment-list", el("p", THEIRS))))
    assert (OWN in text, THEIRS in text) == (True, False)


@pytest.mark.parametrize(
    "heading", ["Reacties", "3 reacties", "Comments (12)", "Reacties op dit bericht", "Gastenboek",
                "Geef een reactie", "1 reactie"],
)  # fmt: skip
def test_what_stands_below_a_heading_of_visitors_is_grey(world, heading):
    after = el("section", el("h2", "Contact met ons"), el("p", "Bel de gemeente gerust op."))
    loose = said(world, el("p", OWN), el("h2", heading), el("ul", el("li", THEIRS)), after)
    framed = said(
        world,
        el("p", OWN),
        el("div", el("div", el("h2", heading), el("a", "naar de laatste"))),
        el("ul", el("li", el("h3", "Bram"), THEIRS)),
        after,
    )
    for text in (loose, framed):
        assert (OWN in text, "Bel de gemeente" in text, THEIRS in text) == (True, True, False)


@pytest.mark.parametrize("heading", ["Reactie van het college", "Interactie", "Reactietermijn"])
def test_what_the_organisation_says_itself_stays(world, heading):
    assert OWN in said(world, el("h2", heading), el("p", OWN))


@pytest.mark.parametrize(
    "said_there",
    [
        "Geachte Fenna Bedacht, dank voor uw brief", "<w:t>Fenna </w:t><w:t>Bedacht</w:t>",
        "Fenna_Bedacht", "naam;Bedacht\nFenna Bedacht;3", "a < b\nFenna Bedacht > c",
        "Fenna-Bedacht-bezwaar.pdf", "<w:t>Fen</w:t><w:t>na</w:t><w:t> Bedacht</w:t>",
    ],
)  # fmt: skip
def test_name_of_somebody_met_in_a_file_is_found(world, said_there):
    known = KnownPersons(world.who, world.shown)
    known.note([MET])
    assert leaks_of(as_chosen(SITE, "2026-11-27T10:00:00Z", said_there, world.post), known)
    assert not leaks_of(as_chosen(SITE, "2026-11-27T10:00:00Z", "fenna gras", world.post), known)


def test_name_of_a_file_shows_what_it_is(world):
    turned = "plan\u202efdp.\x07exe \u200bnaar\u2066huis"
    assert plain_words(SITE, turned, world.shown, world.post) == (SITE, "planfdp.exe naarhuis")
