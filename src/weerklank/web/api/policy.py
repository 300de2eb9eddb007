"""What is done with personal data: the policy, proposals for another, and sealed originals."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.account import Scenario
from weerklank.model.errors import WrongUse
from weerklank.model.policy import Change, Choice, FieldClass
from weerklank.model.text import Text
from weerklank.services.appraise.change_policy import approve, preview, propose
from weerklank.services.appraise.read_policy import (
    Proposal,
    Version,
    counted_json,
    read_policy_history,
)
from weerklank.services.seal.set_policy import choose_sealed
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, SelfLink, Shape


class NewProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What is done with a field class, in which scenarios."""

    field: FieldClass
    scenarios: Annotated[tuple[Scenario, ...], msgspec.Meta(min_length=1, max_length=10)]
    choice: Choice


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """How many months sealed originals are kept; null: none are."""

    months: Annotated[int, msgspec.Meta(ge=1, le=1200)] | None


class ChangeShape(Shape, frozen=True, kw_only=True):
    """A field class and what is done with it in a scenario."""

    field: str
    scenario: str
    choice: str


class PolicyShape(Shape, frozen=True, kw_only=True):
    """The policy in force; `months` of sealed originals, `decided` whether that was chosen."""

    version: int
    choices: list[ChangeShape]
    decided: bool
    months: int | None


class ProposalShape(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """Another policy that was proposed; `counted` what it would have changed."""

    proposal: str
    base: int
    by: str
    at: Moment
    waits: bool
    changes: list[ChangeShape]
    counted: list[dict[str, Any]] | None
    links: SelfLink


class VersionShape(Shape, frozen=True, kw_only=True):
    """A policy that was, or is, in force."""

    version: int
    by: str
    at: Moment
    changes: list[ChangeShape]


def policy(call: Call) -> dict[str, Any]:
    """Give the policy in force."""
    found = call.visit.workplace.policy()
    return {
        "version": found.version,
        "choices": [
            _change(Change(field, one, found.choice(field, one)))
            for field in FieldClass
            for one in Scenario
        ],
        "decided": found.sealed is not None,
        "months": found.sealed.months if found.sealed else None,
    }


def versions(call: Call) -> Listed:
    """List the versions of the policy, the newest first."""
    return paged([*read_policy_history(call.visit.workplace).versions], call.query, _version)


def proposals(call: Call) -> Listed:
    """List the proposals, those that wait first."""
    known = read_policy_history(call.visit.workplace)
    found = [*known.waiting.values(), *known.lapsed.values()]
    return paged(found, call.query, lambda one: _told(one, is_waiting=one.id in known.waiting))


def proposal(call: Call) -> dict[str, Any]:
    """Give one proposal; of one that waits what it would change is counted anew."""
    workplace, name = call.visit.workplace, call.path["proposal"]
    known = read_policy_history(workplace)
    if name in known.waiting:
        found, counted = preview(workplace, name)
        return {**_told(found, is_waiting=True), "counted": counted_json(counted)}
    if name not in known.lapsed:
        raise NotThere
    return _told(known.lapsed[name], is_waiting=False)


def new_proposal(call: Call) -> dict[str, Any]:
    """Propose another policy."""
    given = call.body
    made, _ = propose(call.visit.workplace, given.field, given.scenarios, given.choice)
    return _told(made, is_waiting=True)


def approve_proposal(call: Call) -> dict[str, Any]:
    """Make a proposal of somebody else the policy, for what comes in from now on."""
    try:
        approve(call.visit.workplace, call.path["proposal"])
    except WrongUse as error:
        raise NotThere from error
    return policy(call)


def choose(call: Call) -> dict[str, Any]:
    """Choose on sealed originals; it goes at once."""
    months = call.body.months
    choose_sealed(call.visit.workplace, "drop" if months is None else str(months))
    return policy(call)


def _change(one: Change) -> dict[str, str]:
    return {
        "field": one.field.value,
        "scenario": one.scenario.value,
        "choice": one.choice.value,
    }


def _version(one: Version) -> dict[str, Any]:
    return {
        "version": one.number,
        "by": one.by,
        "at": one.at,
        "changes": [_change(each) for each in one.changes],
    }


def _told(one: Proposal, *, is_waiting: bool) -> dict[str, Any]:
    return {
        "proposal": one.id,
        "base": one.base,
        "by": one.by,
        "at": one.at,
        "waits": is_waiting,
        "changes": [_change(each) for each in one.changes],
        "counted": None if one.counted is None else counted_json(one.counted),
        "_links": {"self": {"href": f"/api/v1/beleid/voorstellen/{one.id}"}},
    }


_POLICY = Rows(Text("Beleid", "Policy"))
ROWS = (
    _POLICY.read(
        "getPolicy",
        "/beleid",
        "privacy-policy",
        Text("Wat met persoonsgegevens gebeurt", "What is done with personal data"),
        policy,
        PolicyShape,
    ),
    _POLICY.read(
        "listPolicyVersions",
        "/beleid/versies",
        "privacy-policy",
        Text("De versies van het beleid", "The versions of the policy"),
        versions,
        VersionShape,
        Paging,
    ),
    _POLICY.read(
        "listPolicyProposals",
        "/beleid/voorstellen",
        "privacy-policy",
        Text("Voorstellen voor ander beleid", "Proposals for another policy"),
        proposals,
        ProposalShape,
        Paging,
    ),
    _POLICY.read(
        "getPolicyProposal",
        "/beleid/voorstellen/{proposal}",
        "policy-proposal",
        Text(
            "Eén voorstel, met wat het zou veranderen", "One proposal, with what it would change"
        ),
        proposal,
        ProposalShape,
    ),
    _POLICY.do(
        "proposePolicy",
        "/beleid/voorstellen",
        "policy-propose",
        Text("Stel ander beleid voor", "Propose another policy"),
        new_proposal,
        ProposalShape,
        NewProposal,
        status=HTTPStatus.CREATED,
    ),
    _POLICY.do(
        "approvePolicy",
        "/beleid/voorstellen/{proposal}/vaststellingen",
        "policy-approve",
        Text("Stel een voorstel vast", "Approve a proposal"),
        approve_proposal,
        PolicyShape,
    ),
    _POLICY.do(
        "chooseSealed",
        "/beleid/originelen",
        "policy-sealed",
        Text("Kies of er originelen worden bewaard", "Choose whether originals are kept"),
        choose,
        PolicyShape,
        Sealed,
    ),
)
