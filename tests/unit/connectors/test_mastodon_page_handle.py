"""An account whose handle has another domain than its pages is known by what its page shows."""

import pytest

from weerklank.connectors.mastodon.page_handle import shown_handles
from weerklank.model.raw_page import SeenElement, SeenPage

OURS = "gemeente@sociaal.voorbeelddam.example"


def el(tag, *children, **attributes):
    return SeenElement(tag=tag, attributes=attributes, children=children)


def page(*said, name="account__header__tabs__name"):
    small = el("small", el("span", *said), " ", el("b", "x"))
    header = el("div", el("h1", el("span", "Gemeente @elders@voorbeelddam.example"), small))
    header = SeenElement(tag="div", attributes={"class": f"a {name}"}, children=(header,))
    return SeenPage(
        address="https://sociaal.voorbeelddam.example/@gemeente",
        at="2026-11-27T10:00:00Z",
        title="",
        size=(9, 9),
        root=el("html", el("body", header)),
        sheets=(),
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("@gemeente", el("span", "@voorbeelddam.example")), ("gemeente@voorbeelddam.example",)),
        (("@Gemeente@Voorbeelddam.example",), ("gemeente@voorbeelddam.example",)),
        (
            ("@gemeente@web.sociaal.voorbeelddam.example",),
            ("gemeente@web.sociaal.voorbeelddam.example",),
        ),
        (("@gemeente@elders.example",), ()),
        (("@gemeente@anderevoorbeelddam.example",), ()),
        (("@wietske@voorbeelddam.example",), ()),
        (("@gemeente",), ()),
        ((f"@{OURS}",), ()),
    ],
)
def test_the_handle_in_the_header_is_ours_on_a_domain_around_that_of_its_pages(said, found):
    assert shown_handles(page(*said), OURS) == found


def test_it_is_read_nowhere_else():
    said = "@gemeente@voorbeelddam.example"
    assert shown_handles(page(said, name="status__content"), OURS) == ()
    assert shown_handles(None, OURS) == ()
    assert shown_handles(page(said), None) == ()


def test_a_server_on_a_bare_number_has_a_domain_of_its_own():
    said = "@gemeente@voorbeelddam.example"
    assert shown_handles(page(said), "gemeente@127.0.0.1:8000") == (
        "gemeente@voorbeelddam.example",
    )
