"""A store that speaks S3 and locks objects, made by others: started here on loopback."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from weerklank.model.secret import Secret
from weerklank.store.object_store import connect

WEED = Path(__file__).parent.parent / "servers" / "store" / ".venv" / "bin" / "weed"
KEY, SECRET = "sleutel", "een-geheim-van-de-opslag"
#: Seconds that it may take to be ready, on a machine that has more to do.
LONGEST = 120


def free_ports(count: int) -> list[int]:
    """Find ports of which those 10,000 above, which the server takes too, are free as well."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if port > 55000 or port in found:
                continue
            with suppress(OSError):
                two.bind(("127.0.0.1", port + 10000))
                found.append(port)
    return found


@contextmanager
def object_store(folder: Path, certificate: Path | None = None) -> Iterator[tuple[Any, str]]:
    """Let it run until the end of the block; gives a client of it, and its address.

    Over TLS with a certificate, which has its key in the same file.
    """
    rights = {"credentials": [{"accessKey": KEY, "secretKey": SECRET}], "name": "archief"}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [{**rights, "actions": ["Admin"]}]}))
    (folder / "data").mkdir()
    s3, master, volume, filer = free_ports(4)
    given = (
        f"-dir={folder / 'data'} -ip=127.0.0.1 -ip.bind=127.0.0.1 -s3 -s3.port={s3} "
        f"-s3.config={config} -master.port={master} -volume.port={volume} -filer "
        f"-filer.port={filer} -volume.max=600 -master.volumeSizeLimitMB=64"
    )
    if certificate is not None:
        given += f" -s3.cert.file={certificate} -s3.key.file={certificate}"
    with (folder / "said").open("w") as said:
        server = subprocess.Popen(
            [WEED, "server", *given.split()], stdout=said, stderr=said, cwd=folder,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
    try:
        address = f"http{'s' if certificate else ''}://127.0.0.1:{s3}"
        made: Any = connect(address, "us-east-1", KEY, Secret(SECRET))
        _await(server, address, made)
        yield made, address
    finally:
        server.kill()  # asked to end, it waits ten seconds first
        server.wait()


def _await(server: subprocess.Popen[bytes], address: str, client: Any) -> None:
    """Wait until it takes in something: it answers before it can."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        assert server.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except HTTPError:
            with suppress(ClientError, BotoCoreError):
                client.create_bucket(Bucket="proef")
                client.put_object(Bucket="proef", Key="proef", Body=b"proef")
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the store did not begin")
