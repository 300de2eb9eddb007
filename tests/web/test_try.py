import threading, time
import pytest
from kept_pages import *
from weerklank.services.replay.read_pages import pages_of
from weerklank.web import site
from weerklank.web.configure import configure
pytestmark=[pytest.mark.enable_socket]
def test_it(tmp_path, chromium):
    made=archive_of(tmp_path/"a")
    w=made.serve()
    from weerklank.services.find.find_items import find_items
    from weerklank.model.question import Question
    from weerklank.web.server import Server
    from weerklank.web.replay.links import Link, signed
    from weerklank.model.page import PageRole
    hits=find_items(w, Question(words="plein")).hits
    name=hits[0].item.id
    found=pages_of(w,name)
    print(name, found.pages[0].item.id, found.pages[0].address, found.pages[0].item.url)
    s=site.Site(archive=made.folder,keys=made.keys)
    configure(s)
    server=Server(s,"127.0.0.1",0)
    t=threading.Thread(target=server.run_in_background); t.start()
    try:
        port=server.address.rstrip("/").rpartition(":")[2]
        host=f"replay.localhost:{port}"
        p=found.pages[0]
        tok=signed(Link(page=p.item.id,medium=p.files[PageRole.REPLAY].medium.id,restricted=True,language="nl",within=f"http://127.0.0.1:{port}",host=host))
        page=chromium.new_page(); page.context.on("serviceworker", lambda w: w.on("console", lambda m: print("SW",m.text)) if hasattr(w,"on") else None)
        page.on("console", lambda m: print("CONSOLE",m.type,m.text))
        page.on("request", lambda m: print("REQ",m.method,m.url[:150], m.headers.get("range")))
        page.on("response", lambda m: print("RES",m.status,m.url[:150]))
        page.on("pageerror", lambda m: print("ERR",m))
        page.goto(f"http://{host}/page/{tok}/")
        time.sleep(6)
        page.screenshot(path="/tmp/n/replay/try.png")
        for f in page.frames: print("FRAME", f.url, f.content()[:1500])
        for f in page.frames[1:]:
            print(f.evaluate("[getComputedStyle(document.querySelector('h1')).color, document.images[0].naturalWidth]"))
    finally:
        server.stop(); t.join()
