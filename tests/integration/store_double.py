"""A store that speaks S3, in memory and on loopback: a double, which errs when it is told to.

That a real one does what this one does is what test_object_store.py shows.
"""

import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

#: Names on a page of a listing.
PAGE = 40
#: Names in listings may hold what XML can't.
ENCODED = "<EncodingType>url</EncodingType>"
#: Gives what goes wrong with a request, by its method, path and query; "" for nothing.
Faults = Callable[[str, str, dict[str, str]], str]


@dataclass
class Version:
    content: bytes
    id: str
    is_mark: bool = False


@dataclass
class DoubleBucket:
    objects: dict[str, list[Version]] = field(default_factory=dict)
    uploads: dict[str, tuple[str, dict[int, bytes]]] = field(default_factory=dict)
    keeps_versions: bool = False
    locked_until: datetime | None = None
    lock_days: int = 0
    made: int = 0

    def current(self, key: str) -> bytes | None:
        versions = self.objects.get(key, [])
        return None if not versions or versions[-1].is_mark else versions[-1].content

    def names(self) -> list[str]:
        return sorted(key for key in self.objects if self.current(key) is not None)

    def put(self, key: str, content: bytes, *, is_mark: bool = False) -> None:
        self.made += 1
        one = Version(content, f"v{self.made}" if self.keeps_versions else "null", is_mark)
        before = self.objects.get(key, []) if self.keeps_versions else []
        self.objects[key] = [*before, one]

    def delete(self, key: str, version: str | None) -> bool:
        """Delete an object, or one version of it for good; False when a lock keeps it."""
        if version is None and self.keeps_versions:
            if self.current(key) is not None:
                self.put(key, b"", is_mark=True)
            return True
        if version is None:
            self.objects.pop(key, None)
            return True
        going = [one for one in self.objects.get(key, []) if one.id == version]
        if self.locked_until is not None and any(not one.is_mark for one in going):
            return False
        self.objects[key] = [one for one in self.objects.get(key, []) if one not in going]
        if not self.objects[key]:
            del self.objects[key]
        return True


class StoreDouble:
    """Buckets, and what was asked of them."""

    def __init__(self) -> None:
        self.buckets: dict[str, DoubleBucket] = {}
        self.asked: list[tuple[str, str]] = []
        self.faults: Faults = lambda *_: ""
        self.lock = threading.Lock()
        #: Whoever is silent is so until then.
        self.over = threading.Event()
        self.address = ""

    def url(self, name: str, prefix: str = "voorbeelddam") -> str:
        """Make two buckets, and give the address of a replica in them."""
        self.buckets[f"{name}-log"] = DoubleBucket(keeps_versions=True, lock_days=365)
        self.buckets[f"{name}-data"] = DoubleBucket()
        return f"s3://{name}/{prefix}?endpoint={self.address}"


@contextmanager
def store_double(tls: ssl.SSLContext | None = None) -> Iterator[StoreDouble]:
    """Run one, over TLS where it is given a certificate."""
    store = StoreDouble()

    class Handler(_Handler):
        double = store

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    store.address = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield store
    finally:
        store.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer goes as one: in pieces the kernel waits for the other side
    double: StoreDouble

    def handle_expect_100(self) -> bool:
        goes_on = super().handle_expect_100()
        self.wfile.flush()
        return goes_on

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.double.faults(self.command, unquote(parts.path), query)
        self.double.asked.append((self.command, unquote(self.path)))
        if fault == "silent":
            self.double.over.wait(30)
            self.close_connection = True
            return
        if fault == "busy":
            self._answer(503, _error("SlowDown"))
            return
        if fault == "denied":
            self._answer(403, _error("AccessDenied"))
            return
        name, _, key = unquote(parts.path).lstrip("/").partition("/")
        with self.double.lock:
            bucket = self.double.buckets.get(name)
            if bucket is None:
                status, content, headers = 404, _error("NoSuchBucket"), dict[str, str]()
            else:
                status, content, headers = self._done(bucket, key, query, body)
        if fault == "late":  # it was done, and nobody was told
            self._answer(500, _error("InternalError"))
        elif fault == "cut":
            self._answer(status, content, headers, cut=True)
        elif fault == "other" and content:
            self._answer(status, bytes([content[0] ^ 1]) + content[1:], headers)
        else:
            self._answer(status, content, headers)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handle  # noqa: N815 - of http.server

    def _answer(
        self,
        status: int,
        content: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        cut: bool = False,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.close_connection = True

    def _done(
        self, bucket: DoubleBucket, key: str, query: dict[str, str], body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        if not key:
            return self._of_bucket(bucket, query)
        if "uploads" in query or "uploadId" in query:
            return _upload(bucket, self.command, key, query, body)
        if self.command == "PUT":
            source = self.headers.get("x-amz-copy-source")
            if source:
                name, _, other = unquote(source).lstrip("/").partition("/")
                body = self.double.buckets[name].current(other) or b""
            bucket.put(key, body)
            told = f"<CopyObjectResult><ETag>{_tag(body)}</ETag></CopyObjectResult>"
            return 200, told.encode() if source else b"", {"ETag": _tag(body)}
        if self.command == "DELETE":
            if bucket.delete(key, query.get("versionId")):
                return 204, b"", {}
            return 403, _error("AccessDenied"), {}
        return self._read(bucket, key)

    def _read(self, bucket: DoubleBucket, key: str) -> tuple[int, bytes, dict[str, str]]:
        if self.command == "HEAD":
            until = bucket.locked_until
            told = {"x-amz-object-lock-retain-until-date": until.isoformat()} if until else {}
            return 200, b"", told
        content = bucket.current(key)
        if content is None:
            return 404, _error("NoSuchKey"), {}
        headers = {"ETag": _tag(content)}
        begin = self.headers.get("Range")
        if begin:
            return 206, content[int(begin[6:-1]) :], headers
        return 200, content, headers

    def _of_bucket(
        self, bucket: DoubleBucket, query: dict[str, str]
    ) -> tuple[int, bytes, dict[str, str]]:
        prefix = query.get("prefix", "")
        if "object-lock" in query:
            if not bucket.lock_days:
                return 404, _error("ObjectLockConfigurationNotFoundError"), {}
            rule = f"<Mode>COMPLIANCE</Mode><Days>{bucket.lock_days}</Days>"
            told = f"<Rule><DefaultRetention>{rule}</DefaultRetention></Rule>"
            return 200, f"<ObjectLockConfiguration>{told}</ObjectLockConfiguration>".encode(), {}
        if "versions" in query:
            return 200, _versions(bucket, prefix), {}
        if "uploads" in query:
            rows = "".join(
                f"<Upload><Key>{escape(key)}</Key><UploadId>{number}</UploadId></Upload>"
                for number, (key, _) in bucket.uploads.items()
                if key.startswith(prefix)
            )
            told = f"<ListMultipartUploadsResult>{rows}</ListMultipartUploadsResult>"
            return 200, told.encode(), {}
        after = query.get("continuation-token", "")
        names = [name for name in bucket.names() if name.startswith(prefix) and name > after]
        rows = "".join(
            f"<Contents><Key>{quote(name)}</Key>"
            f"<Size>{len(bucket.current(name) or b'')}</Size></Contents>"
            for name in names[:PAGE]
        )
        more = (
            f"<NextContinuationToken>{escape(names[PAGE - 1])}</NextContinuationToken>"
            if (len(names) > PAGE)
            else ""
        )
        told = f"<IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}{rows}"
        return 200, f"<ListBucketResult>{ENCODED}{told}</ListBucketResult>".encode(), {}


def _upload(
    bucket: DoubleBucket, method: str, key: str, query: dict[str, str], body: bytes
) -> tuple[int, bytes, dict[str, str]]:
    if method == "POST" and "uploads" in query:
        bucket.made += 1
        number = f"u{bucket.made}"
        bucket.uploads[number] = (key, {})
        told = f"<UploadId>{number}</UploadId>"
        return 200, _wrapped("InitiateMultipartUploadResult", told), {}
    number = query["uploadId"]
    if number not in bucket.uploads:
        return 404, _error("NoSuchUpload"), {}
    parts = bucket.uploads[number][1]
    if method == "PUT":
        parts[int(query["partNumber"])] = body
        return 200, b"", {"ETag": _tag(body)}
    del bucket.uploads[number]
    if method == "DELETE":
        return 204, b"", {}
    bucket.put(key, b"".join(parts[number] for number in sorted(parts)))
    return 200, _wrapped("CompleteMultipartUploadResult", f"<Key>{escape(key)}</Key>"), {}


def _versions(bucket: DoubleBucket, prefix: str) -> bytes:
    rows = ""
    for key in sorted(bucket.objects):
        for one in bucket.objects[key] if key.startswith(prefix) else ():
            kind = "DeleteMarker" if one.is_mark else "Version"
            newest = str(one is bucket.objects[key][-1]).lower()
            rows += (
                f"<{kind}><Key>{quote(key)}</Key><VersionId>{one.id}</VersionId>"
                f"<IsLatest>{newest}</IsLatest></{kind}>"
            )
    return _wrapped("ListVersionsResult", ENCODED + rows)


def _tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _wrapped(name: str, told: str) -> bytes:
    return f"<{name}>{told}</{name}>".encode()


def _error(code: str) -> bytes:
    return _wrapped("Error", f"<Code>{code}</Code><Message>geheim uit de opslag</Message>")


#: When locks of the double end.
LOCKED = datetime(2099, 3, 1, tzinfo=UTC)
