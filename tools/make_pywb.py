"""Install pywb, which replays pages in tests of theirs: `python tools/make_pywb.py`.

It pins what we have in other versions, so it has an environment of its own, at the versions of
tests/servers/pywb.lock, each package checked against its digest; one of them comes as source, and
is made with what tests/servers/pywb-build.lock holds. Does nothing when what is there was made of
the same locks.

Ends with 75 when the packages were not to be had, as when a registry is out of order; the tests
that need them are then skipped, and say so. Any other trouble is ours, and ends with 1.
"""

from server_environment import SERVERS, make_environment

if __name__ == "__main__":
    # What is built with goes first.
    make_environment(SERVERS / ".venv", (SERVERS / "pywb-build.lock", SERVERS / "pywb.lock"))
