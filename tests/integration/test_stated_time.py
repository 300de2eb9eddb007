"""What falls due is not destroyed by a clock that runs ahead of the time-stamp authority."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from own_authority import make_authority
from small_archive import Small, filled, posts

from weerklank.integrity.timestamp import stated_in
from weerklank.model.clock import FixedClock
from weerklank.model.errors import NotNow
from weerklank.services.change.end_terms import end_terms
from weerklank.services.seal.stated_time import refuse_early
from weerklank.testing.time_stamp_authority import Authority, time_stamp_authority

pytestmark = [pytest.mark.needs("openssl"), pytest.mark.enable_socket, pytest.mark.loopback]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    return template.copy(tmp_path / "small")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with time_stamp_authority(tmp_path_factory.mktemp("tsa")) as made:
        yield made


def listen_to(small: Small, authority: Authority) -> None:
    given = ("timestamp", "set", authority.address, "--ca", str(authority.certificate))
    small.good(*given)


@contextmanager
def ahead(**by: float) -> Iterator[FixedClock]:
    """Let commands see a clock that runs ahead."""
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0) + timedelta(**by))
    with (
        mock.patch("weerklank.bootstrap.SystemClock", return_value=clock),
        mock.patch("weerklank.cli.archive.SystemClock", return_value=clock),
    ):
        yield clock


def approved(small: Small, ground: str, name: str = "doel") -> str:
    item = small.ids()[posts().url(name)]
    given = ("--id", item, "--ground", ground, "--reason", "Termijn.")
    number = str(small.good("destroy", "propose", *given, acting="Pia")["list"])
    small.good("destroy", "review", number, acting="Ruud")
    small.good("destroy", "approve", number, acting="Anna")
    return number


def test_a_clock_that_is_right_is_told_so(small: Small, authority: Authority) -> None:
    assert refuse_early(small.workplace()) is None
    listen_to(small, authority)
    stated = refuse_early(small.workplace())
    assert stated is not None
    assert abs(datetime.now(UTC) - stated) < timedelta(minutes=5)
    assert stated_in(b"iets anders") is None


def test_a_list_by_term_waits_for_a_clock_that_is_right(
    small: Small, authority: Authority
) -> None:
    listen_to(small, authority)
    with ahead(days=400):
        number = approved(small, "selection")
        code, told = small.run("destroy", "execute", number, acting="Anna")
        assert (code, told["error"]["code"], told["error"]["retryable"]) == (4, "STAMP-005", True)
        assert small.good("destroy", "list")["lists"][-1]["state"] == "approved"
        # What a court orders goes whatever day it is.
        small.good("destroy", "execute", approved(small, "court", "gewoon"), acting="Anna")


def test_who_does_not_say_or_is_another_is_not_believed(
    small: Small, authority: Authority, tmp_path: Path
) -> None:
    make_authority(tmp_path)
    # The address of one with the certificate of another, and an address where nobody is.
    other = replace(authority, certificate=tmp_path / "ca-certificates.crt")
    for asked in (other, replace(authority, address="http://127.0.0.1:9/")):
        listen_to(small, asked)
        with pytest.raises(NotNow) as refused:
            refuse_early(small.workplace())
        assert refused.value.code == "STAMP-006"
    code, told = small.run("destroy", "execute", approved(small, "selection"), acting="Anna")
    assert (code, told["error"]["code"]) == (4, "STAMP-006")
    small.good("timestamp", "stop", "--reason", "De dienst is opgeheven.")
    assert refuse_early(small.workplace()) is None


def test_what_is_decided_by_a_clock_that_was_set_back_comes_after_what_was(
    small: Small, tmp_path: Path
) -> None:
    def decide() -> None:
        for person in ("Anna", "Pia"):
            small.good("transfer", "decide", "--sealed", "keep", acting=person)

    with ahead(hours=2):
        decide()
        small.good("transfer", "make", str(tmp_path / "een"), acting="Anna")
    decide()  # not lost among what the first transfer was made by
    small.good("transfer", "make", str(tmp_path / "twee"), acting="Anna")


def test_sealed_originals_keep_their_term(small: Small, authority: Authority) -> None:
    listen_to(small, authority)
    later = replace(small.workplace(), clock=FixedClock(datetime.now(UTC) + timedelta(days=800)))
    tried = end_terms(later)
    assert (tried.ended, [one.code for one in tried.errors]) == (None, ["STAMP-005"])
