"""A replica in a store that others made, with Object Lock: started here on loopback."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from small_archive import failed, filled, posts

from weerklank.model.clock import from_iso
from weerklank.model.secret import Secret
from weerklank.store.object_store import connect

pytestmark = [
    pytest.mark.usefixtures("no_sockets_left"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("object-store"),
    pytest.mark.slow,
]

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


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    folder = tmp_path_factory.mktemp("store")
    rights = {"credentials": [{"accessKey": KEY, "secretKey": SECRET}], "name": "archief"}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [{**rights, "actions": ["Admin"]}]}))
    (folder / "data").mkdir()
    s3, master, volume, filer = free_ports(4)
    given = (
        f"-dir={folder / 'data'} -ip=127.0.0.1 -ip.bind=127.0.0.1 -s3 -s3.port={s3} "
        f"-s3.config={config} -master.port={master} -volume.port={volume} -filer "
        f"-filer.port={filer} -volume.max=200 -master.volumeSizeLimitMB=64"
    )
    with (folder / "said").open("w") as said:
        server = subprocess.Popen(
            [WEED, "server", *given.split()], stdout=said, stderr=said, cwd=folder,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{s3}"
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


def test_a_replica_under_a_lock(client: tuple[Any, str], tmp_path: Path) -> None:
    asked, address = client
    asked.create_bucket(Bucket="dam-log", ObjectLockEnabledForBucket=True)
    asked.create_bucket(Bucket="dam-data", ObjectLockEnabledForBucket=True)
    small = filled(tmp_path / "small")
    url = f"s3://dam/archief?endpoint={address}"
    file = tmp_path / "geheim"
    file.write_text(SECRET)
    given = ("replica", "connect", url, "--access-key", KEY, "--secret-file", str(file))
    code, told = small.run(*given)
    assert (code, told["error"]["code"]) == (3, "REPLICA-020")
    for mode, days in (("GOVERNANCE", 0), ("COMPLIANCE", 2)):
        asked.put_object_lock_configuration(
            Bucket="dam-log",
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": {"Mode": mode, "Days": 2}},
            },
        )
        code, told = small.run(*given)
        assert (code, told.get("lock_days", 0)) == (0 if days else 3, days)
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    asked.put_object_lock_configuration(Bucket="dam-data", ObjectLockConfiguration=lock)
    assert small.good(*given)["data_lock_days"] == 1
    (one,) = small.good("replicate", url)["replicas"]
    assert (one["ok"], one["objects"], one["damaged"]) == (True, 8, [])
    back = small.good("restore", "rehearse", url, str(tmp_path / "back"))
    assert (back["ok"], back["records"] == back["records_here"] > 0) == (True, True)
    # Nobody deletes the log there, whatever key he has.
    versions = asked.list_object_versions(Bucket="dam-log", Prefix="archief/log/")["Versions"]
    assert versions
    with pytest.raises(ClientError):
        asked.delete_object(
            Bucket="dam-log", Key=versions[0]["Key"], VersionId=versions[0]["VersionId"]
        )
    # What is destroyed stays under the lock, without its key, and that is told.
    upload = asked.create_multipart_upload(Bucket="dam-data", Key="archief/objects/half")
    assert upload["UploadId"]
    item = small.ids()[posts().url("doel")]
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    (one,) = small.good("replicate")["replicas"]
    assert (one["ok"], one["uploads_cleared"], one["locked"] > 0) == (True, 1, True)
    assert from_iso(one["locked_until"]) > datetime.now(UTC)
    assert not asked.list_multipart_uploads(Bucket="dam-data").get("Uploads")
    victim = next((small.archive / "objects").rglob("records.jsonl.gz"))
    victim.write_bytes(b"weg")
    assert small.good("repair")["ok"]
    assert failed(small.archive) == []


def test_what_a_store_without_lock_keeps_is_cleared(
    client: tuple[Any, str], tmp_path: Path
) -> None:
    asked, address = client
    asked.create_bucket(Bucket="dorp-log", ObjectLockEnabledForBucket=True)
    asked.create_bucket(Bucket="dorp-data")
    asked.put_bucket_versioning(Bucket="dorp-data", VersioningConfiguration={"Status": "Enabled"})
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    asked.put_object_lock_configuration(Bucket="dorp-log", ObjectLockConfiguration=lock)
    small = filled(tmp_path / "small")
    url = f"s3://dorp/?endpoint={address}"
    file = tmp_path / "geheim"
    file.write_text(SECRET)
    small.good("replica", "connect", url, "--access-key", KEY, "--secret-file", str(file))
    small.good("replicate", url)
    item = small.ids()[posts().url("doel")]
    small.good("destroy", "execute", small.approve(item), acting="Anna")
    (one,) = small.good("replicate")["replicas"]
    assert (one["ok"], one["versions_cleared"] > 0, one["locked"]) == (True, True, 0)
    left = asked.list_object_versions(Bucket="dorp-data")
    assert not left.get("DeleteMarkers")
    assert all(version["IsLatest"] for version in left["Versions"])
    keys = {version["Key"] for version in left["Versions"]}
    assert not {one_gone for one_gone in one["removed"] if any(one_gone in key for key in keys)}
