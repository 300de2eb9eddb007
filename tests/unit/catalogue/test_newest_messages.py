"""The newest version of each message, and what any version of it was."""

import sqlite3

from weerklank.catalogue.newest_messages import newest_messages


def test_a_message_is_its_newest_version_whatever_an_older_one_was() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE items (row INTEGER PRIMARY KEY, id, key, version, account, created, thread,"
        " parent, shielded, special, whose)"
    )
    # By key: row, version, for followers only, special.
    told = {
        b"a": ((1, 1, 0, 0), (4, 2, 0, 0), (7, 3, 0, 0)),
        b"b": ((2, 1, 1, 1), (5, 2, 0, 0)),
        b"c": ((3, 1, 0, 0), (6, 2, 1, 0)),
    }
    for key, versions in told.items():
        for row, version, shielded, special in versions:
            values = (row, "x", key, version, "a0001", 5, key, None, shielded, special, 0)
            connection.execute(f"INSERT INTO items VALUES ({','.join('?' * 11)})", values)
    found = {one.key: one for one in newest_messages(connection, (0,))}
    assert {key: (one.row, one.version) for key, one in found.items()} == {
        b"a": (7, 3), b"b": (5, 2), b"c": (6, 2),
    }  # fmt: skip
    assert {key: (one.shielded, one.special) for key, one in found.items()} == {
        b"a": (0, 0), b"b": (1, 1), b"c": (1, 0),
    }  # fmt: skip
    connection.close()
