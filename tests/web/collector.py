"""A collector of spans, which keeps what it is sent: read by the messages of OpenTelemetry."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status


@dataclass
class Collector:
    """What came in, and with what it was shown."""

    address: str = ""
    bodies: list[bytes] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    @property
    def spans(self) -> list[Span]:
        """Give every span, as it was sent."""
        found = []
        for body in self.bodies:
            sent = ExportTraceServiceRequest.FromString(body)
            for one in sent.resource_spans:
                assert {attribute.key for attribute in one.resource.attributes} == {
                    "service.name",
                    "service.version",
                }
                found += [span for scope in one.scope_spans for span in scope.spans]
        return found

    def one(self, name: str) -> Span:
        """Give the one span of a name."""
        (found,) = [span for span in self.spans if span.name == name]
        return found

    def below(self, above: Span) -> list[str]:
        """Name what was done as a part of something, in order."""
        inner = [one for one in self.spans if one.parent_span_id == above.span_id]
        assert {one.trace_id for one in inner} <= {above.trace_id}
        return [one.name for one in sorted(inner, key=lambda one: one.start_time_unix_nano)]


def told(span: Span) -> dict[str, object]:
    """Give what a span says besides its name."""
    said: dict[str, object] = {}
    for one in span.attributes:
        kind = one.value.WhichOneof("value")
        value = getattr(one.value, kind)
        said[one.key] = [v.string_value for v in value.values] if kind == "array_value" else value
    return said


def failed(span: Span) -> bool:
    """Tell whether a span says that it went wrong."""
    return bool(span.status.code == Status.STATUS_CODE_ERROR)


@contextmanager
def collecting() -> Iterator[Collector]:
    """Listen on loopback."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            collector.shown.add(self.headers.get("Authorization", ""))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.address = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
