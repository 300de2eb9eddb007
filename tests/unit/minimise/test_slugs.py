"""Words of an address that are written as one."""

import pytest

from weerklank.minimise.slugs import addresses_apart, words_apart, words_within

AT = "https://krant.example/nieuws/"


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("over_jan_bakker", "over-jan-bakker"),
        ("OverJanBakker", "Over-Jan-Bakker"),
        ("NOSOverJAN", "NOS-Over-JAN"),
        ("JANOver", "JAN-Over"),
        ("Jan2024Over", "Jan-2024-Over"),
        ("2024jan", "2024-jan"),
        ("CaféJan", "Café-Jan"),
        ("ÉÉNJan", "ÉÉN-Jan"),
        ("?q=%u006aan", "?q=jan"),
        ("?q=%ud800", "?q=\ufffd"),
    ],
)
def test_words_are_told_apart(address, read):
    assert words_apart(AT + address) == AT + read


@pytest.mark.parametrize("address", ["over-jan", "HTML", "over/JAN", "%41", "0f1bea2c", "café"])
def test_an_address_without_such_words_has_no_other_reading(address):
    assert words_apart(AT + address) is None


def test_only_addresses_of_a_text_are_read_so():
    text = f'een_twee <a href="{AT}x_y">z_z</a> (krant.example/a_b) c_d'
    assert [*addresses_apart(text)] == [f"{AT}x-y", "(krant.example/a-b)"]


def test_neighbours_are_words_too():
    assert words_within("#OverJanBakker80") == (
        "#Over-Jan-Bakker-80 ; OverJan ; JanBakker ; Bakker80 ; OverJanBakker ; JanBakker80"
    )
    assert words_within("#OverJan") == "#Over-Jan"


def test_hashtags_of_a_text_are_read_so_and_what_has_a_scheme():
    text = "lees #OverJan (#een_twee), mailto:a@b.example?x_y en JanBakker"
    assert [*addresses_apart(text)] == ["#Over-Jan", "(#een-twee),", "mailto:a@b.example?x-y"]
