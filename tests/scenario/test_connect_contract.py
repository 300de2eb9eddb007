"""The contract of `connect` and its reverse: keys and exit codes, on a test double of a server."""

from pathlib import Path

import pytest
from contract import KEYS, beyond
from test_harvest_contract import ME, place_with

from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]

AGREED = KEYS["connect"] | beyond().keys["connect"]


def test_connecting_and_disconnecting_have_the_agreed_keys_and_no_other(tmp_path: Path) -> None:
    with mastodon_server(ME) as server:
        place = place_with(tmp_path, server, "--sealed", "12")
        file = tmp_path / "token.txt"
        for scopes, left in ((("read:accounts", "read:statuses"), 0), (("read",), 1)):
            server.oauth.tokens["x"] = scopes
            file.write_text("x")
            code, told, err = place.run("connect", "a0001", "--token-file", str(file))
            assert (code, told["ok"]) == (left, left == 0)
            assert set(told) == AGREED | beyond().keys["connect, when connected"]
            assert err == ""
        assert set(told["findings"][0]) == {"kind", "message", "next", "weight"}
        code, told, _ = place.run("disconnect", "a0001")
        assert (code, set(told)) == (1, AGREED)  # what somebody made elsewhere stays there
        file.write_text("onbekend")
        code, told, _ = place.run("connect", "a0001", "--token-file", str(file))
        assert (code, set(told)) == (1, AGREED)
        code, told, _ = place.run("disconnect", "a0001")
        assert (code, set(told)) == (2, {"error"})
        code, told, _ = place.run("connect", "a0001", "--token-file", str(tmp_path / "geen"))
        assert (code, set(told)) == (2, KEYS["connect"] | {"error"})
