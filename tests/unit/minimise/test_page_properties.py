"""Whatever stands in a page and wherever: nobody gets through, and every word of ours does."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs
from page_trees import (
    HOST,
    POST,
    SHEET,
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
from weerklank.minimise.page_leaks import KnownPersons, leaks_of
from weerklank.minimise.page_refused import NOT_COVERED, NotChosen
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.model.raw_page import SeenElement, SeenSheet
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan

MADE = Canaries("pages")
THIRD = [MADE.give(f"page/{number}", CanaryClass.THIRD) for number in range(4)]
SCAN = LeakScan(THIRD)
MAP = mastodon_map()
TAGS = (
    "div span p a img svg text title desc script style noscript template iframe object embed meta "
    "link input textarea select option form button video audio source track canvas li ul article "
    "header nav h1 strong custom-element #shadow #frame details summary dialog math mi table td "
    "label output progress picture base marquee portal"
).split()
ATTRIBUTES = (
    "class id style title alt aria-label aria-description placeholder value content href src "
    "srcset poster data-user data-id onclick onload name for lang dir datetime cite action "
    "formaction srcdoc label d points fill viewBox slot part itemprop type width "
    "data-weerklank-post xlink:href"
).split()
CLASSES = (
    "status__prepend status__action-bar display-name mention columns column-header__wrapper logo "
    "invisible media-gallery status__content account__avatar detailed-status__reblogs poll"
).split()


def person(canary):
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=canary.address,
        handle=canary.handle,
        addresses=(canary.address, canary.numbered),
        display_name=canary.name,
    )


def forms_of(canary):
    plain = [canary.name, f"@{canary.handle}", canary.address, canary.numbered, canary.item]
    plain += [canary.surname, str(canary.number), canary.local, canary.name.upper()]
    name = canary.name
    return [
        *plain,
        *(quote(one) for one in plain),
        quote(quote(name)),
        "".join(f"&#{ord(sign)};" for sign in name),
        base64.b64encode(canary.handle.encode()).decode(),
        json.dumps({"acct": canary.handle, "name": name}),
        "\u200b".join(name),
        f"\u202e{name[::-1]}\u202c",
        f"data:text/html,{quote(name)}",
        f"javascript:alert('{name}')",
        f"background:url(https://elders.example/{canary.local}.png)",
        f"--x:'{name}';content:'{canary.surname}'",
        f"M 0 0 {canary.local}",
    ]


FORMS = [form for canary in THIRD for form in forms_of(canary)]
said = st.sampled_from(FORMS)


#: None of them is kept in a post of ours.
GREY = "status__prepend status__action-bar columns column-header__wrapper logo invisible".split()


@st.composite
def attributes(draw, classes=tuple(CLASSES)):
    found = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), said, max_size=4))
    if draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(classes), max_size=2))
        # Never that of a block: a post without an address is no page of this platform.
        found["class"] = " ".join((*chosen, found.get("class", "")))
    return found


boxes = st.sampled_from([(0, 0, 50, 20), (0, 0, 0, 0), None, (5, 5, 400, 300)])


def elements(children, classes):
    return st.builds(
        lambda tag, given, inside, box: SeenElement(
            tag=tag, attributes=given, children=tuple(inside), box=box
        ),
        st.sampled_from(TAGS),
        attributes(classes),
        st.lists(children, max_size=3),
        boxes,
    )


def trees_with(classes):
    return st.recursive(
        elements(said, classes),
        lambda inner: elements(st.one_of(said, inner), classes),
        max_leaves=8,
    )


trees, grey_trees = trees_with(tuple(CLASSES)), trees_with(tuple(GREY))


def sprinkled(element, draw):
    """Give an element and all in it with further attributes, which say somebody's name."""
    more = {
        name: value
        for name, value in draw(attributes()).items()
        if name not in {"class", "href", "src", "datetime", "dir", "alt"}
    }
    children = tuple(
        child if isinstance(child, str) else sprinkled(child, draw) for child in element.children
    )
    return structs.replace(element, attributes={**more, **element.attributes}, children=children)


@st.composite
def sheets(draw):
    rules = [SHEET]
    for canary in draw(st.lists(st.sampled_from(THIRD), max_size=3)):
        local = canary.local.replace(".", "-")
        rules += draw(
            st.lists(
                st.sampled_from(
                    [
                        f".columns.{local}{{top:0}}",
                        f".columns{{--{local}:1px}}",
                        f".status::after{{content:'{canary.name}'}}",
                        f"/* {canary.name} */",
                        f"@import url({canary.address}.css);",
                        f"#mastodon{{background:url({canary.address}.png)}}",
                        f"a[title='{canary.name}']{{top:0}}",
                        f".columns{{font-family:'{canary.surname}'}}",
                        f"@keyframes {local}{{from{{top:0}}}}",
                        f".columns{{grid-area:{local}}}",
                        f"@media {local}{{.columns{{top:0}}}}",
                        f".columns{{color:'\\{ord(canary.surname[0]):x} {canary.surname[1:]}'}}",
                    ]
                ),
                max_size=3,
            )
        )
    return "\n".join(rules)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("world"))
    for canary in THIRD:
        made.join(person(canary))
    yield made
    made.blind.close()


OWN = ("Zwembad", "dijkversterking", "begroting")
#: The class of these trees that the map keeps as the platform's own frame.
FRAME = "column-header__wrapper"


def has_frame(one):
    return not isinstance(one, str) and (
        FRAME in one.attributes.get("class", "").split() or any(map(has_frame, one.children))
    )


def has_words_beside_frame(one):
    """Tell whether something is said beside a kept part: the map says nothing of those words."""
    if isinstance(one, str):
        return False
    says = any(isinstance(child, str) for child in one.children)
    return (says and has_frame(one)) or any(map(has_words_beside_frame, one.children))


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_nobody_gets_through_and_every_word_of_ours_does(world, data):
    draw = data.draw
    around = draw(st.lists(trees, max_size=4))
    within = draw(st.lists(grey_trees, max_size=3))
    beside = draw(st.lists(trees, max_size=2))
    # Apart: what has a shadow root or a frame in it is looked into nowhere.
    around, within, beside = (
        [el("div", one) for one in some] for some in (around, within, beside)
    )
    words = draw(st.permutations(OWN))
    post = detailed(
        el("p", f"{words[0]} ", el("strong", words[1]), el("br"), f" {words[2]}"), extra=within
    )
    post = sprinkled(post, draw)
    third = draw(st.sampled_from(THIRD))
    reply = status(
        f"{HOST}/@{third.handle}/{third.number}",
        f"{HOST}/@{third.handle}",
        third.name,
        third.name,
        extra=beside,
    )
    seen = page(*around, post, sprinkled(reply, draw), sheets=(draw(sheets()),))
    inline = SeenSheet(address=None, text=draw(sheets()))
    seen = structs.replace(seen, title=third.name, sheets=(*seen.sheets, inline))
    found = resource(f"{HOST}/system/avatars/dam.png") | {
        one.address: one for canary in THIRD for one in resource(canary.address + ".png").values()
    }
    refused = None
    try:
        made = choose(seen, found, Bodies(), MAP, world.shown, stopped="end")
    except NotChosen as why:
        refused = why.reason
    if refused is not None:
        assert refused is NOT_COVERED
        assert any(map(has_words_beside_frame, around))
        return
    said = "\n".join((made.html.decode(), made.text, *made.resources, made.title))
    findings = [one for one in SCAN.content("page", said.encode()) if one.canary]
    assert findings == []
    for word in OWN:
        assert word in made.text
        assert word in made.html.decode()
    known = KnownPersons(world.who, world.shown)
    known.note(map(person, THIRD))
    assert leaks_of(made, known) == 0
    assert made.address == POST


#: Where the words of a mention may be cut by marks within the running text.
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_persons_go_out_of_our_own_words(world, data):
    draw = data.draw
    canary = draw(st.sampled_from(THIRD))
    written = draw(
        st.sampled_from(
            [canary.name, f"@{canary.handle}", canary.address, canary.surname, canary.local]
        )
    )
    cut = draw(st.integers(1, len(written) - 1))
    tag = draw(st.sampled_from(["span", "b", "em", "a", "bdi"]))
    hides = draw(st.booleans())
    middle = [el("span", "xx", klass="invisible", box=None)] if hides else []
    words = el("p", "Zwembad ", el(tag, written[:cut]), *middle, written[cut:], " begroting")
    try:
        made = choose(page(detailed(words)), {}, Bodies(), MAP, world.shown, stopped="end")
    except ValueError:
        assert hides  # what is hidden in a name may keep the page out, never the name in
        return
    said = made.html + made.text.encode()
    assert [one for one in SCAN.content("page", said) if one.canary] == []
    assert "Zwembad" in made.text
    assert "begroting" in made.text
