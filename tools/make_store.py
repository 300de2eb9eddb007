"""Install SeaweedFS, a store that speaks S3 with Object Lock: `python tools/make_store.py`.

For the tests of replicas in a store; at the version of tests/servers/seaweedfs.lock, checked
against its digest, in an environment of its own. Does nothing when what is there was made of the
same lock.

Ends with 75 when the package was not to be had, as when a registry is out of order; the tests
that need it are then skipped, and say so. Any other trouble is ours, and ends with 1.
"""

from server_environment import SERVERS, make_environment

if __name__ == "__main__":
    make_environment(SERVERS / "store" / ".venv", (SERVERS / "seaweedfs.lock",))
