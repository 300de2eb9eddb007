"""A host has one form, however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.host_form import handle_form, host_form, with_host_form
from weerklank.model.item_address import item_address
from weerklank.model.person_address import bare_handle, person_of
from weerklank.model.platform import profile_of

A_LABEL = "xn--mnchen-3ya.example"
SPELLINGS = (
    A_LABEL,
    A_LABEL.upper(),
    "münchen.example",
    "MÜNCHEN.example.",
    "mu\u0308nchen.example",
    "münchen\u3002example",
    "mün\u00adchen.example",
)


@pytest.mark.parametrize("host", SPELLINGS)
def test_every_spelling_of_a_host_has_one_form(host):
    assert host_form(host) == A_LABEL
    assert host_form(f"{host.removesuffix('.')}:8443") == f"{A_LABEL}:8443"
    assert handle_form(f"Jan@{host}") == f"jan@{A_LABEL}"


@pytest.mark.parametrize(
    ("host", "form"),
    [
        ("social.example", "social.example"),
        ("Social.Example.", "social.example"),
        ("straße.example", "xn--strae-oqa.example"),  # not strasse.example, another host
        ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_a_form_is_that_of_the_standard(host, form):
    assert host_form(host) == form


@given(st.text())
def test_any_text_has_one_form_and_none_fails(text):
    assert host_form(host_form(text)) == host_form(host_form(host_form(text)))
    handle_form(text)
    with_host_form(text)
    with_host_form(f"https://{text}")


@pytest.mark.parametrize("host", ["münchen.example", "MÜNCHEN.example", A_LABEL])
def test_addresses_that_differ_in_it_alone_say_the_same(host):
    for path in ("@jan", "users/jan", "u/jan", "@jan@münchen.example", f"@jan@{A_LABEL}"):
        found = person_of(f"https://{host}/{path}")
        assert found is not None
        assert found.handle == f"jan@{A_LABEL}"
    assert profile_of(f"https://www.{host}/@jan").handle == f"jan@{A_LABEL}"
    assert person_of(f"acct:jan@{host}").handle == f"jan@{A_LABEL}"
    assert person_of(f"https://elk.example/{host}/@jan").handle == f"jan@{A_LABEL}"
    assert bare_handle(f"https://{host}/jan") == f"jan@{A_LABEL}"
    assert with_host_form(f"https://{host}/@Jan") == f"https://{A_LABEL}/@Jan"
    for written in (
        f"https://{host}/@jan/12",
        f"tag:{host},2017-01-01:objectId=12:objectType=Status",
    ):
        assert item_address(written) == f"https://{A_LABEL}/statuses/12"
