"""The key of an address is the one that pywb and cdxj-indexer look it up by."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.package.surt import surt
from weerklank.package.warc_fields import ascii_address

with warnings.catch_warnings():
    # Its own source has escapes that Python warns of whenever it is compiled anew.
    warnings.simplefilter("ignore")
    import surt as theirs

ADDRESSES = """
https://a.example
https://a.example/?
https://www.A.example:443/B/?b=2&a=1
http://www3.a.example:8080/x//y/../z/?
https://a.example:80/
https://a.example/%7Efoo/%2541?q=%20x
https://a.example/a?x#y
https://a.example/#!x
https://u:p@a.example/é?ü=1
https://xn--bcher-kva.example/a b
https://a.example/a;b?A=B&&c
https://www2.a.example./a%2Fb/
https://a.example/a/../../b/./c
https://a.example/?a=1&a
https://127.0.0.1:8443/a
https://[::1]:80/a
https://a.example/s?sid=0123456789abcdef0123456789abcdef&x=1
https://a.example/s?x=1&PHPSESSID=0123456789abcdef0123456789abcdef
https://a.example/s?CFID=1&CFTOKEN=2&z=3
https://a.example/s?jsessionid=0123456789abcdef0123456789abcdef
https://a.example/%FF%E2%82?%FF
urn:fullPage:https://Social.Voorbeelddam.example/@Gemeente/1
urn:weerklank:post:https://a.example/B?b=1&a=2
""".split("\n")[1:-1]


@pytest.mark.parametrize("address", ADDRESSES)
def test_as_the_library_has_it(address: str) -> None:
    assert surt(address) == theirs.surt(address)


SAFE = st.text("abcAZ09-._~!$&'()*+,;=:@%/?", max_size=40)


@given(SAFE)
def test_as_the_library_has_any_path_and_query(rest: str) -> None:
    address = f"https://social.voorbeelddam.example/{rest}"
    assert surt(address) == theirs.surt(address)


@given(st.text())
def test_any_address_of_a_record_has_a_key_of_one_word(address: str) -> None:
    for whole in (address, f"https://{address}", f"https://a.example/{address}"):
        key = surt(ascii_address(whole))
        assert key.isascii()
        assert not set(key) & set(map(chr, [*range(33), 127]))
