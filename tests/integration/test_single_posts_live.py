"""Single posts by the API: the only way for scenario C, with the replies below them."""

import pytest
from place import ME, gap, moment, post, serving

from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportPost
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

FIRST, SECOND, THIRD = (post(day, f"Bericht {day}") for day in (50, 51, 52))
ANSWER = Reply(
    uri="https://mast.example/users/wubbechien_tjoelker/statuses/1",
    html="<p>Goed zo</p>",
    answers=f"{ME.actor_id}/statuses/{SECOND.number}",
    published=moment(53),
)


def at(server: MastodonServer, made: ExportPost) -> str:
    return f"{server.url}/{made.number}"


@pytest.mark.parametrize("named", [(), ("gemeente",)])
@pytest.mark.parametrize("form", ["/@gemeente/{}", "/users/gemeente/statuses/{}"])
def test_a_post_of_a_hybrid_account_comes_in_with_its_replies_and_no_other(place, named, form):
    with serving(place, FIRST, SECOND, THIRD, kind="hybrid", replies=[ANSWER]) as server:
        url = server.address + form.format(SECOND.number)
        (run,) = place.good("harvest", *named, "--post", url, "--process", "burgerbrieven")["runs"]
        assert not any("/statuses?limit" in path or "pinned" in path for path in server.asked)
    assert (run["items"]["posts"], run["items"]["replies"], run["items"]["profiles"]) == (1, 1, 0)
    assert sorted(place.texts()) == ["Bericht 51", "Goed zo"]
    assert {(row["scenario"], row["process"]) for row in place.rows()} == {("C", "burgerbrieven")}
    (handed,) = place.good("handin", "list", "gemeente")["handins"]
    own = next(row["key"] for row in place.rows() if row["author"]["role"] == "own")
    # Judged was what was named; the replies come in by policy.
    assert (handed["state"], handed["handin"]) == ("confirmed", run["handin"])
    (event,) = place.events("decisions", "handin.confirmed")
    assert event["data"]["posts"] == [own]
    assert b"wubbechien" not in place.bytes_of_all()
    assert place.good("verify", "--deep")["findings"] == []


def test_again_adds_nothing_but_new_replies(place):
    with serving(place, FIRST, SECOND, THIRD, kind="hybrid", replies=[ANSWER]) as server:
        url = at(server, SECOND)
        place.good("harvest", "--post", url)
        server.replies.append(
            Reply(
                uri=f"{ANSWER.uri}2",
                html="<p>En ook dit</p>",
                answers=ANSWER.answers,
                published=moment(54),
            )
        )
        (run,) = place.good("harvest", "--post", url)["runs"]
    assert (run["items"]["posts"], run["items"]["replies"]) == (0, 1)
    assert len(place.texts()) >= 3


def test_the_whole_of_a_hybrid_account_and_what_is_wider_than_a_post_are_refused(place):
    with serving(place, FIRST, SECOND, THIRD, kind="hybrid") as server:
        refused = [
            ("gemeente",),
            ("gemeente", "--since", "2026-01-01"),
            ("--post", server.url),
            ("gemeente", "--post", server.url),
            ("--post", f"{server.url}/with_replies"),
            ("--post", f"{server.address}/tags/dam"),
        ]
        for given in refused:
            code, answer = place.run("harvest", *given)
            assert (code, answer["runs"]) == (3, []), given
        assert server.asked == []
    assert place.rows() == []


def test_an_address_of_nobody_and_two_accounts_at_once_are_wrong_use(place):
    with serving(place, FIRST, SECOND, THIRD, kind="hybrid") as server:
        url = at(server, SECOND)
        for given in (
            ("--post", "https://elders.example/@gemeente/12"),
            ("--post", url.replace("@gemeente", "@ander")),
            ("gemeente", "nog-een", "--post", url),
            ("--post", url, "--since", "2026-01-01"),
            ("--post", url, "--process", "zo maar!"),
            ("--technique", "browser"),
            ("--technique", "browser", "gemeente", "--since", "2026-01-01"),
            ("--since", "2026-01-01"),
        ):
            assert place.run("harvest", *given)[0] == 2, given
        assert server.asked == []


def test_only_who_may_judge_hands_in(place):
    place.good("person", "add", "Owner", "--role", "register-owner")
    place.good("person", "add", "Reader", "--role", "reader", "--as", "Owner")
    place.good("person", "add", "Maker", "--role", "maker", "--as", "Owner")
    with mastodon_server(ME, [FIRST]) as server:
        place.good("account", "add", server.url, "--kind", "personal", "--as", "Owner")
        given = ("harvest", "--post", at(server, FIRST), "--as")
        assert place.run(*given, "Reader")[0] == 3
        assert place.run(*given, "Maker")[0] == 3  # of which account is not recorded
        place.good("account", "edit", "a0001", "--manager", "Maker", "--as", "Owner")
        assert place.run(*given, "Maker")[0] == 0
    (event,) = place.events("decisions", "handin.confirmed")
    assert event["actor"]["name"] == "Maker"


def test_a_post_that_is_not_there_is_a_gap(place):
    gone = post(60, "Weg")
    with serving(place, FIRST, SECOND, THIRD, kind="corporate") as server:
        url = at(server, SECOND)
        code, answer = place.run("harvest", "--post", url, "--post", at(server, gone))
    (run,) = answer["runs"]
    assert (code, run["items"]["posts"], gap(run, "post_missing")["count"]) == (1, 1, 1)
    # A run on single posts is none of the whole.
    assert place.events("journal", "account.looked") == []


def test_posts_of_two_accounts_are_two_runs(place):
    other = [post(70, "Van een ander")]
    with (
        serving(place, FIRST, SECOND, THIRD, kind="hybrid") as server,
        mastodon_server(ME, other) as second,
    ):
        place.good("account", "add", second.url, "--kind", "hybrid")
        urls = (at(server, FIRST), f"{second.url}/{other[0].number}")
        runs = place.good("harvest", *(part for url in urls for part in ("--post", url)))["runs"]
    assert [(run["account"], run["items"]["posts"]) for run in runs] == [
        ("a0001", 1),
        ("a0002", 1),
    ]


def test_replies_below_an_own_post_that_was_not_handed_in_stay_out(place):
    aside = post(52, "Terzijde", in_reply_to=f"{ME.actor_id}/statuses/{SECOND.number}")
    below = Reply(
        uri="https://mast.example/users/barthold_kwakkelaar/statuses/2",
        html="<p>Onder terzijde</p>",
        answers=f"{ME.actor_id}/statuses/{aside.number}",
        published=moment(54),
    )
    deeper = Reply(
        uri="https://mast.example/users/geertruida_vogelzang/statuses/3",
        html="<p>Nog dieper</p>",
        answers=below.uri,
        published=moment(55),
    )
    replies = [ANSWER, below, deeper]
    with serving(place, FIRST, SECOND, aside, kind="hybrid", replies=replies) as server:
        given = ("--post", at(server, SECOND), "--process", "burgerbrieven")
        (run,) = place.good("harvest", *given)["runs"]
        assert (run["items"]["posts"], run["items"]["replies"], run["complete"]) == (1, 1, True)
        assert sorted(place.texts()) == ["Bericht 51", "Goed zo"]
        # Once it is handed in too, they come along with it.
        given = ("--post", at(server, aside), "--process", "burgerbrieven")
        (run,) = place.good("harvest", *given)["runs"]
        assert (run["items"]["posts"], run["items"]["replies"]) == (1, 2)


def test_a_post_is_handed_in_by_its_address_alone(place):
    with serving(place, FIRST, SECOND, THIRD, kind="hybrid", replies=[ANSWER]) as server:
        given = ("handin", "gemeente", "--post", at(server, SECOND))
        assert place.run(*given)[0] == 2  # without a process
        assert place.run(*given, "--process", "burgerbrieven", "--propose")[0] == 2
        assert place.run("handin", "gemeente", "--process", "burgerbrieven")[0] == 2
        assert place.run("handin", "gemeente", "--post", server.url, "--process", "b")[0] == 3
        assert server.asked == []
        told = place.good(*given, "--process", "burgerbrieven")
    assert (told["handin"], told["state"], told["process"]) == (
        "h0001",
        "confirmed",
        "burgerbrieven",
    )
    (run,) = told["runs"]
    assert (run["items"]["posts"], run["items"]["replies"], run["handin"]) == (1, 1, "h0001")
    assert sorted(place.texts()) == ["Bericht 51", "Goed zo"]
    assert place.good("verify")["findings"] == []


def test_a_post_that_its_server_does_not_give_is_no_hand_in(place):
    with serving(place, FIRST, kind="hybrid") as server:
        given = ("handin", "gemeente", "--post", at(server, SECOND), "--process", "burgerbrieven")
        code, told = place.run(*given)
    assert (code, told["handin"], gap(told["runs"][0], "post_missing")["count"]) == (1, None, 1)


def test_by_address_a_corporate_account_is_refused_and_a_server_in_trouble_is_told(place):
    with serving(place, FIRST, SECOND) as server:
        given = ("handin", "gemeente", "--post", at(server, SECOND), "--process", "burgerbrieven")
        assert place.run(*given)[0] == 3
        place.good("account", "edit", "a0001", "--kind", "hybrid")
        server.mood.failing = 99
        code, told = place.run(*given)
    assert (code, told["error"]["code"], place.rows()) == (4, "HARVEST-002", [])


@pytest.mark.parametrize(
    "form", ["/@gemeente/{}", "/users/gemeente/statuses/{}", "/web/statuses/{}"]
)
def test_a_post_under_another_form_of_its_address_is_handed_in_once(place, form):
    with serving(place, FIRST, SECOND, kind="hybrid") as server:
        given = ("harvest", "gemeente", "--process", "burgerbrieven", "--post")
        (first,) = place.good(*given, at(server, SECOND))["runs"]
        (again,) = place.good(*given, server.address + form.format(SECOND.number))["runs"]
        assert again["handin"] == first["handin"] == "h0001"
        assert len(place.good("handin", "list")["handins"]) == 1
        # Another process is another judgement.
        (other,) = place.good(*given[:2], "--process", "wmo", "--post", at(server, SECOND))["runs"]
    assert other["handin"] == "h0002"
