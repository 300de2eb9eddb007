"""Of a page is kept what is ours, and of others what the archive shows."""

import pytest
from page_trees import (
    ACCOUNT,
    HOST,
    JAN,
    POST,
    REPLY_HERE,
    Bodies,
    World,
    detailed,
    el,
    mastodon_map,
    page,
    resource,
    status,
)

from weerklank.minimise.page_choice import choose
from weerklank.minimise.page_refused import (
    NO_KIND,
    NOT_COVERED,
    NOT_HELD,
    NOT_OURS,
    OTHER_FORM,
    OTHER_PAGE,
    STILL_NAMED,
    TOO_LARGE,
    NotChosen,
)
from weerklank.model.item import AuthorRole, ItemKind
from weerklank.model.raw_page import FRAME, SHADOW, SeenElement

AVATAR = f"{HOST}/system/avatars/dam.png"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.blind.close()


def chosen(world, *parts, resources=None, bodies=None, of=None, **more):
    found = resource(AVATAR) | (resources or {})
    given = page(*parts, **more), found, bodies or Bodies(), mastodon_map(), world.shown
    return choose(*given, stopped="end", of=of)


def test_a_post_is_kept_and_marked(world):
    made = chosen(world, detailed(el("p", "Dag allemaal, het zwembad is open.")))
    html = made.html.decode()
    assert "Dag allemaal, het zwembad is open." in html
    assert "data-weerklank-post" in html
    assert "3 boosts" in html
    assert "2 november 2026" in html
    assert "Gemeente Dam" in html
    assert made.resources == (AVATAR,)
    assert made.shows == (world.post.key,)
    assert made.post_box == (10, 20, 600, 300)
    assert made.title == "Bericht van @dam@social.dam.example, 2026-11-02"
    assert "Dag allemaal" in made.text
    assert "Wietske" not in html + made.text


@pytest.mark.parametrize("of", ["reply", "nothing"])
def test_the_page_of_something_else_is_not_kept(world, of):
    wanted = "0" * 26 if of == "nothing" else getattr(world, of).key
    with pytest.raises(NotChosen) as why:
        chosen(world, detailed(el("p", "Dag")), of=wanted)
    assert why.value.reason is OTHER_PAGE
    assert chosen(world, detailed(el("p", "Dag")), of=world.post.key).shows == (world.post.key,)


def test_what_stands_before_a_route_in_an_address_names_nobody(world):
    for before in ("/", "/@wietskezandstra@elders.example", "/wietskezandstra?wietskezandstra"):
        made = chosen(world, detailed(el("p", "Dag")), address=f"{HOST}{before}#/@dam/1")
        assert made.address == f"{HOST}/#/@dam/1"
    assert chosen(world, detailed(el("p", "Dag")), address=f"{ACCOUNT}#/@dam/1").address == (
        f"{ACCOUNT}#/@dam/1"
    )


def test_a_reply_is_what_the_archive_holds(world):
    made = chosen(
        world,
        detailed(el("p", "Dag")),
        status(REPLY_HERE, "/@wietskezandstra@elders.example", "Wietske Zandstra", "Wat een plan"),
    )
    html = made.html.decode()
    assert str(world.jan) in html
    assert "Wat een plan" in html
    assert "ietske" not in html
    assert made.facts.replies == 1
    assert made.shows == (world.post.key, world.reply.key)


def refused(world, *parts, **more):
    with pytest.raises(NotChosen) as why:
        chosen(world, *parts, **more)
    assert why.value.reason.nl != why.value.reason.en
    return why.value.reason


OWN = detailed(el("p", "Dag"))


def test_a_reply_that_the_archive_does_not_hold_is_an_empty_place(world):
    there = f"{HOST}/@wietskezandstra@elders.example/99"
    made = chosen(world, OWN, status(there, "/@wietskezandstra@elders.example", "Wietske", "Hoi"))
    assert "Hoi" not in made.html.decode()
    assert made.facts.grey == 1
    assert made.facts.replies == 0


@pytest.mark.parametrize(
    ("address", "author"),
    [
        (POST, "/@wietskezandstra@elders.example"),
        (POST, "/@dam@elders.example"),
        ("/@wietskezandstra@elders.example/1", "/@dam"),
        ("https://elders.example/@dam/1", "/@dam"),
        (f"{ACCOUNT}/2", "/@dam"),
        (f"{ACCOUNT}/1/../../@wietskezandstra/3", "/@dam"),
    ],
)
def test_a_post_is_ours_only_if_everything_agrees(world, address, author):
    made = chosen(world, OWN, status(address, author, "Gemeente Dam", "Niet van ons"))
    assert "Niet van ons" not in made.html.decode() + made.text


def test_a_block_with_two_addresses_is_of_no_post(world):
    other = el("a", klass="status__relative-time", href=f"{ACCOUNT}/3")
    assert refused(world, OWN, status(POST, "/@dam", "Dam", "Dag", extra=(other,))) is OTHER_FORM


def test_what_an_author_wrote_proves_nothing(world):
    """An address that somebody puts in a text with the class of one is not that of the post."""
    link = el("a", "x", klass="status__relative-time", href=f"{ACCOUNT}/3")
    made = chosen(world, OWN, status(POST, "/@dam", "Dam", "Dag", link))
    assert made.html.decode().count("Dag") == 2


def test_a_post_that_is_quoted_in_ours_is_no_part_of_it(world):
    quoted = status(
        f"{HOST}/@wietskezandstra@elders.example/98",
        "/@wietskezandstra@elders.example",
        "Wietske Zandstra",
        "Ingebed bericht",
    )
    made = chosen(world, detailed(el("p", "Dag"), extra=(el("div", quoted),)))
    assert "Ingebed" not in made.html.decode()
    inside = chosen(world, detailed(el("p", "Dag", quoted)))
    assert "Ingebed" not in inside.html.decode()
    assert made.facts.grey == 1


def test_a_boost_is_an_empty_place(world):
    prepend = el("div", "Gemeente Dam boostte", klass="status__prepend")
    boosted = status(
        f"{HOST}/@wietskezandstra@elders.example/98",
        "/@wietskezandstra@elders.example",
        "W",
        "Hoi",
    )
    made = chosen(world, OWN, el("div", prepend, boosted, klass="status__wrapper"))
    assert "Hoi" not in made.html.decode()
    assert "boostte" not in made.html.decode()
    assert made.facts.grey == 1


def test_a_listed_account_answers_under_its_own_name(world):
    address = "https://social.dam.example/@brandweer/4"
    world.hold(address, role=AuthorRole.LISTED, kind=ItemKind.REPLY, text="Wij komen eraan")
    made = chosen(world, OWN, status(address, "/@brandweer", "Brandweer", "Wij komen eraan"))
    assert "Wij komen eraan" in made.text
    assert made.facts.replies == 1


def test_persons_go_out_of_what_we_say(world):
    mention = el(
        "span",
        el("a", "@", el("span", "wietskezandstra"), href=JAN.user_id, klass="u-url mention"),
        klass="h-card",
    )
    made = chosen(
        world,
        detailed(el("p", "Dank ", mention, " en ", el("b", "Wiets"), "ke Zandstra, tot zo")),
        status(REPLY_HERE, "/@wietskezandstra@elders.example", "Wietske Zandstra", "Hoi"),
    )
    assert f"Dank @{world.jan} en {world.jan}, tot zo" in made.text
    assert made.facts.replaced == 1
    assert "ietske" not in made.html.decode()


def test_who_stands_over_the_edge_of_two_paragraphs_keeps_the_page_out(world):
    parted = detailed(el("p", "Dank wietskezan"), el("p", "dstra"))
    assert refused(world, parted) is STILL_NAMED


def test_what_stands_hidden_inside_a_name_keeps_the_page_out(world):
    hidden = el("span", "xx", klass="invisible", box=None)
    assert refused(world, detailed(el("p", "Dank Wietske Zand", hidden, "stra"))) is STILL_NAMED


def test_links_lead_nowhere(world):
    link = el("a", "onze pagina", href=f"{HOST}/over", title="Wietske", target="_blank")
    html = chosen(world, detailed(el("p", "Zie ", link))).html.decode()
    assert "<a>onze pagina</a>" in html
    assert "href" not in html
    assert "target" not in html


MEDIA = f"{HOST}/system/media/dijk.png"


def gallery(*inside):
    return el("div", el("div", *inside, klass="media-gallery__item"), klass="media-gallery")


def test_a_picture_is_kept_with_what_it_shows(world):
    img = el("img", src="/system/media/dijk.png", alt="Wietske Zandstra op de dijk", srcset="x")
    seen = detailed(el("p", "Dag"), extra=(gallery(el("a", img, href=MEDIA, target="_blank")),))
    made = chosen(world, seen, resources=resource(MEDIA))
    assert f'<img src="{MEDIA}" alt="{world.jan} op de dijk">' in made.html.decode()
    assert f"[afbeelding: {world.jan} op de dijk]" in made.text
    assert set(made.resources) == {AVATAR, MEDIA}
    assert made.facts.missing == 0


@pytest.mark.parametrize(
    "got",
    [
        {},
        resource(MEDIA, status=404),
        resource(MEDIA, is_whole=False),
        resource(MEDIA, body=None),
        resource(MEDIA, kind="text/html"),
        resource(MEDIA, kind="image/svg+xml"),
        resource(MEDIA, method="POST"),
    ],
)
def test_a_picture_that_could_not_be_had_is_told(world, got):
    seen = detailed(
        el("p", "Dag"), extra=(gallery(el("img", src=MEDIA, alt="De dijk", box=(0, 0, 300, 90))),)
    )
    made = chosen(world, seen, resources=got)
    assert MEDIA not in made.html.decode()
    assert "De dijk" in made.text
    assert made.facts.missing == 1
    assert made.facts.grey == 1


def test_a_picture_in_what_turned_grey_is_no_file_of_the_page(world):
    seen = detailed(el("p", "Dag"), extra=(gallery(el("img", src=MEDIA), "van Wietske"),))
    made = chosen(world, seen, resources=resource(MEDIA))
    assert made.resources == (AVATAR,)


def test_a_picture_whose_address_names_somebody_is_not_kept(world):
    address = f"{HOST}/system/wietske%5Fzandstra.png"
    seen = detailed(el("p", "Dag"), extra=(gallery(el("img", src=address)),))
    made = chosen(world, seen, resources=resource(address))
    assert "zandstra" not in made.html.decode() + "".join(made.resources)


@pytest.mark.parametrize("nested", [False, True])
def test_a_film_is_kept_with_the_picture_before_it(world, nested):
    film, before = f"{HOST}/system/media/film.mp4", f"{HOST}/system/media/voor.png"
    told = {"poster": before, "aria-label": "Wietske Zandstra zwemt", "onplay": "alert(1)"}
    video = (
        el("video", el("source", src=film), el("track", src="/x.vtt"), **told)
        if nested
        else el("video", src=film, autoplay="", **told)
    )
    seen = detailed(el("p", "Dag"), extra=(el("div", video, klass="video-player"),))
    got = resource(film, kind="video/mp4") | resource(before)
    made = chosen(world, seen, resources=got)
    html = made.html.decode()
    assert f'<video src="{film}" controls="" poster="{before}"></video>' in html
    assert f"{world.jan} zwemt" in html
    assert {film, before} <= set(made.resources)
    made = chosen(world, seen, resources=resource(before))
    assert f'<img src="{before}"' in made.html.decode()
    assert made.facts.missing == 1


def test_a_poll_stays_without_its_fields(world):
    option = el(
        "li",
        el(
            "label",
            el("input", type="radio", value="Wietske", name="vote"),
            el("span", "Ja, zegt Wietske Zandstra", klass="poll__option__text"),
        ),
        el("span", klass="poll__chart", style="width: 40%; background:url(x)"),
    )
    seen = detailed(el("p", "Dag"), extra=(el("div", el("ul", option), klass="poll"),))
    html = chosen(world, seen).html.decode()
    assert f"Ja, zegt {world.jan}" in html
    assert 'style="width:40%"' in html
    assert "<input" not in html


def test_of_emoji_the_sign_stays(world):
    address = f"{HOST}/emoji/dam.png"
    there = el("img", alt=":dam:", src=address, klass="emojione custom-emoji", title=":wietske:")
    away = el("img", alt=":dijk:", src=f"{HOST}/emoji/dijk.png", klass="emojione")
    other = el("img", alt="Wietske", src=address)
    made = chosen(
        world, detailed(el("p", "Dag ", there, away, other)), resources=resource(address)
    )
    assert f'Dag <img src="{address}" alt=":dam:">' in made.html.decode()
    assert "Dag :dam::dijk:" in made.text
    assert "<span>:dijk:</span>" in made.html.decode()
    assert "ietske" not in made.html.decode()


def test_of_emoji_that_are_drawn_the_sign_stays(world):
    address = f"{HOST}/emoji/1f33b.svg"
    flower = el("img", alt="\U0001f33b", src=address, klass="emojione", title=":zonnebloem:")
    got = resource(address, kind="image/svg+xml")
    seen = detailed(el("p", "Dag ", flower))
    made = chosen(world, seen, resources=got, bodies=Bodies(b"<svg><path d='M0 0'/></svg>"))
    assert f'Dag <img src="{address}" alt="\U0001f33b">' in made.html.decode()
    assert "Dag \U0001f33b" in made.text
    bad = chosen(world, seen, resources=got, bodies=Bodies(b"<svg><script>x()</script></svg>"))
    assert "Dag <span>\U0001f33b</span>" in bad.html.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2 november 2026, 11:00", "2 november 2026, 11:00"),
        ("3u", "3u"),
        ("bewerkt door Wietske", "2026-11-02 10:00 UTC"),
        ("1234567890123456", "2026-11-02 10:00 UTC"),
    ],
)
def test_a_moment_is_shown_as_it_was_when_it_is_one(world, text, shown):
    time = el("time", text, datetime="2026-11-02T10:00:00Z", title="Wietske")
    link = el("a", time, klass="detailed-status__datetime", href=POST)
    author = el("a", klass="detailed-status__display-name", href="/@dam")
    made = chosen(world, el("div", author, link, klass="detailed-status"))
    assert shown in made.text
    assert "Wietske" not in made.html.decode()


def test_hashtags_below_a_text_are_ours_and_what_a_filter_says_is_not(world):
    more = (
        el("div", el("a", "#dijk", href="/tags/dijk"), el("button", "meer"), klass="hashtag-bar"),
        el("label", el("p", "Over water"), klass="content-warning"),
        el("div", el("p", "Filter van Wietske"), klass="content-warning content-warning--filter"),
    )
    made = chosen(world, detailed(el("p", "Dag"), extra=more))
    assert "#dijk\nOver water\n[niet gearchiveerd]" in made.text
    assert "Filter" not in made.text


def test_counts_are_figures_and_listed_words(world):
    counts = (
        el("span", el("span", "1.234"), " favorieten", klass="detailed-status__favorites"),
        el("span", "van Wietske", klass="detailed-status__reblogs"),
    )
    made = chosen(world, detailed(el("p", "Dag"), extra=counts))
    assert "1.234 favorieten" in made.text
    assert "van Wietske" not in made.text


def test_of_the_frame_of_the_platform_listed_words_stay(world):
    icon = el(
        "svg",
        el("title", "Wietske"),
        el("path", d="M0 0h4v-1.5e3z"),
        el("path", d="M wietske"),
        el("polygon", points="0,0 109876543210,1"),
        el("circle", cx="109876543210", r="4", fill="#abc", stroke="url(#wietske)"),
        el("text", "Wietske"),
        el("use", href="#wietske"),
        viewBox="0 0 24 24",
    )
    head = el(
        "div",
        el("button", icon, el("span", " Terug "), aria_label="Wietske", onclick="x()"),
        el("h1", "Bericht van Wietske"),
        el("img", src="/packs/logo.png", klass="logo", alt="Wietske"),
        el("img", src="/packs/gezicht.png", alt="Wietske"),
        klass="column-header__wrapper",
    )
    got = resource(f"{HOST}/packs/logo.png") | resource(f"{HOST}/packs/gezicht.png")
    made = chosen(world, head, OWN, resources=got)
    html = made.html.decode()
    assert '<button type="button"><svg viewBox="0 0 24 24"><path d="M0 0h4v-1.5e3z">' in html
    assert "Terug" in made.text
    assert f'<img src="{HOST}/packs/logo.png" alt="">' in html
    assert "gezicht" not in html
    assert "109876543210" not in html
    assert '<circle r="4" fill="#abc"></circle>' in html
    assert html.count("<path") == 2
    assert html.count("d=") == 1
    assert "ietske" not in html + made.text


def test_files_of_the_frame_are_those_of_its_styles(world):
    here, drawn, bad = (f"{HOST}/packs/{name}" for name in ("a.png", "b.svg", "c.svg"))
    sheet = (
        f".columns{{background:url({here}),url({drawn})}} .columns{{mask:url({bad});top:0}}"
        ".columns{background:url(/weg.png)}"
    )
    got = resource(here) | resource(drawn, kind="image/svg+xml", body="goed")
    got |= resource(bad, kind="image/svg+xml", body="slecht")

    class Files:
        def read(self, name):
            yield {
                "goed": b"<svg><path/></svg>",
                "slecht": b"<svg><text>Wietske</text></svg>",
                "b1": b"\x89PNG\r\n",
            }[name]

    made = chosen(world, OWN, sheets=(sheet,), resources=got, bodies=Files())
    assert set(made.resources) == {AVATAR, here, drawn}
    assert bad not in made.html.decode()
    assert "weg.png" not in made.html.decode()


def test_classes_stay_that_a_style_asks_for_and_that_name_nobody(world):
    sheet = ".wietskezandstra,.Zandstra-Wietske,.breed,#wietskezandstra,#kop{top:0}"
    inside = el(
        "div", OWN, klass="wietskezandstra Zandstra-Wietske breed los", id="wietskezandstra"
    )
    html = chosen(world, el("div", inside, id="kop"), sheets=(sheet,)).html.decode()
    assert '<div id="kop"><div class="breed">' in html
    assert "ietske" not in html
    assert "los" not in html


def test_empty_places_lie_together_and_invisible_ones_are_gone(world):
    made = chosen(
        world,
        el("div", "een", box=(0, 0, 200, 40)),
        " ",
        el("div", "twee", box=(0, 40, 200, 60)),
        el("div", "drie", box=None),
        el("div", "vier", box=(0, 0, 0, 90)),
        OWN,
        el("iframe", src="https://elders.example/wietske", box=(0, 0, 10, 12)),
    )
    html = made.html.decode()
    assert '<div class="weerklank-grey" style="width:200px;height:100px">' in html
    assert '"weerklank-grey weerklank-small" style="width:10px;height:12px">' in html
    assert made.facts.grey == 2
    assert "iframe" not in html
    assert made.text.count("[niet gearchiveerd]") == 2


def test_the_title_is_ours_and_the_text_is_all_that_is_said(world):
    made = chosen(world, OWN)
    assert "op sociaal" not in made.html.decode()
    assert made.text.startswith("Bericht van @dam@social.dam.example, 2026-11-02\n\n")


def test_how_a_page_looks_as_a_whole_stays(world):
    made = chosen(
        world, OWN, **{"data-color-scheme": "dark", "data-user": "wietske", "onload": "x()"}
    )
    assert '<html data-color-scheme="dark" lang="nl"><head>' in made.html.decode()


def account_page(world, *parts, **more):
    world.hold(ACCOUNT, kind=ItemKind.PROFILE)
    head = el(
        "div",
        el("div", el("h1", "Gemeente Dam", el("small",
           el("span", "@dam", el("span", "@social.dam.example", klass="invisible")),
           el("button", "social.dam.example"))),
           klass="account__header__tabs__name"),
        el("div", el("p", "Nieuws van Dam"), klass="account__header__content"),
        el("div", el("p", "Gevolgd door Wietske"), klass="account__header__familiar-followers"),
        el("div", el("a", "12 volgers", href="/@dam/followers"),
           klass="account__header__extra__links"),
        klass="account__header",
    )  # fmt: skip
    return chosen(world, head, *parts, address=ACCOUNT, **more)


def test_the_page_of_the_account_shows_it_and_its_posts(world):
    second = world.hold(f"{ACCOUNT}/2")
    made = account_page(
        world,
        el("article", status(f"{ACCOUNT}/2", "/@dam", "Gemeente Dam", "Tweede")),
        el("article", status(POST, "/@dam", "Gemeente Dam", "Eerste")),
    )
    for words in ("Nieuws van Dam", "12 volgers", "Tweede", "Eerste"):
        assert words in made.text
    assert "Wietske" not in made.text
    assert made.shows[1:] == (second.key, world.post.key)
    assert made.post_box is None
    assert "data-weerklank-post" not in made.html.decode()
    assert made.title == "Account @dam@social.dam.example"


def test_a_page_behind_a_hash_is_the_same(world):
    made = chosen(world, detailed(el("p", "Dag"), address="/#/@dam/1"), address=f"{HOST}/#/@dam/1")
    assert made.post_box is not None


def test_why_nothing_is_kept(world):
    assert refused(world, OWN, address=f"{HOST}/over") is NO_KIND
    assert refused(world, OWN, address=f"{HOST}/@wietskezandstra/1") is NOT_OURS
    assert refused(world, OWN, address=f"{ACCOUNT}/404") is NOT_HELD
    assert refused(world, el("div", "iets")) is OTHER_FORM
    nameless = el(
        "div", el("a", klass="detailed-status__datetime", href=POST), klass="detailed-status"
    )
    assert refused(world, nameless) is OTHER_FORM
    for nowhere in ("", "#", " "):
        assert refused(world, OWN, status(nowhere, "/@dam", "Dam", "Dag")) is OTHER_FORM
    assert refused(world, detailed("Dag", author="/@wietskezandstra")) is NOT_HELD
    assert refused(world, "los gezegd", OWN) is NOT_COVERED
    assert refused(world, detailed("Dag", extra=("los gezegd",))) is NOT_COVERED
    assert refused(world, OWN, sheets=("x" * 6_000_001,)) is TOO_LARGE
    deep = el("p", "Dag")
    for _ in range(400):
        deep = el("div", deep)
    assert refused(world, OWN, deep) is TOO_LARGE
    assert refused(world, OWN, *[el("p", "x" * 1_000_001)] * 9) is TOO_LARGE
    assert refused(world, OWN, el("div", *[el("i")] * 60_001)) is TOO_LARGE


@pytest.mark.parametrize(
    "closed",
    [
        el("div", SeenElement(tag=SHADOW, children=(OWN,), box=(0, 0, 9, 9))),
        el("iframe", SeenElement(tag=FRAME, children=(el("html", OWN),), box=(0, 0, 9, 9))),
        el("template", OWN),
        el("noscript", OWN),
        el("select", OWN),
    ],
)
def test_what_is_closed_is_not_looked_into(world, closed):
    assert refused(world, closed) is OTHER_FORM


def test_a_line_or_a_mark_between_posts_stays(world):
    line = el("div", klass="status")
    parts = (
        el("div", klass="columns", style="height:2px", title="Wietske", data_user="Wietske"),
        el("span", " \u00b7 "),
        el("div", "3", klass="columns"),
        el("input", value="Wietske"),
    )
    assert refused(world, OWN, line) is OTHER_FORM
    made = chosen(world, *parts, OWN)
    assert '<div class="columns" style="height:2px"></div><span> \u00b7 </span>' in (
        made.html.decode()
    )
    assert made.facts.grey == 1
    assert "Wietske" not in made.html.decode()
