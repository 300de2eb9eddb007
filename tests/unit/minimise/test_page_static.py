"""What was made is read once more: a mistake in what wrote it keeps the page out."""

import pytest

from weerklank.minimise.page_nodes import Grey, Made, written
from weerklank.minimise.page_static import demand_static
from weerklank.model.errors import Defect

HEAD = '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8"><title>x</title>'
KEPT = frozenset({"https://dam.example/a.png"})


def whole(body, head=""):
    return f"{HEAD}<style>{head}</style></head><body>{body}</body></html>"


def test_what_is_made_of_what_is_allowed_is_static():
    made = Made(
        "p", {"class": "a", "dir": "ltr"}, ["<b onclick=x>", Made("br"), Grey((0, 0, 9, 9))]
    )
    picture = Made("img", {"src": "https://dam.example/a.png", "alt": '"><script>'})
    demand_static(whole(written(made) + written(picture)), KEPT)


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        "<iframe></iframe>",
        "<form></form>",
        "<p onclick=x>",
        "<a href=https://elders.example>x</a>",
        "<img src=https://elders.example/a.png>",
        "<video poster=https://elders.example/a.png></video>",
        "<!-- x -->",
        "<?x?>",
        "<p title=x>",
    ],
)
def test_anything_else_is_a_defect(body):
    with pytest.raises(Defect):
        demand_static(whole(body), KEPT)


@pytest.mark.parametrize("head", ["</style><link href=x><style>", "</style><meta http-equiv=x>"])
def test_in_the_head_too(head):
    with pytest.raises(Defect):
        demand_static(whole("", head), KEPT)


@pytest.mark.parametrize(
    ("tag", "attributes"), [("script", {}), ("p", {"onclick": "x"}), ("a", {"href": "x"})]
)
def test_what_is_not_allowed_can_not_be_made(tag, attributes):
    with pytest.raises(ValueError, match="no kept page"):
        Made(tag, attributes)
