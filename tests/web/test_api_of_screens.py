"""What the screens let somebody do against what the API does: each act in it, or why it is not."""

import inspect
from collections import Counter
from typing import Any

import pytest
from django.urls import get_resolver
from shown import Shown

from weerklank.web.api.table import OPERATIONS
from weerklank.web.permissions import MATRIX, OPEN

#: Acts of screens that are no operation, each with the reason.
LEFT = {
    "account-connect": "permission is given in a browser at the platform",
    "account-consent": "permission is given in a browser at the platform",
    "hour-organisation": "the first hour is gone through once, by people",
    "hour-keys": "the first hour is gone through once, by people",
    "hour-report": "the first hour is gone through once, by people",
    "hour-skip": "the first hour is gone through once, by people",
    "sign-in": "a program has a token",
    "sign-out": "a program has a token, and revokes it on the page of its person",
    "language": "a program asks by Accept-Language",
    "keys": "of the keyboard alone",
    "dossier-judge-many": "a program judges documents one by one",
    "tokens": "a token that makes tokens would outlive being revoked",
    "token-revoke": "by who holds it, on their page, or by the operator",
    "register-import": "rows are looked at before they go in; a program adds accounts one by one",
    "register-preview": "rows are looked at before they go in; a program adds accounts one by one",
    "handin-file": "an export is held for whoever picks posts from it, in their session",
    "handin-pick": "an export is held for whoever picks posts from it, in their session",
    "vault-open": "the key of the vault is handed in at a screen, for one reader (ADR 0109)",
    "vault-extend": "belongs to what is open at a screen (ADR 0109)",
}
#: Screens whose act has the permission of another page in the API, or several acts.
OTHERWISE = {
    "account-report": ["reportChange"],
    "pages-ask-of": ["askPages"],
    "dossier-term": ["extendTerm", "suspendTerm", "resumeTerm"],
    "destruction-review": ["reviewDestruction", "returnDestruction"],
    "destruction-approve": ["authoriseDestruction", "refuseDestruction"],
    "destruction-add": ["proposeDue", "proposeNamed"],
    "person-request": [
        "identifyRequester", "extendPersonRequest", "decidePersonRequest", "liftPersonRequest",
    ],
    "vault-decide": ["approveOpening", "refuseOpening"],
    "agreement-end": ["endAgreement", "withdrawAgreement"],
    "dossier-redact": ["redactDocument", "leaveSuggestion", "offerSuggestion"],
    "account-disconnect": ["disconnectAccount", "forgetBrowser"],
    "rights-set": ["setRights"],
}  # fmt: skip


def _acts() -> dict[str, Any]:
    """Every screen that takes a form, by name."""
    found = {}
    for pattern in get_resolver("weerklank.web.urls").url_patterns:
        view = pattern.callback
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        source = inspect.getsource(inspect.unwrap(view))
        if "POST" in (methods or ()) or (methods is None and "request.POST" in source):
            found[pattern.name] = view
    return found


def test_every_act_of_the_screens_is_an_operation_or_is_left_for_a_reason(shown: Shown) -> None:
    acts = set(_acts()) - {"api"}
    assert len(acts) > 100, "it does look"
    by_page = Counter(one.page for one in OPERATIONS if one.method == "POST")
    of_names = {one.id for one in OPERATIONS}
    lacking = {one for one in acts if not by_page[one]} - set(LEFT) - set(OTHERWISE)
    assert lacking == set()
    assert set(LEFT) <= set(MATRIX) | OPEN
    assert not [one for one in LEFT if by_page[one]], "done after all"
    assert not [one for one in LEFT if one not in acts], "no act of a screen"
    for page, names in OTHERWISE.items():
        assert page in acts, page
        assert set(names) <= of_names, page


def test_a_page_with_several_acts_has_them_all(shown: Shown) -> None:
    by_id = {one.id: one for one in OPERATIONS}
    for page, names in OTHERWISE.items():
        if page in {"account-report", "pages-ask-of"}:
            continue  # the same act as that of another page
        assert {by_id[one].page for one in names} == {page}
    assert MATRIX["account-report"] == MATRIX["report-other"]
    assert MATRIX["pages-ask-of"] == MATRIX["pages-ask"]


def test_no_operation_is_named_or_placed_twice() -> None:
    assert max(Counter(one.id for one in OPERATIONS).values()) == 1
    assert max(Counter((one.method, one.path) for one in OPERATIONS).values()) == 1
    assert not [one.id for one in OPERATIONS if one.page not in MATRIX]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_path_hides_another(method: str) -> None:
    """A name in a path may not be taken for that of another operation at the same place."""
    of_method = [one for one in OPERATIONS if one.method == method]
    for one in of_method:
        given = tuple("x1" if part.startswith("{") else part for part in one.parts)
        fits = [other.id for other in of_method if other.match(given) is not None]
        assert fits[0] == one.id, (one.id, fits)
