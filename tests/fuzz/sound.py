"""Sound input that is short enough to be written out."""

import orjson

LIST = (
    b"code;proces;resultaat;waardering;bewaartermijn;procestermijn;voor\n"
    b"1;Informeren;Gedaan;V;P1Y;;\n2;Besturen;Gedaan;B;;;\n"
)
LIST_JSON = orjson.dumps(
    [{"code": "1", "proces": "A", "resultaat": "b", "waardering": "V", "bewaartermijn": "P1Y"}]
)
RIGHTS = (
    b"id;medium;status;licentie;rechthebbende;bron;portret\n"
    b"vbd-1;a.png;in-copyright;;Iemand;;\n0000000000;;public-domain;;;;\n"
)
RECEIPT = orjson.dumps(
    {
        "identificatie": "a",
        "kenmerk": "b",
        "hashSip": "0" * 64,
        "aantalBestanden": 3,
        "bestanden": [{"identificatie": "a", "checksum": "0" * 64}],
        "tijdstipOntvangst": "2026-01-01",
    }
)
RECEIPT_XML = (
    b"<ontvangstbevestiging><identificatie>a</identificatie><kenmerk>b</kenmerk>"
    b"<hashSip>00</hashSip>"
    b"<bestand><identificatie>a</identificatie><checksum>0</checksum></bestand>"
    b"</ontvangstbevestiging>"
)
PAKBON = (
    b"<?xml version='1.0'?><pakbon><aantalBestanden>3</aantalBestanden><hashSip "
    b"over='x'>0</hashSip></pakbon>"
)
STATE = orjson.dumps(
    {
        "cookies": [
            {
                "name": "s",
                "value": "w",
                "domain": "social.example",
                "path": "/",
                "expires": 1e9,
                "httpOnly": True,
                "secure": True,
                "sameSite": "Lax",
            }
        ],
        "origins": [
            {"origin": "https://social.example", "localStorage": [{"name": "a", "value": "b"}]}
        ],
    }
)
DID = orjson.dumps(
    {
        "id": "did:plc:a",
        "alsoKnownAs": ["at://v.example"],
        "verificationMethod": [
            {
                "id": "did:plc:a#atproto",
                "type": "Multikey",
                "controller": "did:plc:a",
                "publicKeyMultibase": "zQ3sh",
            }
        ],
        "service": [{"id": "#atproto_pds", "type": "X", "serviceEndpoint": "https://pds.example"}],
    }
)
HTML_SEED = (
    b'<p>Dag <span class="h-card"><a href="https://a.example/@b" class="u-url '
    b'mention">@<b>b</b></a></span>'
    b" &amp; &#x41; <br/><!-- c --><img src=x alt='y'><script>z</script><![CDATA[q]]> "
    b"#tag &eacute;</p>"
)
ADDRESSES = (
    b"https://social.example/@a@b.example/113?x=1#y\nhttps://www.facebook.com/people/a-b/1/?id=3\n"
    b"https://x.com/a/status/12\nat://did:plc:a/app.bsky.feed.post/3k\nhttps://www.lin"
    b"kedin.com/in/a-b-12/\n"
    b"https://www.youtube.com/@a/shorts\nhttps://l.facebook.com/l.php?u=https%3A%2F%2F"
    b"x.com%2Fa\nmailto:a@b.example\n"
)
ARTICLE = (
    b"<html><head><title>Kop</title></head><body><h1><a "
    b"href='https://www.linkedin.com/pulse/a'>Kop</a></h1>"
    b"<p class='created'>Created on 2024-01-01 10:00</p><div>Tekst</div></body></html>"
)
CSS = (
    b"@import 'x.css'; @media (min-width:1px) { p:hover > a { color: red; background: "
    b"url(x.png) } } @font-face { font-family: x; src: url(y) }"
)
STYLED = "https://social.example/"
