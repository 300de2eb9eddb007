// Shows one kept page: gives its container to the worker, and the page to a frame.
// May be used under EUPL-1.2 or AGPL-3.0-or-later (ADR 0099).
"use strict";

const { address, moment, denied, failed, holds, late, missing, unsupported } = document.body.dataset;
const told = document.getElementById("told");
const frame = document.getElementById("page");
const back = document.getElementById("back");
// A name of this very tab: what an earlier one left is taken away below.
const NAME = `p${Date.now()}-${crypto.randomUUID()}`;
// Milliseconds after which what a tab left behind is nobody's any more.
const OLD = 24 * 60 * 60 * 1000;
// Of what is asked later nobody can say whether it is in the archive: it is not given any more.
const UNTIL = performance.now() + Number(holds) * 1000;
const START = `/replay/w/${NAME}/${moment}mp_/${address}`;

function tell(what) {
  told.textContent = what;
  told.hidden = !what;
}

function fail(what) {
  tell(what);
  document.body.dataset.state = "nothing";
}

function show() {
  frame.src = START;
}

async function started() {
  const where = { scope: "/replay/", updateViaCache: "none" };
  const made = await navigator.serviceWorker.register("/replay/sw.js", where);
  const worker = made.installing || made.waiting || made.active;
  if (worker.state !== "activated") {
    await new Promise((done, broken) => {
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated") done();
        if (worker.state === "redundant") broken(new Error("redundant"));
      });
    });
  }
  return made.active;
}

function hear(worker) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.msg_type === "collAdded" && data.name === NAME) show();
    if (data.msg_type === "collProgress" && data.name === NAME && data.error) fail(failed);
    if (data.msg_type === "listAll") {
      const old = data.colls.filter(({ name }) => Number(name.slice(1).split("-")[0]) < Date.now() - OLD);
      for (const { name } of old) worker.postMessage({ msg_type: "removeColl", name });
    }
  });
  navigator.serviceWorker.startMessages();
}

async function begin() {
  const worker = await started();
  hear(worker);
  addEventListener("pagehide", () => worker.postMessage({ msg_type: "removeColl", name: NAME }));
  worker.postMessage({ msg_type: "listAll" });
  // Nothing of the page is stored in the browser; only where things lie in its container.
  const file = { sourceUrl: new URL("page.wacz", location.href).href, noCache: true };
  worker.postMessage({ msg_type: "addColl", name: NAME, file, extraConfig: {} });
}

let wasShown = false;
frame.addEventListener("load", () => {
  if (!frame.src) return;
  const inside = frame.contentDocument?.body;
  const isThere = Boolean(inside) && !("missing" in inside.dataset);
  wasShown ||= isThere;
  frame.hidden = !isThere;
  tell(isThere ? "" : performance.now() > UNTIL ? late : wasShown ? missing : failed);
  back.hidden = isThere || !wasShown;
  document.body.dataset.state = isThere ? "shown" : "nothing";
});
back.addEventListener("click", show);

// Within the archive the screen around it says what it is.
document.getElementById("copy").hidden = self !== top;
if (navigator.serviceWorker) begin().catch(() => fail(denied));
else fail(unsupported);
