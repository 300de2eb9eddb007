// What pages can do besides: '/' goes to the search field, a reference can be copied. Everything
// works without it.
"use strict";

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || inField || event.ctrlKey || event.metaKey || event.altKey) return;
  const find = document.querySelector("[data-find]");
  if (!find) return;
  event.preventDefault();
  find.focus();
  find.select();
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

// A button that only a script can serve is there only with one.
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
