"""The receipt of a depot: the same from JSON and XML, and never many times its bytes."""

import tracemalloc

import pytest

from weerklank.model.errors import BrokenInput
from weerklank.transfer.receipt import Receipt, read_receipt

NEEDED = {"identificatie": "dam-t0001", "kenmerk": "ED-1", "hashSip": "AB"}
XML = "".join(f"<{key}>{value}</{key}>" for key, value in NEEDED.items())
JSON = ",".join(f'"{key}":"{value}"' for key, value in NEEDED.items())


def of_xml(more: str) -> Receipt:
    return read_receipt(f"<ontvangstbevestiging>{XML}{more}</ontvangstbevestiging>".encode(), "x")


def of_json(more: str) -> Receipt:
    return read_receipt(f"{{{JSON}{more}}}".encode(), "x")


def file(name: str, digest: str = "0A") -> str:
    named = f"<identificatie>{name}</identificatie>" if name else ""
    return f"<bestand>{named}<checksum>{digest}</checksum></bestand>"


@pytest.mark.parametrize(
    "more",
    [
        f"{file('a')}{file('b')}",
        f"<bestanden>{file('a')}{file('b')}</bestanden>",
        f"{file('a')}<bestanden>{file('b')}</bestanden>",
    ],
)
def test_xml_says_what_json_says(more: str) -> None:
    rows = ",".join(f'{{"identificatie":"{name}","checksum":"0A"}}' for name in "ab")
    said = of_json(f',"bestanden":[{rows}],"aantalInformatieobjecten":7')
    assert said == of_xml(f"{more}<aantalInformatieobjecten>7</aantalInformatieobjecten>")
    assert said.files == {"a": "0a", "b": "0a"}
    assert (said.counts, said.digest) == ((7, None, None), "ab")


@pytest.mark.parametrize(
    "more",
    [
        file(""),
        file("a", ""),
        file("a") + file("a", "0b"),
        f"<deel><deel>{file('a')}</deel></deel>",
        "<aantalInformatieobjecten>veel</aantalInformatieobjecten>",
    ],
)
def test_xml_with_a_file_or_count_that_is_none_is_refused(more: str) -> None:
    with pytest.raises(BrokenInput) as refused:
        of_xml(more)
    assert "aantal of bestand" in refused.value.message("nl")


@pytest.mark.parametrize(
    "rows", ["[{}]", "[5]", "{}", '"a"', '[{"identificatie":"a"}]', '[{"checksum":"a"}]']
)
def test_json_with_a_file_that_is_none_is_refused(rows: str) -> None:
    with pytest.raises(BrokenInput) as refused:
        of_json(f',"bestanden":{rows}')
    assert "aantal of bestand" in refused.value.message("nl")


@pytest.mark.parametrize("more", ["<a/>" * 400_000, f"<a>{'<b/>' * 400_000}</a>"])
def test_xml_that_is_made_to_grow_is_refused(more: str) -> None:
    with pytest.raises(BrokenInput):
        of_xml(more)


def test_json_that_is_made_to_grow_does_not() -> None:
    """Of three letters come sixty bytes where all that is said is held."""
    written = f'{{{JSON},"anders":[' + "{}," * 200_000 + "{}]}"
    tracemalloc.start()
    try:
        assert read_receipt(written.encode(), "x").files is None
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * len(written)


@pytest.mark.parametrize("name", ["anders", "kenmerk", "bestanden"])
def test_json_that_is_too_deep_is_refused(name: str) -> None:
    with pytest.raises(BrokenInput):
        of_json(f',"{name}":{"[" * 200_000}{"]" * 200_000}')
