"""Words of an address that are written as one."""

import re

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


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("/over_Bakker80", "Bakker80"),
        ("/Bakker80_over", "Bakker80"),
        ("#dank_JanBakker", "JanBakker"),
        ("#dank_bakker_2024", "bakker_2024"),
        ("#dank_r2d2c3pobakker", "r2d2c3pobakker"),
        ("/OverJanVanDeVenBakker", "JanVanDeVenBakker"),
        ("/over_%u004aanBakker80", "JanBakker80"),
        ("#DankBa\u0308kker", "B\xe4kker"),
        ("#Dank\u24b7\u24d0\u24da\u24da\u24d4\u24e1", "Bakker"),
    ],
)
def test_a_name_of_several_parts_is_read_whole(written, name):
    assert name in re.split(r" ; |(?<=\w)-", words_within(written))


def test_hashtags_of_a_text_are_read_so_and_what_has_a_scheme():
    text = "lees #OverJan (#een_twee), mailto:a@b.example?x_y en JanBakker"
    assert [*addresses_apart(text)] == ["#Over-Jan", "(#een-twee),", "mailto:a@b.example?x-y"]
