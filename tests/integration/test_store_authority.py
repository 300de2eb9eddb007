"""A store over TLS with a certificate of an authority of the organisation's own."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.retries.standard import ExponentialBackoff
from own_authority import make_authority
from store_double import StoreDouble, store_double

from weerklank.model.errors import NotNow
from weerklank.model.secret import Secret
from weerklank.store.object_store import Bucket, connect

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_sockets_left"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give where an authority lies, and what it signed for this machine."""
    folder = tmp_path_factory.mktemp("ca")
    make_authority(folder)
    return folder


@pytest.fixture
def store(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoreDouble]:
    monkeypatch.setattr(ExponentialBackoff, "delay_amount", lambda *_: 0)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "store.pem")
    with store_double(context) as double:
        double.url("archief")
        yield double


def asked(store: StoreDouble) -> list[str]:
    client = connect(store.address, "eu-1", "sleutel", Secret("een-geheim"))
    return [name for name, _ in Bucket(client, "archief-data", "voorbeelddam").names()]


def test_who_is_not_trusted_is_told_as_such_and_is_sent_nothing(store: StoreDouble) -> None:
    with pytest.raises(NotNow) as refused:
        asked(store)
    assert refused.value.code == "REPLICA-022"
    assert store.asked == []


def test_a_store_is_trusted_by_a_file_that_the_operator_names(
    store: StoreDouble, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca-certificates.crt"))
    assert asked(store) == []
    assert store.asked


def test_a_store_is_trusted_by_what_the_operator_added_to_the_machine(
    store: StoreDouble, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A Python that was not built for this system looks for a file that is not there.
    paths = SimpleNamespace(cafile=None, capath=str(authority))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    assert asked(store) == []
