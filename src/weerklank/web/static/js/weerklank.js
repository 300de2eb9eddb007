// What pages can do besides: keys for who does without a mouse, a reference that can be copied.
// Everything works without it.
"use strict";

// Keys of one sign; none acts in a field, nor for who switched them off.
const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
// What `j` and `k` go through: the things of a list, each by the first of it that takes focus.
const THINGS = [".tasks > li", ".hits > .hit", ".thread > li", ".pick > li", ".log > li", "tbody > tr"];
// Milliseconds within which the letter follows on `g`.
const SOON = 1500;
let went = -SOON;

function find() {
  const field = document.querySelector("[data-find]");
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

function tellKeys() {
  const told = document.getElementById("keys");
  if (!told) return false;
  told.togglePopover();
  return true;
}

function goTo(letter) {
  const link = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
  if (!link) return false;
  link.click();
  return true;
}

function step(by) {
  const all = document.querySelectorAll(THINGS.map((one) => `main ${one}`).join());
  const things = [...all].filter((one) => one.checkVisibility()); // not what is folded away
  const stops = things.map((one) => one.querySelector("a[href], button, input")).filter(Boolean);
  const at = things.findIndex((one) => one.contains(document.activeElement));
  const here = stops.findIndex((one) => at >= 0 && things[at].contains(one));
  const next = stops[here < 0 ? (by > 0 ? 0 : -1) : here + by];
  if (!next) return false;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.body.dataset.keys === "off" || event.target.closest(FIELD)) return;
  const isSecond = performance.now() - went < SOON;
  went = -SOON;
  let done = false;
  // Where it leads nowhere it is no other key either: on some pages those decide something.
  if (isSecond) done = goTo(event.key) || event.key.length === 1;
  else if (event.key === "/") done = find();
  else if (event.key === "?") done = tellKeys();
  else if (event.key === "j") done = step(1);
  else if (event.key === "k") done = step(-1);
  else if (event.key === "g") went = performance.now();
  if (done) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const told = document.getElementById(button.dataset.told);
  if (told) told.textContent = button.dataset.done;
});

// On paper stands when it was printed; without a script, when the page was made.
addEventListener("beforeprint", () => {
  const now = new Date();
  const nl = document.documentElement.lang === "nl";
  const say = (how) =>
    new Intl.DateTimeFormat(nl ? "nl-NL" : "en-GB", { timeZone: "Europe/Amsterdam", ...how }).format(now);
  const day = say({ day: "numeric", month: "long", year: "numeric" });
  const clock = say({ hour: "2-digit", minute: "2-digit", hour12: false });
  for (const told of document.querySelectorAll("[data-printed]")) {
    told.textContent = nl ? `${day}, ${clock.replace(":", ".")} uur` : `${day}, ${clock}`;
  }
});

// What a page begins with is no change, and of a change alone a screen reader tells: what was done
// is said once more where only ears find it, and goes, so that nobody meets it twice.
const SPOKEN_AFTER = 400, SPOKEN_FOR = 4000;
addEventListener("load", () => {
  const done = [...document.querySelectorAll("main .message[role=status]")].filter((one) => one.checkVisibility());
  const spoken = document.getElementById("spoken");
  if (!done.length || !spoken) return;
  setTimeout(() => { spoken.textContent = done.map((one) => one.innerText.replace(/\s+/g, " ").trim()).join(" "); }, SPOKEN_AFTER);
  setTimeout(() => { spoken.textContent = ""; }, SPOKEN_AFTER + SPOKEN_FOR);
});

// Tabs that do not all fit begin at the one that is shown.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;
}

// A page that asks how far a work is says so when nobody answers, and when somebody does again.
for (const lost of document.querySelectorAll("[data-lost]")) {
  document.addEventListener("htmx:sendError", () => { lost.hidden = false; });
  // A web server in front answers in place of the one behind it that does not.
  document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    lost.hidden = ![502, 503, 504].includes(detail.xhr.status);
  });
}

// All boxes of a list at once but those that ask for a look of their own; pressed again, none.
for (const button of document.querySelectorAll("[data-tick-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll('tbody input[type="checkbox"]:not([data-by-hand])')];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}

// A kept page is replayed by a script; without one its picture stands there.
for (const frame of document.querySelectorAll("iframe[data-replay]")) {
  frame.src = frame.dataset.replay;
  frame.hidden = false;
}

// A button that only a script can serve is there only with one.
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;

// What is open in the vault counts down and goes; without a script its end stands there, and the server takes it away.
for (const left of document.querySelectorAll("[data-left]")) {
  const end = performance.now() + left.dataset.left * 1000;
  const soon = document.querySelector("[data-soon-told]");
  const clock = left.querySelector("b");
  const tick = setInterval(() => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}`;
    if (seconds <= 120 && soon && !soon.textContent) soon.textContent = left.dataset.soon;
    if (seconds) return;
    clearInterval(tick);
    document.querySelector(".vault-view").remove();
    location.replace(location.pathname);
  }, 1000);
  left.hidden = false;
}
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".vault-view")) location.reload();
});
