"""Install mastodon_mock, a server of the Mastodon API: `python tools/make_mastodon.py`.

For the test that harvests from it; at the versions of tests/servers/mastodon-mock.lock, each
package checked against its digest, in an environment of its own: it asks for other versions than
we do. Does nothing when what is there was made of the same lock.

Ends with 75 when the packages were not to be had, as when a registry is out of order; the test
that needs them is then skipped, and says so. Any other trouble is ours, and ends with 1.
"""

from server_environment import SERVERS, make_environment

if __name__ == "__main__":
    make_environment(SERVERS / "mastodon" / ".venv", (SERVERS / "mastodon-mock.lock",))
