"""Words of an address that are written as one."""

import pytest

from weerklank.minimise.slugs import addresses_apart, words_apart

AT = "https://krant.example/nieuws/"


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("over_jan_bakker", "over-jan-bakker"),
        ("OverJanBakker", "Over-Jan-Bakker"),
        ("?q=%u006aan", "?q=jan"),
        ("?q=%ud800", "?q=\ufffd"),
    ],
)
def test_words_are_told_apart(address, read):
    assert words_apart(AT + address) == AT + read


@pytest.mark.parametrize("address", ["over-jan", "HTML", "over/JAN", "%41"])
def test_an_address_without_such_words_has_no_other_reading(address):
    assert words_apart(AT + address) is None


def test_only_addresses_of_a_text_are_read_so():
    text = f'een_twee <a href="{AT}x_y">z_z</a> (krant.example/a_b) c_d'
    assert [*addresses_apart(text)] == [f"{AT}x-y", "(krant.example/a-b)"]
