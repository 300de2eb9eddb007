"""A bucket of a store that speaks S3: what a replica needs of it, and no more.

Whoever answers may be anyone: nothing of an answer is shown but a code, and how long an object is
says its listing alone.
"""

import base64
import hashlib
import io
import os
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from weerklank.model.errors import NotNow, Refused, WeerklankError, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NO_ANSWER = fault(
    "REPLICA-017",
    Text(
        nl="De opslag met bucket {bucket} antwoordt niet, of niet goed ({answer}).",
        en="The store with bucket {bucket} does not answer, or not well ({answer}).",
    ),
    Text(
        nl="Geef het commando later opnieuw; wat er al staat, blijft.",
        en="Give the command again later; what is there already stays.",
    ),
)
NO_ENTRY = fault(
    "REPLICA-018",
    Text(
        nl="De opslag weigert dit in bucket {bucket} ({answer}).",
        en="The store refuses this in bucket {bucket} ({answer}).",
    ),
    Text(
        nl="Controleer de toegangssleutel en haar rechten; 'weerklank replica connect' zet een "
        "andere.",
        en="Check the access key and its rights; 'weerklank replica connect' sets another.",
    ),
)
NO_BUCKET = fault(
    "REPLICA-019",
    Text(nl="De bucket {bucket} is er niet.", en="The bucket {bucket} is not there."),
    Text(
        nl="Laat de beheerder van de opslag haar maken; het archief maakt zelf geen buckets.",
        en="Let the operator of the store make it; the archive itself makes no buckets.",
    ),
)
NO_TRUST = fault(
    "REPLICA-022",
    Text(
        nl="Het certificaat van de opslag met bucket {bucket} is niet te controleren. Er is niets "
        "verstuurd.",
        en="The certificate of the store with bucket {bucket} can't be checked. Nothing was sent.",
    ),
    Text(
        nl="Heeft de opslag een certificaat van een eigen stamcertificaat, voeg dat dan toe aan "
        "die van de computer (update-ca-certificates), of noem een bestand daarmee in "
        "SSL_CERT_FILE. Klopt de naam in het adres, en is het certificaat niet verlopen?",
        en="When the certificate of the store is of an authority of your own, add that to those "
        "of the machine (update-ca-certificates), or name a file with it in SSL_CERT_FILE. Is the "
        "name in the address right, and has the certificate not expired?",
    ),
)
#: Where Debian keeps all authorities that the machine trusts, in the folder of the rest.
_AUTHORITIES = "ca-certificates.crt"
#: Bytes of one part of an upload; what is no larger goes in one.
PART = 64 << 20
BLOCK = 1 << 18
#: Seconds to wait for a store: to be let in, and for what it says next.
CONNECT, READ = 10, 60
_TRIES = 5
_CODE = re.compile(r"[A-Za-z0-9]{1,60}")
_NOT_THERE = frozenset({"NoSuchKey", "NoSuchVersion", "404"})
_DENIED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403"})


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an object, or a mark that it was deleted."""

    name: str
    id: str
    is_mark: bool
    #: Whether it is what one gets without asking for a version.
    is_latest: bool


class Bucket:
    """The objects of a bucket below a prefix."""

    def __init__(self, client: object, bucket: str, prefix: str) -> None:
        self._client = client
        self.bucket = bucket
        self._before = f"{prefix}/" if prefix else ""

    # --- rules -------------------------------------------------------------------------------

    def lock_days(self) -> int:
        """Give for how many days what is written here can be deleted by nobody; 0: not at all.

        By the rule of the bucket in the mode `COMPLIANCE`: what that of `GOVERNANCE` keeps, who
        has the right can delete.
        """
        try:
            told = self._call("get_object_lock_configuration")
        except _Answer as answer:
            if answer.code in ("ObjectLockConfigurationNotFoundError", "NotImplemented"):
                return 0
            raise self._error(answer.code) from None
        rule = told.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention", {})
        if rule.get("Mode") != "COMPLIANCE":
            return 0
        return max(0, int(rule.get("Days") or 365 * int(rule.get("Years") or 0)))

    # --- reading -----------------------------------------------------------------------------

    def names(self, beginning: str = "") -> Iterator[tuple[str, int]]:
        """Give all names that begin so, with their bytes."""
        marks = {"ContinuationToken": "NextContinuationToken"}
        for page in self._pages("list_objects_v2", marks, self._before + beginning):
            for row in page.get("Contents", ()):
                yield self._name(row.get("Key", "")), int(row.get("Size", 0))

    def get(self, name: str, size: int) -> Iterator[bytes]:
        """Give an object in pieces, no more than it should have; FileNotFoundError.

        What breaks off is gone on with where it was, as long as it is the same object.
        """
        done, tag, tries = 0, "", _TRIES
        while done < size or not (done or size):
            more: dict[str, object] = {"Range": f"bytes={done}-", "IfMatch": tag} if done else {}
            told = self._of(name, "get_object", **more)
            tag = told.get("ETag", "")
            try:
                # However it ends: an answer that is left open keeps its connection.
                with closing(told["Body"]) as body:
                    for block in body.iter_chunks(BLOCK):
                        done += len(block)
                        if done > size:
                            raise self._error("TooLong")
                        yield block
            except _broken() as error:
                tries -= 1
                if not tries:
                    raise self._error(type(error).__name__) from None
                continue
            if done < size:
                raise self._error("TooShort")
            return

    def digest(self, name: str, size: int) -> str:
        """Give the SHA-256 of an object; FileNotFoundError."""
        digest = hashlib.sha256()
        for block in self.get(name, size):
            digest.update(block)
        return digest.hexdigest()

    # --- writing -----------------------------------------------------------------------------

    def put(self, name: str, content: IO[bytes], size: int, digest: str) -> None:
        """Write an object of some bytes with some SHA-256."""
        key = self._before + name
        if size > PART:
            self._put_parts(key, content)
            return
        content.seek(0)
        checked = base64.b64encode(bytes.fromhex(digest)).decode()
        self._do("put_object", Key=key, Body=content, ChecksumSHA256=checked)

    def put_bytes(self, name: str, content: bytes) -> None:
        """Write a small object."""
        digest = hashlib.sha256(content).hexdigest()
        self.put(name, io.BytesIO(content), len(content), digest)

    def copy(self, name: str, to: str) -> None:
        """Copy an object within the store."""
        source = {"Bucket": self.bucket, "Key": self._before + name}
        self._do("copy_object", Key=self._before + to, CopySource=source)

    def delete(self, names: Iterable[str]) -> None:
        """Delete objects; where the bucket keeps versions, those stay."""
        for name in names:
            self._do("delete_object", Key=self._before + name)

    # --- what stays behind -------------------------------------------------------------------

    def versions(self) -> Iterator[Version]:
        """Give all versions and marks of deletion; of a bucket without versions what there is."""
        marks = {"KeyMarker": "NextKeyMarker", "VersionIdMarker": "NextVersionIdMarker"}
        for page in self._pages("list_object_versions", marks, self._before):
            for kind in ("Versions", "DeleteMarkers"):
                for row in page.get(kind, ()):
                    yield Version(
                        self._name(row.get("Key", "")),
                        str(row.get("VersionId", "null")),
                        kind == "DeleteMarkers",
                        bool(row.get("IsLatest")),
                    )

    def delete_version(self, one: Version) -> bool:
        """Delete a version for good; False when the store refuses: it is locked."""
        try:
            self._call("delete_object", Key=self._before + one.name, VersionId=one.id)
        except _Answer as answer:
            if answer.code in _NOT_THERE:
                return True
            if answer.code in _DENIED or "Lock" in answer.code:
                return False
            raise self._error(answer.code) from None
        return True

    def locked_until(self, one: Version) -> datetime | None:
        """Tell until when a version can't be deleted; None when the store does not say."""
        told = self._of(one.name, "head_object", VersionId=one.id)
        until = told.get("ObjectLockRetainUntilDate")
        return until if isinstance(until, datetime) else None

    def clear_uploads(self) -> int:
        """Throw away uploads that were begun and never finished; gives how many."""
        marks = {"KeyMarker": "NextKeyMarker", "UploadIdMarker": "NextUploadIdMarker"}
        found = [
            (row.get("Key", ""), row.get("UploadId", ""))
            for page in self._pages("list_multipart_uploads", marks, self._before)
            for row in page.get("Uploads", ())
        ]
        for key, upload in found:
            self._do("abort_multipart_upload", Key=key, UploadId=upload)
        return len(found)

    # --- how it is asked ---------------------------------------------------------------------

    def _put_parts(self, key: str, content: IO[bytes]) -> None:
        upload = self._do("create_multipart_upload", Key=key).get("UploadId", "")
        about: dict[str, object] = {"Key": key, "UploadId": upload}
        parts: list[dict[str, object]] = []
        try:
            content.seek(0)
            while block := content.read(PART):
                number = len(parts) + 1
                told = self._do("upload_part", Body=block, PartNumber=number, **about)
                parts.append({"ETag": told.get("ETag", ""), "PartNumber": number})
            self._call("complete_multipart_upload", MultipartUpload={"Parts": parts}, **about)
        except _Answer as answer:
            # An answer came too late and was asked for again: whoever reads it back finds out.
            if answer.code != "NoSuchUpload":
                raise self._error(answer.code) from None
        except WeerklankError:
            self._do("abort_multipart_upload", **about)
            raise

    def _pages(self, action: str, marks: dict[str, str], prefix: str) -> Iterator[dict[str, Any]]:
        more: dict[str, str] = {}
        while True:
            page = self._do(action, Prefix=prefix, **more)
            yield page
            after = {mark: page[name] for mark, name in marks.items() if page.get(name)}
            if not page.get("IsTruncated") or not after or after == more:
                return
            more = after

    def _name(self, key: str) -> str:
        return str(key)[len(self._before) :]

    def _of(self, name: str, action: str, **more: object) -> dict[str, Any]:
        try:
            return self._call(action, Key=self._before + name, **more)
        except _Answer as answer:
            if answer.code in _NOT_THERE:
                raise FileNotFoundError(name) from None
            raise self._error(answer.code) from None

    def _do(self, action: str, **more: object) -> dict[str, Any]:
        try:
            return self._call(action, **more)
        except _Answer as answer:
            raise self._error(answer.code) from None

    def _call(self, action: str, **more: object) -> dict[str, Any]:
        """Ask the store something; _Answer when it refuses, NotNow when it does not answer.

        What is no store answers otherwise than any: with days and numbers that are none.
        """
        from botocore.exceptions import BotoCoreError, ClientError, SSLError
        from botocore.parsers import ResponseParserError

        odd = (ResponseParserError, ValueError)

        ask: Callable[..., dict[str, Any]] = getattr(self._client, action)
        try:
            return ask(Bucket=self.bucket, **more)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            raise _Answer(code if _CODE.fullmatch(code) else "Unknown") from None
        except SSLError:
            raise NotNow(NO_TRUST, bucket=self.bucket) from None
        except (BotoCoreError, *odd, *_broken()) as error:
            raise self._error(type(error).__name__) from None

    def _error(self, code: str) -> WeerklankError:
        if code == "NoSuchBucket":
            return NotNow(NO_BUCKET, bucket=self.bucket)
        if code in _DENIED:
            return Refused(NO_ENTRY, bucket=self.bucket, answer=code)
        return NotNow(NO_ANSWER, bucket=self.bucket, answer=code)


class _Answer(Exception):
    """The store answered that it does not do what was asked; holds its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _broken() -> tuple[type[Exception], ...]:
    """Give what is raised when an answer breaks off."""
    from botocore.exceptions import HTTPClientError, IncompleteReadError, ResponseStreamingError
    from urllib3.exceptions import HTTPError

    return (HTTPClientError, IncompleteReadError, ResponseStreamingError, HTTPError, OSError)


def _stay(context: dict[str, Any], **_: object) -> None:
    """Follow no store that sends on: where it is was decided, and not by who answers there.

    The library would ask where to go in a way that can be answered so again, without end.
    """
    context.setdefault("s3_redirect", {})["redirected"] = True


def _trusted() -> str | bool:
    """Name the file with authorities that the machine trusts; True for those of the library.

    Those of the operator are in it (`SSL_CERT_FILE`, or `update-ca-certificates`), and the
    library does not look there by itself.
    """
    paths = ssl.get_default_verify_paths()
    every = Path(paths.capath or os.devnull, _AUTHORITIES)
    return paths.cafile or (str(every) if every.is_file() else True)


def connect(endpoint: str | None, region: str, identifier: str, secret: Secret) -> object:
    """Give what asks a store; nothing is asked yet.

    Nothing that the machine holds for other programs is looked at: no profile, no other address.
    """
    from botocore.config import Config
    from botocore.session import Session

    unread = ("config_file", "credentials_file")
    nothing = dict.fromkeys(unread, (None, None, os.devnull, None))
    session = Session(session_vars={**nothing, "profile": (None, None, None, None)})
    client: Any = session.create_client(
        "s3",
        region_name=region,
        endpoint_url=endpoint,
        verify=_trusted(),
        aws_access_key_id=identifier,
        aws_secret_access_key=secret.reveal(),
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
            retries={"mode": "standard", "total_max_attempts": _TRIES},
            connect_timeout=CONNECT,
            read_timeout=READ,
            ignore_configured_endpoint_urls=True,
            # Stores other than the first of their kind know no others than those we give.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
    client.meta.events.register("before-call.s3", _stay)
    given: object = client
    return given
