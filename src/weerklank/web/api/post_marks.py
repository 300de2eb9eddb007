"""What people say of posts: no government information, special data, formal, words in doubt."""

from http import HTTPStatus
from typing import Any, Literal

import msgspec

from weerklank.model.errors import WrongUse
from weerklank.model.formal import FormalState
from weerklank.model.mark import Judgement
from weerklank.model.text import Text
from weerklank.services.appraise.formal_replies import (
    FormalReply,
    formal_json,
    formal_replies,
    settle_formal,
)
from weerklank.services.appraise.mark_item import decide_mark, find_mark, mark_item, mark_json
from weerklank.services.appraise.mark_special import (
    decide_special,
    mark_special,
    special_item,
    special_items,
    special_json,
)
from weerklank.services.appraise.words_in_doubt import judge_word, word_json, words_in_doubt
from weerklank.web.api.asked import Reason, WaitingQuery
from weerklank.web.api.operation import Call, Listed, NotThere
from weerklank.web.api.read_posts import POSTS, found_post
from weerklank.web.api.shapes import Moment, Shape
from weerklank.web.permissions import sight_of


class JudgedMark(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a post that was marked."""

    judgement: Judgement


class JudgedSpecial(msgspec.Struct, frozen=True, kw_only=True):
    """Special, so that few see it, or not."""

    judgement: Literal["keep", "restrict"]


class SettledFormal(msgspec.Struct, frozen=True, kw_only=True):
    """Done, or no formal message."""

    state: Literal["done", "not-formal"]


class JudgedWord(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the word is a person."""

    person: bool


class MarkShape(Shape, frozen=True, kw_only=True):
    """That somebody marked a post as no government information, and what was decided."""

    id: str
    account: str
    state: str
    reason: str
    marked: Moment
    marked_by: str
    decided: Moment | None
    decided_by: str | None
    list: str | None
    restricted: bool
    history: Any
    stated_only: bool


class SpecialShape(Shape, frozen=True, kw_only=True):
    """A post that probably holds special, criminal or children's data; never its text."""

    id: str
    account: str
    state: str
    special: bool
    looks_like: list[dict[str, Any]]
    reason: str | None
    marked: Moment | None
    marked_by: str | None
    decided: Moment | None
    decided_by: str | None


class FormalShape(Shape, frozen=True, kw_only=True):
    """A reply that looks like a formal message, with what to do; apart, without its text."""

    id: str
    account: str
    author: str
    kind: str
    looks_like: str
    state: str
    created_at: Moment | None
    text: str | None
    apart: str | None
    what_to_do: str
    managers: list[str]
    settled: Moment | None
    settled_by: str | None


class WordShape(Shape, frozen=True, kw_only=True):
    """A word of which a detector doubts whether it is a person, by its shape."""

    word: str
    state: str
    kind: str
    shape: str
    confidence: float
    detector: str
    items: int
    around: list[dict[str, Any]]
    decided: Moment | None
    decided_by: str | None


def mark(call: Call) -> object:
    """Mark a post as no government information, with the reason."""
    found = found_post(call)
    return mark_json(mark_item(call.visit.workplace, found.item.id, call.body.reason))


def judge(call: Call) -> object:
    """Decide on the mark of a post."""
    found = found_post(call)
    try:
        known = find_mark(call.visit.workplace, found.item.id)
    except WrongUse as error:
        raise NotThere from error
    return mark_json(decide_mark(call.visit.workplace, known.id, call.body.judgement))


def special(call: Call) -> Listed:
    """List what waits for a decision, without its text."""
    size, offset, with_decided = _page(call)
    found = special_items(
        call.visit.workplace, with_decided=with_decided, limit=size, offset=offset
    )
    told = [special_json(one, call.visit.language) for one in found.items]
    return Listed(told, found.total, -(-found.total // size))


def set_special(call: Call) -> object:
    """Mark a post as special, with the reason: from then on few see it."""
    found = found_post(call)
    made = mark_special(call.visit.workplace, found.item.id, call.body.reason)
    return special_json(made, call.visit.language)


def judge_special(call: Call) -> object:
    """Decide whether a post is special."""
    found, workplace = found_post(call), call.visit.workplace
    if special_item(workplace, found.item.id) is None:
        raise NotThere
    made = decide_special(workplace, found.item.id, Judgement(call.body.judgement))
    return special_json(made, call.visit.language)


def formal(call: Call) -> Listed:
    """List the replies that look formal, the newest first."""
    size, offset, with_settled = _page(call)
    found = formal_replies(
        call.visit.workplace,
        with_settled=with_settled,
        limit=size,
        offset=offset,
        sight=sight_of(call.visit.roles),
    )
    told = [_formal(one, call) for one in found.replies]
    return Listed(told, found.total, -(-found.total // size))


def settle(call: Call) -> object:
    """Record that a person did what had to be done, or that it is no formal message."""
    found = found_post(call)
    try:
        made = settle_formal(call.visit.workplace, found.item.id, FormalState(call.body.state))
    except WrongUse as error:
        raise NotThere from error
    return _formal(made, call)


def words(call: Call) -> Listed:
    """List the words in doubt, those that stand in most posts first."""
    size, offset, with_decided = _page(call)
    found = words_in_doubt(
        call.visit.workplace, with_decided=with_decided, limit=size, offset=offset
    )
    return Listed([word_json(one) for one in found.words], found.total, -(-found.total // size))


def judge_doubt(call: Call) -> object:
    """Say whether a word is a person."""
    try:
        made = judge_word(call.visit.workplace, call.path["word"], is_person=call.body.person)
    except WrongUse as error:
        raise NotThere from error
    return word_json(made)


def _formal(one: FormalReply, call: Call) -> dict[str, Any]:
    told = formal_json(one, call.visit.language)
    apart = one.apart.value if one.apart else None
    return {**told, "text": None if apart else told["text"], "apart": apart}


def _page(call: Call) -> tuple[int, int, bool]:
    asked = call.query
    if not isinstance(asked, WaitingQuery):
        raise TypeError(type(asked))
    return asked.page_size, (asked.page - 1) * asked.page_size, asked.settled


ROWS = (
    POSTS.do(
        "markPost",
        "/berichten/{post}/markeringen",
        "mark",
        Text(
            "Markeer dat dit geen overheidsinformatie is",
            "Mark that this is no government information",
        ),
        mark,
        MarkShape,
        Reason,
        status=HTTPStatus.CREATED,
    ),
    POSTS.do(
        "decideMark",
        "/berichten/{post}/markeringen/besluiten",
        "mark-decide",
        Text("Besluit over een markering", "Decide on a mark"),
        judge,
        MarkShape,
        JudgedMark,
    ),
    POSTS.read(
        "listSpecial",
        "/bijzonder",
        "special",
        Text("Wat waarschijnlijk bijzondere gegevens bevat", "What probably holds special data"),
        special,
        SpecialShape,
        WaitingQuery,
    ),
    POSTS.do(
        "markSpecial",
        "/berichten/{post}/bijzonder",
        "special-mark",
        Text("Markeer een bericht als bijzonder", "Mark a post as special"),
        set_special,
        SpecialShape,
        Reason,
        status=HTTPStatus.CREATED,
    ),
    POSTS.do(
        "decideSpecial",
        "/berichten/{post}/bijzonder/besluiten",
        "special-one",
        Text("Besluit of een bericht bijzonder is", "Decide whether a post is special"),
        judge_special,
        SpecialShape,
        JudgedSpecial,
    ),
    POSTS.read(
        "listFormal",
        "/formeel",
        "formal",
        Text("Reacties die formeel lijken", "Replies that look formal"),
        formal,
        FormalShape,
        WaitingQuery,
    ),
    POSTS.do(
        "settleFormal",
        "/formeel/{post}/afhandelingen",
        "formal-settle",
        Text("Handel een formele reactie af", "Settle a reply that looks formal"),
        settle,
        FormalShape,
        SettledFormal,
    ),
    POSTS.read(
        "listWordsInDoubt",
        "/twijfel",
        "words",
        Text("Woorden die misschien iemand zijn", "Words that may be somebody"),
        words,
        WordShape,
        WaitingQuery,
    ),
    POSTS.do(
        "judgeWord",
        "/twijfel/{word}/oordelen",
        "word-judge",
        Text("Zeg of een woord iemand is", "Say whether a word is a person"),
        judge_doubt,
        WordShape,
        JudgedWord,
    ),
)
