"""The portal against who wants more of it than is shown."""

from django.test import Client
from shown import Shown

from weerklank.web.configure import configure
from weerklank.web.site import Site


def test_by_whatever_name_of_its_host_nothing_but_the_portal_is_there(shown: Shown) -> None:
    site = Site(archive=shown.archive, keys=shown.keys, address="https://archief.example",
                portal="https://Berichten.example")  # fmt: skip
    configure(site)
    public = Client()
    public.defaults |= {"HTTP_X_FORWARDED_PROTO": "https"}
    for host in ("berichten.example", "berichten.example:443", "berichten.example.",
                 "BERICHTEN.example:8443"):  # fmt: skip
        for path in ("/aanmelden/", "/api/v1/openapi.json", "/portaal/"):
            answer = public.get(path, headers={"host": host})
            assert (answer.status_code, [*answer.cookies]) == (404, []), (host, path)
        assert public.get("/publiek/uitleg/", headers={"host": host}).status_code == 200, host
    assert public.get("/aanmelden/", headers={"host": "archief.example"}).status_code == 200
