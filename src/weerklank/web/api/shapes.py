"""What the API gives, with the names of the command-line contract; nothing else goes out."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

#: With its zone: of ours UTC.
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A value of an answer."""


class Link(Shape, frozen=True, kw_only=True):
    """Where something is."""

    href: str


class PageLinks(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """The pages around a page of a list."""

    self: Link
    first: Link
    last: Link
    prev: Link | None = None
    next: Link | None = None


class SelfLink(Shape, frozen=True, kw_only=True):
    """Where the thing itself is."""

    self: Link


class Said(Shape, frozen=True, kw_only=True):
    """A problem in one language."""

    detail: str
    next: str | None


class FieldProblem(Shape, frozen=True, kw_only=True, rename={"place": "in"}):
    """A field that can't be used, and the schema of what is expected."""

    place: str
    name: str
    detail: str
    expected: dict[str, Any]


class Problem(Shape, frozen=True, kw_only=True):
    """Problem details (RFC 9457) with the code of the error and both languages."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next: str | None
    nl: Said
    en: Said
    errors: list[FieldProblem] = []


class Named(Shape, frozen=True, kw_only=True):
    """Who manages an account."""

    name: str
    group: str | None


class Account(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """An account of the register, as of today."""

    account: str
    platform: str
    handle: str
    url: str
    kind: str
    scenario: str
    status: str
    unit: str | None
    one_way: bool
    openness: str | None
    intention: str | None
    registered: date
    managers: list[Named]
    processes: list[dict[str, Any]]
    replies: list[dict[str, Any]]
    former_handles: list[Any]
    links: SelfLink


class Shortfall(Shape, frozen=True, kw_only=True):
    """A gap, or a limit of a platform, as a run told it."""

    kind: str
    count: int
    reason: str
    where: list[str]


class Failure(Shape, frozen=True, kw_only=True):
    """Why a run failed, and what to do."""

    reason: str
    next: str | None


class Run(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A harvest or import; without an end it was broken off, or goes on."""

    run: str
    account: str
    technique: str
    started: Moment
    ended: Moment | None
    by: str
    complete: bool
    stopped: bool
    items: dict[str, int]
    new_versions: int
    deletions: int
    already_held: int
    direct_messages: int
    out_of_scope: int
    failure: Failure | None
    gaps: list[Shortfall]
    limits: list[Shortfall]
    links: SelfLink


class Gap(Shape, frozen=True, kw_only=True):
    """What a run should have brought and did not."""

    run: str
    account: str
    started: Moment
    kind: str
    count: int
    reason: str
    where: list[str]


class Snippet(Shape, frozen=True, kw_only=True):
    """Words around what was found; marks are begin and end, in characters."""

    text: str
    marks: list[tuple[int, int]]
    version: int
    where: str


class PostLinks(Shape, frozen=True, kw_only=True):
    """Where a post and all that belongs to it are."""

    self: Link
    thread: Link
    versions: Link
    proof: Link
    page: Link


class Post(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A post or reply in a list; `apart` says why its words are told at the post alone."""

    id: str
    account: str
    author: str
    named_as: str | None
    kind: str
    platform: str
    state: str
    created_at: Moment | None
    title: str | None
    text: str | None
    url: str | None
    apart: str | None
    links: PostLinks


class Hit(Post, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A post that was found, and why."""

    in_thread: int
    techniques: list[str]
    snippets: list[Snippet]
    damage: str | None


class MediumLinks(Shape, frozen=True, kw_only=True):
    """Where the clean copy of a medium is; None where there is no file."""

    file: Link | None


class Medium(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A medium of a post."""

    id: str
    type: str | None
    alt: str | None
    bytes: int | None
    width: int | None
    height: int | None
    role: str | None
    missing: str | None
    links: MediumLinks


class Version(Shape, frozen=True, kw_only=True):
    """One version of a post."""

    version: int
    state: str
    title: str | None
    text: str | None
    captured_at: Moment
    edited_at: Moment | None
    technique: str
    run: str
    package: str
    counts: dict[str, int | None] | None
    media: list[Medium]
    changes: list[dict[str, str]]
    citation: str


class WholePost(Post, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A post with everything that its newest version says."""

    captured_at: Moment
    edited_at: Moment | None
    citation: str
    counts: dict[str, int | None] | None
    deletion: dict[str, Any] | None
    language: str | None
    media: list[Medium]
    permanent_address: str
    poll: dict[str, Any] | None
    process: str | None
    run: str
    scenario: str
    technique: str
    techniques: list[str]
    thread: str
    version: int
    versions: int
    visibility: str


class Node(Shape, frozen=True, kw_only=True):
    """A place in a thread, in the order of reading."""

    depth: int
    asked: bool
    state: str
    decision: str | None
    damage: str | None
    post: Post | None


class Participant(Shape, frozen=True, kw_only=True):
    """Someone who takes part in a thread, under the name that the archive knows."""

    name: str
    role: str
    items: int


class Thread(Shape, frozen=True, kw_only=True):
    """A thread as far as the archive has it and may be seen."""

    total: int
    nodes: list[Node]
    participants: list[Participant]
    decisions: list[str]


class Measurement(Shape, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A kept measurement of completeness: of an account, or of all together."""

    account: str | None
    at: Moment
    by: str
    band: dict[str, int | str]
    deep: bool
    since: date | None
    until: date | None
    version: int
    yardstick: str


class Check(Shape, frozen=True, kw_only=True):
    """A check of the archive: what was looked at, found, and not looked at."""

    at: Moment
    by: str
    ok: bool
    deep: bool
    accounts: list[str]
    checked: dict[str, int]
    findings: dict[str, int]
    not_checked: dict[str, int]


class Ending(Shape, frozen=True, kw_only=True):
    """Records whose term ends in one month or year, by what keeps them."""

    due: int
    hotspot: int
    hold: int


class Month(Ending, frozen=True, kw_only=True):
    """Records whose term ends in a month; its first day."""

    start: date


class Year(Ending, frozen=True, kw_only=True):
    """Records whose term ends in a year."""

    year: int


class Line(Shape, frozen=True, kw_only=True):
    """Records that go by one row of a selection list."""

    row: str | None
    list: str | None
    process: str | None
    outcome: str
    items: int
    first: date | None
    last: date | None
    hotspot: int
    hold: int


class Due(Shape, frozen=True, kw_only=True):
    """What may be destroyed when, by what is decided now."""

    on: date
    items: int
    over: Ending
    months: list[Month]
    years: list[Year]
    later: Ending
    outcomes: dict[str, int]
    without_start: int
    lines: list[Line]


class Hotspot(Shape, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """An event of which everything is kept, proposed or adopted."""

    hotspot: str
    name: str
    state: str
    reason: str
    accounts: list[str]
    criteria: list[str]
    hashtags: list[str]
    terms: list[str]
    since: date | None
    until: date | None
    proposed: Moment
    proposed_by: str
    adopted: Moment | None
    adopted_by: str | None
    body: str | None
    decided: date | None
    withdrawn: Moment | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


class Entry(Shape, frozen=True, kw_only=True):
    """An event of a book: who did what, when and about what."""

    at: Moment
    book: str
    kind: str
    subject: str
    by: str | None
    roles: list[str]
    system_user: str


class Asked(Shape, frozen=True, kw_only=True):
    """How an account stands after a harvest was asked for."""

    account: str
    why: str


class Step(Shape, frozen=True, kw_only=True):
    """A step of a work, with how far it is."""

    text: str
    done: int | None
    total: int | None


class Work(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A long work that this server does; `ok` and `run` once it ended."""

    work: str
    kind: str
    started: Moment
    ended: bool
    ok: bool | None
    code: str | None
    detail: str | None
    run: str | None
    steps: list[Step]
    links: SelfLink


class Hold(
    Shape,
    frozen=True,
    kw_only=True,
    rename={"links": "_links", "first": "from", "last": "to"},
):
    """A legal hold, standing or lifted."""

    hold: str
    state: str
    ground: str
    case: str
    accounts: list[str]
    first: date | None
    last: date | None
    query: str | None
    items: list[str]
    by: str
    since: Moment
    lifted: Moment | None
    lifted_by: str | None
    lifted_reason: str | None
    links: SelfLink


class Rights(Shape, frozen=True, kw_only=True):
    """What is recorded of a post, by part; `missing` where something is not."""

    missing: bool
    of: str
    parts: list[dict[str, Any]]


class RightsSet(Shape, frozen=True, kw_only=True):
    """That rights of a post were recorded, and of how many of its parts."""

    post: str
    parts: int


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
    documents: list[dict[str, Any]]
    redactions: list[dict[str, Any]]
    reviewer: str | None
    frozen_at: Moment | None
    frozen_by: str | None
    keeps_until: date | None
    links: SelfLink
