"""A page of LinkedIn as a feed: lists, batches and records that are not as they should be."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from weerklank.connectors.linkedin import page_replies
from weerklank.connectors.linkedin.api_shape import PAGE as FIELDS
from weerklank.connectors.linkedin.dma import HEADERS, PAGE, VERSION, VERSION_MAY_END
from weerklank.connectors.linkedin.page_feed import PageFeed
from weerklank.harvest.exchange import NO_SENSE, TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.feed import Given, kept
from weerklank.harvest.feed_reader import FeedReader
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.port import NO_HEADERS, Unreadable
from weerklank.harvest.trial import HoldsNothing, KeepsNoAnswers, gather
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, Scanned
from weerklank.testing.linkedin_api_json import (
    PageComment,
    PagePost,
    comment_json,
    page_json,
    post_json,
    social_json,
)

SEEDS = Path(__file__).parents[4] / (
    "shared/samples/linkedin/dbt-seeds/linkedin_pages_organization_data.csv"
)
API = "https://api.linkedin.com"
URL = "https://www.linkedin.com/company/voorbeelddam"
OURS = "urn:li:organization:12"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
Json = dict[str, Any]
Answer = Json | list[Any] | bytes | int | NoAnswer


class Asked:
    """Answers by a part of what is asked, and keeps what was asked and how often it waited."""

    is_signed_in = True

    def __init__(self, **answers: Answer | Callable[[str], Answer]) -> None:
        page = page_json(12, "voorbeelddam", "Voorbeelddam")
        self.answers = {"vanityName": {"elements": [page]}, **answers}
        self.asked: list[str] = []
        self.pauses: list[int] = []

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        demand_no_messages(address)
        assert headers == HEADERS
        assert address.startswith(f"{API}/rest/")
        self.asked.append(address)
        found = next(one for part, one in self.answers.items() if part in unquote(address))
        answer = found(unquote(address)) if callable(found) else found
        if isinstance(answer, NoAnswer):
            raise answer
        status = answer if isinstance(answer, int) else 200
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Exchange(at=NOON, status=status, headers=(), body=body)

    def post(self, address: str, body: JsonObject, headers: Mapping[str, str] = NO_HEADERS) -> Any:
        raise AssertionError("nothing is posted")

    def pause(self, attempt: int) -> None:
        self.pauses.append(attempt)


def feed(asks: Asked) -> PageFeed:
    return PageFeed(API, URL, "voorbeelddam", asks, KeepsNoAnswers(), HoldsNothing())


def named(*urns: object, cursor: str | None = None) -> Json:
    metadata = {"paginationCursorMetdata": {"nextPaginationCursor": cursor} if cursor else {}}
    return {"elements": [{"id": urn} for urn in urns], "metadata": metadata}


def batch(**records: Any) -> Json:
    return {"results": {f"urn:li:{name}": one for name, one in records.items()}}


def post(number: int = 1, **more: Any) -> Json:
    made = PagePost(urn=f"urn:li:share:{number}", published=NOON, commentary="Ja", more=more)
    return post_json(made, OURS)


def results(*posts: Json) -> Json:
    return {"results": {one["id"]: one for one in posts}}


def entry_of(record: Json) -> Scanned | Passed:
    return feed(Asked()).entry(Given(json.dumps(record).encode(), 1, "/results/x"))


def read(record: Json, social: Json | None = None) -> Any:
    beside = json.dumps({"social": social}).encode() if social else b""
    return feed(Asked()).read(Given(json.dumps(record).encode(), 1, "/results/x", beside))


# --- asking -------------------------------------------------------------------------------------


def test_the_version_is_a_month_and_its_end_a_year_later():
    assert len(VERSION) == 6
    assert VERSION_MAY_END.year == int(VERSION[:4]) + 1
    assert VERSION_MAY_END.month == int(VERSION[4:])


def test_of_the_finder_one_question_a_minute_is_asked():
    asks = Asked(
        postsByAuthor=lambda asked: (
            named("urn:li:share:2") if "Cursor=c" in asked else named("urn:li:share:1", cursor="c")
        ),
        dmaPosts=lambda asked: results(post(1), post(2)),
        dmaSocialMetadata={"results": {}},
    )
    pages = list(feed(asks).pages(None))
    assert [len(page) for page in pages] == [1, 1]
    assert asks.pauses == [7, 6]  # once, of a minute and some
    assert sum("dmaFeedContents" in one for one in asks.asked) == 2
    assert "ids=List(urn%3Ali%3Ashare%3A1)" in asks.asked[2]


@pytest.mark.parametrize("empty", [1, 2])
def test_an_empty_page_that_leads_on_does_not_end_the_list(empty):
    def found(asked: str) -> Json:
        number = int(asked.partition("Cursor=")[2] or 0)
        if number == empty:
            return named("urn:li:share:1")
        return named(cursor=str(number + 1))

    asks = Asked(postsByAuthor=found, dmaPosts=results(post(1)), dmaSocialMetadata=403)
    assert [len(page) for page in feed(asks).pages(None)] == [1]


def test_empty_pages_without_end_break_off_and_one_that_leads_nowhere_is_the_end():
    count = iter(range(100))
    endless = Asked(postsByAuthor=lambda _: named(cursor=str(next(count))))
    with pytest.raises(NoAnswer):
        list(feed(endless).pages(None))
    assert len(endless.asked) < 6
    nowhere = Asked(postsByAuthor=named(cursor="c"))
    assert list(feed(nowhere).pages(None)) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (403, "not give this by this permission"),
        (404, "not give this by this permission"),
        ([], NO_SENSE.en),
        ({}, NO_SENSE.en),
        ({"elements": "x"}, NO_SENSE.en),
        (b"{half", NO_SENSE.en),
        (NoAnswer(TOO_BUSY), TOO_BUSY.en),
        (
            named(*(f"urn:li:share:{n}" for n in range(PAGE))),
            "does not say where the list goes on",
        ),
        (named("urn:li:share:1", cursor="c"), "same page over and over"),
    ],
)
def test_a_list_that_is_no_list_breaks_off_and_says_why(answer, reason):
    asks = Asked(postsByAuthor=answer, dmaPosts={"results": {}})
    reader = FeedReader(feed(asks), HoldsNothing())
    assert list(reader.scan()) == []
    assert reader.broken_off is not None
    assert reason in reader.broken_off.en
    assert len(asks.asked) < 10


def test_names_that_are_no_posts_are_passed_over_and_odd_ones_are_not_names():
    asks = Asked(
        postsByAuthor=named("urn:li:instantRepost:(urn:li:share:1,2)", 3, None, "urn:li:share:1"),
        dmaPosts=results(post(1)),
        dmaSocialMetadata=403,
    )
    (page,) = feed(asks).pages(None)
    entries = [feed(asks).entry(one) for one in page]
    assert [type(one) for one in entries] == [Passed, Scanned]


@pytest.mark.parametrize(
    "answer",
    [
        {"results": 3},
        {"results": {"urn:li:share:1": "x"}},
        {"results": {"urn:li:share:1": {}}},
        {"results": {"urn:li:share:1": {"id": "urn:li:share:1"}}},
        [],
        403,
        500,
    ],
)
def test_a_batch_that_gives_nothing_is_told_and_nothing_is_missing(answer):
    asks = Asked(postsByAuthor=named("urn:li:share:1"), dmaPosts=answer)
    page = feed(asks)
    assert list(page.pages(None)) == [[]]
    (gap,) = page.findings()
    assert (gap.kind, gap.count) == ("posts_not_given", 1)
    found = page.look_up(["urn:li:share:1", "urn:li:share:2"])
    assert (found.given, found.missing) == ({}, frozenset())


@pytest.mark.parametrize(
    ("social", "count"),
    [(403, 2), ({"results": {}}, 2), ({"statuses": {"urn:li:share:1": 404}}, 1)],
)
def test_posts_without_the_numbers_beside_them_are_a_gap(social, count):
    page = feed(Asked(dmaPosts=results(post(1), post(2)), dmaSocialMetadata=social))
    assert len(page.look_up(["urn:li:share:1", "urn:li:share:2"]).given) == 2
    (gap,) = page.findings()
    assert (gap.kind, gap.count) == ("counts_missing", count)


def test_what_a_batch_says_is_not_there_is_missing_and_what_it_refuses_is_not():
    one, two, three = (f"urn:li:share:{n}" for n in (1, 2, 3))
    answer = {
        "results": {},
        "statuses": {one.replace(":", "%3A"): 404, two: 403},
        "errors": {three: {"status": 404}, two: {"status": 403}, "x": 3},
    }
    found = feed(Asked(dmaPosts=answer)).look_up([one, two, three])
    assert found.missing == {one, three}
    assert feed(Asked(dmaPosts=404)).look_up([one]).missing == {one}
    assert feed(Asked(dmaPosts=404)).look_up([one, two]).missing == frozenset()


def test_a_comment_of_the_page_is_gone_when_its_numbers_are_too():
    urn = "urn:li:comment:(urn:li:share:1,2)"
    gone = {"errors": {urn: {"status": 404}}}
    there = {"results": {urn: social_json(urn, 0, 0)}}
    ask = lambda social: feed(Asked(dmaComments=gone, dmaSocialMetadata=social))  # noqa: E731
    assert ask(gone).look_up([urn]).missing == {urn}
    assert ask(there).look_up([urn]).missing == frozenset()


def test_the_fields_of_real_organisations_are_known():
    """Columns of a table that others made of answers of LinkedIn; their values are hidden."""
    if not SEEDS.exists():
        pytest.skip(f"no samples in {SEEDS}")
    columns = SEEDS.read_text().partition("\n")[0].split(",")
    known = tuple(re.sub(r"(?<!^)(?=[A-Z0-9])", "_", name).lower() for name in FIELDS)
    strange = [one for one in columns if not one.startswith(("_", *known))]
    assert strange == []


# --- posts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({}, Visibility.PUBLIC),
        ({"visibility": "LOGGED_IN"}, Visibility.UNLISTED),
        ({"visibility": "CONNECTIONS"}, Visibility.FOLLOWERS),
        ({"visibility": "IETS_NIEUWS"}, Visibility.FOLLOWERS),
        ({"visibility": 3}, Visibility.FOLLOWERS),
        ({"distribution": {"feedDistribution": "NONE"}}, Visibility.UNLISTED),
    ],
)
def test_to_whom_a_post_is_shown(more, shown):
    assert read(post(**more)).visibility is shown


@pytest.mark.parametrize("state", ["DRAFT", "PROCESSING", "PUBLISH_FAILED", "IETS", None, 3])
def test_what_is_not_published_stays_out(state):
    entry = entry_of(post() | {"lifecycleState": state})
    assert isinstance(entry, Passed)


@pytest.mark.parametrize(
    "author", ["urn:li:person:1", "urn:li:organization:13", "urn:li:member:12"]
)
def test_what_somebody_else_wrote_is_not_ours(author):
    assert isinstance(entry_of(post(author=author)), Passed)


@pytest.mark.parametrize("author", [OURS, "urn:li:organizationalPage:12", None])
def test_what_the_page_wrote_is_ours_also_where_that_is_not_said(author):
    assert isinstance(entry_of(post(author=author)), Scanned)


@pytest.mark.parametrize(
    "record",
    [
        [],
        {"id": 3},
        {"id": "urn:li:person:1", "x": 1},
        post() | {"publishedAt": None, "created": None},
        post() | {"publishedAt": "gisteren", "created": {"time": True}},
        post() | {"publishedAt": 10**18},
    ],
)
def test_a_post_without_name_or_moment_costs_itself_alone(record):
    with pytest.raises(Unreadable):
        entry_of(record)


@pytest.mark.parametrize(
    ("more", "broken"),
    [
        ({"commentary": 3}, "/commentary"),
        ({"content": "x"}, "/content"),
        ({"reshareContext": []}, "/reshareContext"),
        ({"lifecycleStateInfo": "x"}, "/lifecycleStateInfo"),
        ({"visibility": None}, "/visibility"),
    ],
)
def test_a_field_of_another_form_is_told(more, broken):
    assert broken in read(post(**more)).broken


def test_odd_content_is_borne():
    content = {
        "media": {"media": [], "altText": 3},
        "multiImage": {"images": ["x", {"media": {"image": {"downloadUrl": 3}}}]},
        "article": {"source": "http://[half", "title": 3},
        "poll": {"options": ["x", {"text": 3, "voteCount": "4"}], "settings": []},
    }
    item = read(post(content=content), {"commentSummary": 3, "reactionSummaries": {"LIKE": 3}})
    assert isinstance(entry_of(post(content=content)), Scanned)
    assert [one.source for one in item.media] == ["urn:li:share:1/1", "urn:li:share:1/2"]
    assert item.poll.options[0].votes is None


def test_a_file_is_fetched_from_linkedin_alone():
    def addresses(address: str) -> tuple[str, ...]:
        media = {"media": {"image": {"downloadUrl": address}}}
        entry = entry_of(post(content={"media": media}))
        assert isinstance(entry, Scanned)
        return entry.addresses

    theirs = "https://media.licdn.com/dms/image/v2/A1/feedshare?e=1&t=x"
    assert addresses(theirs) == (theirs,)
    for other in (
        "https://mast.example/a.png",
        "http://media.licdn.com/a",
        "https://licdn.com.example/a",
    ):
        assert addresses(other) == ("",)


def test_what_is_shared_without_words_is_a_reference_alone():
    shared = {"parent": "urn:li:share:9", "root": "urn:li:share:8"}
    content = {"media": {"altText": "Van een ander", "media": {}}}
    item = read(post() | {"commentary": " ", "reshareContext": shared, "content": content})
    assert (item.kind, item.html, item.media) == (ItemKind.BOOST, None, ())
    assert [ref.native_id for ref in item.refs] == ["urn:li:share:9"]
    assert "content" not in item.source


def test_reactions_are_a_number_and_nobody():
    summaries = {"LIKE": {"count": 3}, "EMPATHY": {"count": 2}, "MAYBE": {"count": None}}
    social = {**social_json("urn:li:share:1", 4, 2), "reactionSummaries": summaries}
    counts = read(post(), social).counts
    assert (counts.likes, counts.replies) == (5, 4)
    assert read(post()).counts is None


# --- comments -----------------------------------------------------------------------------------


def comment(number: int, text: str = "Ja", **more: Any) -> Json:
    made = PageComment(number=number, post="urn:li:share:1", published=NOON, text=text)
    return comment_json(made) | more


def below(*records: Json, counts: Mapping[str, int] = {}) -> tuple[list[Any], Asked]:
    by_urn = {one["commentUrn"]: one for one in records}
    social = {urn: social_json(urn, counts.get(urn, 0), 0) for urn in by_urn}
    asks = Asked(
        commentsOnEntity=lambda asked: named(*(by_urn if "entity=urn:li:share" in asked else ())),
        dmaComments={"results": by_urn},
        dmaSocialMetadata={"results": social},
    )
    page = feed(asks)
    given = Given(json.dumps(post()).encode(), 1, "")
    entry = page.entry(given)
    assert isinstance(entry, Scanned)
    return list(page.replies(given, entry)), asks


def test_a_comment_below_which_more_are_counted_is_asked_for_those():
    top = comment(5)
    replies, asks = below(top, counts={top["commentUrn"]: 2})
    assert len(replies) == 1
    entities = [unquote(one.partition("entity=")[2].partition("&")[0]) for one in asks.asked]
    assert [one for one in entities if one] == ["urn:li:share:1", top["commentUrn"]]


def test_names_of_comments_without_end_end_and_the_first_are_kept(monkeypatch):
    monkeypatch.setattr(page_replies, "MOST_REPLIES", 3)
    records = {one["commentUrn"]: one for one in (comment(5), comment(6))}
    numbers = iter(range(5, 60))

    def endless(_: str) -> Json:
        number = next(numbers)
        return named(f"urn:li:comment:(urn:li:share:1,{number})", cursor=str(number))

    asks = Asked(
        postsByAuthor=named("urn:li:share:1"),
        dmaPosts=results(post(1)),
        dmaSocialMetadata={"results": {"urn:li:share:1": social_json("urn:li:share:1", 9, 9)}},
        dmaComments={"results": records},
        commentsOnEntity=endless,
    )
    reader = FeedReader(feed(asks), HoldsNothing())
    assert [type(one) for one in reader.scan()] == [Scanned] * 3
    assert sum("commentsOnEntity" in one for one in asks.asked) == 4
    assert [(gap.kind, gap.count) for gap in reader.findings()] == [("replies_missing", 7)]


def test_all_levels_that_come_at_once_are_not_asked_for_again():
    top = comment(5)
    inner = comment(6, parentComment="urn:li:comment:(share:1,5)")
    replies, asks = below(top, inner, counts={top["commentUrn"]: 1})
    assert [one.parent for one in replies] == ["urn:li:share:1", top["commentUrn"]]
    assert sum("commentsOnEntity" in one for one in asks.asked) == 1


@pytest.mark.parametrize(
    "more",
    [{"created": None}, {"created": {"time": "x"}}, {"created": 3}, {"created": {"time": 10**20}}],
)
def test_a_comment_that_cannot_be_read_costs_itself_alone(more):
    replies, _ = below(comment(5, **more), comment(6))
    assert [type(one.entry) for one in replies] == [Broken, Scanned]


@pytest.mark.parametrize("message", [None, 3, "los", {"text": 3}, {"text": None}, {}])
def test_a_comment_without_words_is_kept_as_such(message):
    replies, asks = below(comment(5, message=message))
    item = feed(asks).read(Given(*_kept(replies[0].entry)))
    assert item.kind is ItemKind.REPLY
    assert (item.html is None) is (message != "los")


def _kept(entry: Any) -> tuple[bytes, int, str, bytes]:
    given = kept(entry.content)
    return given.content, given.answer, given.pointer, given.beside


def test_who_is_kept_back_is_another_one_each_time():
    replies, _ = below(comment(5, actor=None), comment(6, actor=None), comment(7, actor=3))
    authors = [one.entry.author for one in replies]
    assert len({one.user_id for one in authors}) == 3
    assert all(one.display_name is None and one.handle is None for one in authors)


def test_answers_may_write_a_urn_in_another_form_and_leave_it_out_of_the_record():
    record = post(1, author="urn:li:organizationalPage:99")
    del record["id"]
    asks = Asked(
        postsByAuthor=named("urn%3Ali%3Ashare%3A1"),
        dmaPosts={"results": {"urn%3Ali%3Ashare%3A1": record}},
        dmaSocialMetadata={"results": {"urn:li:share:1": social_json("urn:li:share:1", 0, 0)}},
    )
    page = feed(asks)
    ((given,),) = page.pages(None)
    entry = page.entry(given)
    # Its list names it: it is ours, by whatever number of the page; by itself it would not be.
    assert isinstance(entry, Scanned)
    assert entry.native_id == "urn:li:share:1"
    assert isinstance(feed(asks).entry(given), Passed)


class InHaste(Asked):
    """Waits for nobody, as a trial does."""

    def pause(self, attempt: int) -> None:
        raise NoAnswer(TOO_BUSY)


def test_a_trial_shows_posts_without_comments_and_counts_the_others():
    numbers = {f"urn:li:share:{n}": social_json(f"urn:li:share:{n}", n - 1, 0) for n in (1, 2)}
    asks = InHaste(
        postsByAuthor=named("urn:li:share:1", "urn:li:share:2"),
        dmaPosts=results(post(1), post(2)),
        dmaSocialMetadata={"results": numbers},
    )
    found = gather(FeedReader(feed(asks), HoldsNothing()), 10, lambda *_: True)
    assert [one.post.native_id for one in found.posts] == ["urn:li:share:1"]
    assert (found.unreadable, found.broken_off) == (1, None)


def test_comments_that_are_refused_break_off_below_their_post_alone():
    asks = Asked(
        postsByAuthor=named("urn:li:share:1"),
        dmaPosts=results(post(1)),
        dmaSocialMetadata={"results": {"urn:li:share:1": social_json("urn:li:share:1", 2, 2)}},
        commentsOnEntity=403,
    )
    reader = FeedReader(feed(asks), HoldsNothing())
    assert [type(one) for one in reader.scan()] == [Scanned]
    assert reader.broken_off is None
    (gap,) = reader.findings()
    assert (gap.kind, gap.count) == ("replies_missing", 2)
