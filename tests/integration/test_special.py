"""What probably holds special data is withheld until a person decides (requirement D7)."""

from pathlib import Path

import pytest
from place import ME, Archive, moment, post

from weerklank import bootstrap
from weerklank.model.errors import Refused
from weerklank.model.question import Question, Sight
from weerklank.services.find.find_items import find_items, search_page
from weerklank.services.find.show_item import show_item
from weerklank.services.find.show_thread import NodeState
from weerklank.services.workplace import Silent, Workplace
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
ABOUT = post(1, "De kastanje op het plein wordt gekapt.")
TEXTS = (
    "Mijn zoon heeft autisme en de kastanje is zijn houvast.",
    "Jammer van die mooie kastanje.",
)
FEW = Sight(special=False)


def answering(number: int, text: str) -> Reply:
    return Reply(
        uri=f"https://mast.example/users/wubbechien_tjoelker/statuses/{900 + number}",
        html=f"<p>{text}</p>",
        answers=f"{ME.actor_id}/statuses/{ABOUT.number}",
        published=moment(3 + number),
    )


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).begin()
    replies = [answering(number, text) for number, text in enumerate(TEXTS)]
    with mastodon_server(ME, [ABOUT], replies=replies) as server:
        made.good("account", "add", server.url, "--kind", "corporate", "--manager", "Cor")
        made.good("person", "add", "Ria", "--role", "register-owner")
        for name, role in (
            ("Cor", "communication"),
            ("Anna", "archivist"),
            ("Pim", "privacy"),
            ("Lies", "reader"),
        ):
            made.good("person", "add", name, "--role", role, "--as", "Ria")
        made.good("harvest", "gemeente")
    return made


def opened(place: Archive) -> Workplace:
    return bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())


def total(workplace: Workplace, sight: Sight) -> int:
    return find_items(workplace, Question(words="kastanje", sight=sight)).total


def test_few_see_it_until_a_person_decides(place: Archive, tmp_path: Path) -> None:
    listed = place.good("mark", "list", "--special", "--waiting", "--as", "Anna")
    (one,) = listed["marks"]
    assert (one["state"], one["looks_like"][0]["kind"]) == ("waiting", "health")
    assert "autisme" not in str(listed)
    assert place.run("mark", "list", "--special", "--as", "Lies")[0] == 3

    workplace = opened(place)
    assert (total(workplace, Sight()), total(workplace, FEW)) == (3, 2)
    for words in ("autisme", "kastanje"):
        assert search_page(workplace, Question(words=words, sight=FEW)).withheld == 1
    for sight, forms in ((Sight(), ("houvasten", "houvast")), (FEW, ("houvasten",))):
        asked = Question(words="houvasten", stem=True, sight=sight)
        assert find_items(workplace, asked).forms == (forms,)  # a form that is there tells as much
    with pytest.raises(Refused, match="SEARCH-006"):
        show_item(workplace, one["id"], FEW)
    (own,) = [
        hit.item.id
        for hit in find_items(workplace, Question(words="kastanje")).hits
        if hit.item.author.role == "own"
    ]
    nodes = show_item(workplace, own, FEW).thread.nodes
    assert [(node.state, node.special) for node in nodes if node.state is NodeState.WITHHELD] == [
        (NodeState.WITHHELD, True)
    ]
    left = place.good("export", str(tmp_path / "uit"), "--format", "as2")
    assert (left["records"], left["left_out"]["special"]) == (left["records"], 1)
    assert "autisme" not in (tmp_path / "uit" / "activity-streams.json").read_text("utf-8")

    place.good("mark", "decide", one["id"], "keep", "--as", "Pim")
    assert total(opened(place), FEW) == 3
    assert place.good("mark", "list", "--special", "--waiting", "--as", "Anna")["total"] == 0
    place.good("mark", "decide", one["id"], "restrict", "--as", "Anna")
    assert total(opened(place), FEW) == 2


def test_by_hand_it_is_withheld_at_once_and_another_decides(place: Archive) -> None:
    (plain,) = [hit["id"] for hit in place.good("search", "Jammer")["hits"]]
    why = ("--special", "--reason", "Gezondheid.")
    assert place.run("mark", plain, *why, "--as", "Lies")[0] == 3
    marked = place.good("mark", plain, *why, "--as", "Anna")
    assert (marked["id"], marked["state"], marked["looks_like"]) == (plain, "waiting", [])
    assert total(opened(place), FEW) == 1
    assert search_page(opened(place), Question(words="x", sight=FEW)).withheld == 2
    assert place.run("mark", "decide", plain, "keep", "--as", "Anna")[0] == 3
    assert place.run("mark", "decide", plain, "remove", "--as", "Pim")[0] == 2
    place.good("mark", "decide", plain, "keep", "--as", "Pim")
    place.good("catalogue", "rebuild")
    assert total(opened(place), FEW) == 2
