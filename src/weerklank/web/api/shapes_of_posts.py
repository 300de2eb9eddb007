"""What the API gives of posts, with their threads, versions, media and rights."""

from typing import Any

from weerklank.web.api.shapes import Link, Moment, Shape


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


class Rights(Shape, frozen=True, kw_only=True):
    """What is recorded of a post, by part; `missing` where something is not."""

    missing: bool
    of: str
    parts: list[dict[str, Any]]


class RightsSet(Shape, frozen=True, kw_only=True):
    """That rights of a post were recorded, and of how many of its parts."""

    post: str
    parts: int
