"""A replica in a store that others made, with Object Lock: started here on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from own_authority import make_authority
from seaweed import KEY, SECRET, object_store
from small_archive import failed, filled, posts

from weerklank.model.clock import from_iso

pytestmark = [
    pytest.mark.usefixtures("no_sockets_left"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("object-store"),
    pytest.mark.slow,
]


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    folder = tmp_path / "ca"
    folder.mkdir()
    make_authority(folder)
    return folder


@pytest.fixture
def client(
    authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Any, str]]:
    """Give a store over TLS that the machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca-certificates.crt"))
    (tmp_path / "store").mkdir()
    with object_store(tmp_path / "store", authority / "store.pem") as made:
        yield made


def other_authority(folder: Path) -> Path:
    """Give an authority that signed nothing here."""
    other = folder / "other"
    if not other.exists():
        other.mkdir()
        make_authority(other)
    return other / "ca-certificates.crt"


def test_a_replica_under_a_lock(
    client: tuple[Any, str], authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, address = client
    assert address.startswith("https://")
    asked.create_bucket(Bucket="dam-log", ObjectLockEnabledForBucket=True)
    asked.create_bucket(Bucket="dam-data", ObjectLockEnabledForBucket=True)
    small = filled(tmp_path / "small")
    url = f"s3://dam/archief?endpoint={address}"
    file = tmp_path / "geheim"
    file.write_text(SECRET)
    given = ("replica", "connect", url, "--access-key", KEY, "--secret-file", str(file))
    # Without the authority of the organisation nothing is sent; nor to another name.
    with monkeypatch.context() as of_others:
        of_others.setenv("SSL_CERT_FILE", str(other_authority(tmp_path)))
        code, told = small.run(*given)
        assert (code, told["error"]["code"]) == (4, "REPLICA-022")
        assert "SSL_CERT_FILE" in told["error"]["hint"]
    named = ("replica", "connect", url.replace("127.0.0.1", "localhost"), *given[3:])
    code, told = small.run(*named)
    assert (code, told["error"]["code"]) == (4, "REPLICA-022")
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
    # An authority that is not trusted any more ends nothing that lies here, and nothing there.
    with monkeypatch.context() as of_others:
        of_others.setenv("SSL_CERT_FILE", str(other_authority(tmp_path)))
        code, told = small.run("replicate")
        assert (code, told["error"]["code"]) == (4, "REPLICA-022")
    (one,) = small.good("replicate", "--deep")["replicas"]
    assert (one["ok"], one["renewed"], one["damaged"]) == (True, [], [])
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
