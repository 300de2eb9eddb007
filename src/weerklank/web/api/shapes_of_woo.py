"""What the API gives of Woo dossiers."""

from datetime import date
from typing import Any

from weerklank.web.api.shapes import Moment, SelfLink, Shape


class DossierLine(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A Woo dossier in a list."""

    dossier: str
    state: str
    request: str
    case: str | None
    by: str
    received: date
    due: date
    documents: int
    redactions: int
    reviewer: str | None
    frozen_at: Moment | None
    links: SelfLink


class Dossier(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A Woo dossier; where words are kept back, never what they are."""

    dossier: str
    state: str
    request: str
    case: str | None
    by: str
    received: date
    due: date
    extended: str | None
    suspended: list[dict[str, Any]]
    #: The first 100 of each; all of them are listed apart.
    documents: list[dict[str, Any]]
    redactions: list[dict[str, Any]]
    disagreements: list[dict[str, Any]]
    #: Of all its documents, and of all that is kept back.
    document_count: int
    redaction_count: int
    disagreement_count: int
    #: On how many of those a second reader still has to agree.
    standing: int
    #: How often something was done with it; whoever read it gives this back.
    acts: int
    reviewer: str | None
    frozen_at: Moment | None
    frozen_by: str | None
    keeps_until: date | None
    links: SelfLink


class Area(Shape, frozen=True, kw_only=True):
    """A part of a picture as it stands upright, in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


class Lapsed(Shape, frozen=True, kw_only=True):
    """A judgement that holds no more, since a redaction was made or undone; by whom, and when."""

    judgement: str
    judged_by: str
    by: str
    at: Moment


class DocumentLine(Shape, frozen=True, kw_only=True):
    """A document of a dossier in a list, without its words."""

    id: str
    number: int
    account: str
    #: How often something was done with it; whoever judges what they saw gives this back.
    acts: int
    version: int
    judgement: str
    judged_by: str | None
    lapsed: Lapsed | None
    grounds: list[str]
    film_along: bool
    looked: date | None
    redactions: int


class RedactionLine(Shape, frozen=True, kw_only=True):
    """Where something of a dossier is kept back, and never what."""

    number: int
    id: str
    place: str
    start: int
    end: int
    ground: str
    by: str
    at: Moment
    allowed: str | None
    allowed_by: str | None
    #: Which part of a picture, in per cent; null of all else.
    area: Area | None


class Disagreement(Shape, frozen=True, kw_only=True):
    """With which document a second reader does not agree, why, and what came of it."""

    number: int
    id: str
    #: Number of the document in the dossier.
    document: int
    #: At which place of it, as `text:12-20`; null of all of it.
    span: str | None
    reason: str
    state: str
    by: str
    at: Moment
    #: Why it stays as it is; null where the document was changed, or nobody answered yet.
    answer: str | None
    answered_by: str | None
    answered_at: Moment | None
    ended_by: str | None
    ended_at: Moment | None


class Twin(Shape, frozen=True, kw_only=True):
    """A document that says what an earlier one says."""

    id: str
    first: str
    judgement: str


class Marked(Shape, frozen=True, kw_only=True):
    """A redaction; a span of a file is its place among them, from 0."""

    number: int
    place: str
    start: int | None
    end: int | None
    ground: str
    allowed: str | None
    #: Which part of a picture, in per cent; null of all else.
    area: Area | None


class OneFile(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A file of a document, and whether a part of it can be redacted."""

    #: From 1.
    number: int
    #: Why not: `film`, `kind` or `gone`; null where it can be. A picture that can't be decoded is
    #: told when it is asked for.
    whole: str | None
    #: The picture upright, as bars are drawn over it.
    links: SelfLink | None


class Suggested(Shape, frozen=True, kw_only=True):
    """What a rule proposes to keep back; nothing of it is done unasked."""

    place: str
    start: int
    end: int
    kind: str
    words: str
    ground: str
    confidence: float
    public: str | None
    left: bool


class Document(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A document of a dossier, for who works on it: with the words that are kept back."""

    id: str
    number: int
    acts: int
    judgement: str
    lapsed: Lapsed | None
    grounds: list[str]
    title: str | None
    text: str | None
    files: int
    #: Each of them, in their order.
    file_list: list[OneFile]
    #: What the subtitles in its films say, and whether that goes along.
    text_in_film: str | None
    film_along: bool
    unreadable: str | None
    redactions: list[Marked]
    suggestions: list[Suggested]
    previous: str | None
    next: str | None
    links: SelfLink
