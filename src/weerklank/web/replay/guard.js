// Worker of the host of pages: lets wabac (sw.js, AGPL-3.0-or-later, sent as it is) answer, and lets
// nothing out that could run, reach elsewhere or be stored. May be used under EUPL-1.2 or
// AGPL-3.0-or-later (ADR 0099).
"use strict";

const PAGES = `${self.location.origin}/replay/w/`;
// No script, no form, no address but those of the archive itself: whatever a page says.
const POLICY = [
  "default-src 'none'",
  `img-src ${PAGES} data: blob:`,
  `media-src ${PAGES} data: blob:`,
  `font-src ${PAGES} data:`,
  `style-src ${PAGES} 'unsafe-inline'`,
  `frame-src ${PAGES}`,
  `base-uri ${PAGES}`,
  "form-action 'none'",
  "sandbox allow-same-origin",
].join("; ");
// What of the headers of an answer says how to read it; no other is passed on.
const PASSED = ["content-type", "content-length", "content-range", "accept-ranges"];
const OURS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": POLICY,
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
};
// What a frame shows of an address that is not in the archive: the page around it says so.
const NOTHING = '<!doctype html><meta charset="utf-8"><title></title><body data-missing></body>';

function headersOf(answer) {
  const headers = new Headers(OURS);
  for (const name of PASSED) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  return headers;
}

function nothing(request) {
  const isFrame = request.mode === "navigate";
  const headers = new Headers({ ...OURS, "Content-Type": "text/html; charset=utf-8" });
  return new Response(isFrame ? NOTHING : "", { status: 404, headers });
}

async function guarded(request, answer) {
  const given = await answer;
  const isRedirect = given.status >= 300 && given.status < 400;
  if (given.status >= 400 || given.type === "error" || isRedirect && !given.headers.get("Location")) {
    return nothing(request);
  }
  if (isRedirect) {
    const to = new URL(given.headers.get("Location"), request.url).href;
    return to.startsWith(PAGES) ? Response.redirect(to) : nothing(request);
  }
  const { status, statusText } = given;
  return new Response(given.body, { status, statusText, headers: headersOf(given) });
}

// Wabac asks to hear of what pages load; between them stands this.
const listen = self.addEventListener.bind(self);
self.addEventListener = (type, heard, ...more) => {
  if (type !== "fetch") return listen(type, heard, ...more);
  return listen(type, (event) => {
    const { request } = event;
    const path = request.url.slice(PAGES.length);
    // Its own commands (`api/`) are for nobody here, and no question goes on to the network.
    const isOurs = request.url.startsWith(PAGES) && !path.startsWith("api/");
    if (!isOurs || request.method !== "GET") return event.respondWith(nothing(request));
    return heard({
      request,
      waitUntil: (work) => event.waitUntil(work),
      respondWith: (answer) => event.respondWith(guarded(request, answer)),
    });
  });
};

self.importScripts("/replay/wabac.js");
