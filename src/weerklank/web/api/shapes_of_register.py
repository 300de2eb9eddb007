"""What the API gives of accounts, harvests and works."""

from datetime import date
from typing import Any

from weerklank.web.api.shapes import Moment, SelfLink, Shape


class Named(Shape, frozen=True, kw_only=True):
    """Who manages an account."""

    name: str
    group: str | None


class Account(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """An account of the register, as of today; who changes it gives `stand` back as `seen`."""

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
    stand: str
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
