"""The map of a page is data, and read strictly: what is not understood is not kept by guess."""

import pytest
from page_trees import mastodon_map

from weerklank.minimise.page_map import PageKind, read_map

LEAST = """
version = 1
[[pages]]
kind = "post"
path = '/p/[0-9]+'
needs = [".post"]
[[blocks]]
select = ".post"
address = ["a@href"]
author = ["b"]
[blocks.keep]
text = ["p"]
"""


def test_the_least_map_is_read():
    found = read_map(LEAST.encode())
    assert found.version == 1
    assert found.form_of("https://a.example/p/12?x=1").kind is PageKind.POST
    assert found.form_of("https://a.example/p/12/more") is None
    assert found.form_of("https://[a.example/p/12") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version = 1", ""),
        ("version = 1", "version = 0"),
        ("version = 1", "version = '1'"),
        ("version = 1", "version = 1\nunknown = 2"),
        ('kind = "post"', 'kind = "feed"'),
        ("/p/[0-9]+", "/p/[0-9"),
        ('needs = [".post"]', "needs = []"),
        ('select = ".post"', 'select = ".post["'),
        ('select = ".post"', 'select = ".post::before"'),
        ('address = ["a@href"]', ""),
        ('address = ["a@href"]', 'address = ["a@href"]\nof = "account"'),
        ('author = ["b"]', ""),
        ('text = ["p"]', 'text = ["p"]\nprice = ["b"]'),
        ("[[pages]]", "[chrome]\nroot = ['onload']\n[[pages]]"),
        (LEAST, "no toml"),
    ],
)
def test_a_map_that_says_something_else_is_refused(before, after):
    assert before in LEAST
    with pytest.raises(ValueError, match=r"."):
        read_map(LEAST.replace(before, after).encode())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/@dam", PageKind.ACCOUNT),
        ("/@dam/", PageKind.ACCOUNT),
        ("/web/@dam", PageKind.ACCOUNT),
        ("/@dam/113", PageKind.POST),
        ("/deck/@dam@elders.example/113", PageKind.POST),
        ("/@dam/113/embed", None),
        ("/@dam/media", None),
        ("/conversations", None),
        ("/", None),
    ],
)
def test_pages_of_mastodon_are_known_by_their_address(path, kind):
    form = mastodon_map().form_of(f"https://social.dam.example{path}")
    assert (form.kind if form else None) is kind
