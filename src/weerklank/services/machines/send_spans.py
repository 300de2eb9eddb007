"""Send spans to a collector by OpenTelemetry (OTLP over HTTP)."""

import logging  # noqa: TID251 - to keep two libraries quiet, which log what they were given
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from weerklank import __version__
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.machines.spans import Span, known_code

if TYPE_CHECKING:  # loading it takes longer than most commands
    from opentelemetry.trace import Span as ToldSpan

NO_LIBRARY = fault(
    "TRACES-001",
    Text(
        nl="OpenTelemetry is er niet: er kan niets naar WEERKLANK_TRACES_URL.",
        en="OpenTelemetry is not there: nothing can be sent to WEERKLANK_TRACES_URL.",
    ),
    Text(nl="Installeer weerklank[traces].", en="Install weerklank[traces]."),
)
NO_ADDRESS = fault(
    "TRACES-002",
    Text(
        nl="WEERKLANK_TRACES_URL is geen adres waar sporen heen kunnen.",
        en="WEERKLANK_TRACES_URL is no address that traces can be sent to.",
    ),
    Text(
        nl="Geef het hele adres, zoals http://127.0.0.1:4318/v1/traces.",
        en="Give the whole address, such as http://127.0.0.1:4318/v1/traces.",
    ),
)
#: Seconds for which a command waits, at its end, for a collector that does not answer.
PATIENCE = 2
#: Spans that wait at most, for a collector that is away; more are lost.
_MOST = 4096


class SpanSender:
    """Sends to one collector; what can't be sent is lost, and no work waits for it."""

    def __init__(self, address: str, token: str | None) -> None:
        """Get ready; WrongUse for what is no address, or where the library is missing.

        `token` is what the collector wants to be shown, as `Authorization: Bearer …`.
        """
        _refuse(address)
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import ALWAYS_ON

        # What goes wrong on the way is no news of ours, and may name the address.
        for name in ("opentelemetry", "urllib3"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        exporter = OTLPSpanExporter(
            address,
            headers={"Authorization": f"Bearer {token}"} if token else None,
            timeout=PATIENCE,
        )
        # Not `Resource.create`: what it finds out by itself may be the arguments of a command.
        resource = Resource({"service.name": "weerklank", "service.version": __version__})
        self._provider = TracerProvider(ALWAYS_ON, resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=_MOST))
        self._tracer = self._provider.get_tracer("weerklank", __version__)

    def begin(self, name: str, parent: "Span | str | None", words: Mapping[str, str]) -> Span:
        """Begin a span."""
        from opentelemetry.context import Context
        from opentelemetry.trace import set_span_in_context
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        above = Context()
        if isinstance(parent, _SentSpan):
            above = set_span_in_context(parent.told, above)
        elif isinstance(parent, str):
            carrier = {"traceparent": parent}
            above = TraceContextTextMapPropagator().extract(carrier, above)
        told = {_key(key): word for key, word in words.items()}
        return _SentSpan(self._tracer.start_span(name, above, attributes=told))

    def close(self) -> None:
        """Send what was not sent, for as long as patience lasts."""
        self._provider.shutdown()


class _SentSpan:
    """A span that goes to the collector when it ended."""

    def __init__(self, told: "ToldSpan") -> None:
        self.told = told

    def note(self, **numbers: int) -> None:
        """Add numbers."""
        for name, number in numbers.items():
            self.told.set_attribute(_key(name), number)

    def rename(self, name: str, **words: str) -> None:
        """Say what it is."""
        self.told.update_name(name)
        for key, word in words.items():
            self.told.set_attribute(_key(key), word)

    def fail(self, *codes: str) -> None:
        """Say that it went wrong."""
        from opentelemetry.trace import StatusCode

        if codes:
            self.told.set_attribute(_key("codes"), [known_code(one) for one in codes])
        self.told.set_status(StatusCode.ERROR)

    def end(self) -> None:
        """End it."""
        self.told.end()

    @property
    def carried(self) -> str:
        """Give it as a `traceparent`."""
        context = self.told.get_span_context()
        return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def _key(name: str) -> str:
    """Name an attribute: names with a dot are those of the conventions of OpenTelemetry."""
    return name if "." in name else f"weerklank.{name}"


def _refuse(address: str) -> None:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise WrongUse(NO_ADDRESS) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise WrongUse(NO_ADDRESS)
    if parts.username or parts.password:  # it would stand in every report of an error
        raise WrongUse(NO_ADDRESS)
    if any(find_spec(name) is None for name in ("opentelemetry", "requests")):
        raise WrongUse(NO_LIBRARY)
