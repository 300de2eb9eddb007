"""The process that reads foreign media: names in, one line of JSON out for each.

Started by `weerklank.package.formats` as a program; it reads files and writes none.
"""

import json
import resource
import sys
from pathlib import Path

#: Memory of its own that it may take; a file that is mapped, as large films are, does not count.
_MEMORY = 2 << 30


def identify(folder: Path, name: str) -> dict[str, object]:
    """Identify one file."""
    import pygfried  # 90 MB of signatures: in this process alone

    told = pygfried.identify(str(folder / name), detailed=True)
    return {
        "by": f"siegfried {told['siegfried']}",
        "file": name,
        "matches": [
            {
                "basis": match["basis"],
                "format": match["format"],
                "mime": match["mime"],
                "puid": match["id"],
                "version": match["version"],
                "warning": match["warning"],
            }
            for match in told["files"][0]["matches"]
            if match["ns"] == "pronom"
        ],
        "signatures": "; ".join(one["details"] for one in told["identifiers"]),
    }


def main() -> None:
    """Identify the files that are named on standard input, in a folder."""
    for limit, most in (
        (resource.RLIMIT_DATA, _MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        sys.stdout.write(json.dumps(identify(folder, line.rstrip("\n"))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
