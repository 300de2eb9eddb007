// Reading and redacting by keyboard and by selection; without a script boxes and buttons do the same.
"use strict";

{
  const bench = document.querySelector("[data-workbench]");
  const form = bench?.querySelector("[data-redact]");
  const offers = [...(form?.querySelectorAll("[data-offer]") ?? [])];
  const selections = [...(bench?.querySelectorAll("[data-selection]") ?? [])];
  const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select";

  // Letters are counted as the archive counts them: a picture is one, however many units it has.
  const letters = (text) => [...text].length;

  function placeOf(node, offset) {
    const words = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-words]");
    const stretch = words?.closest("[data-start]");
    if (!stretch || !bench.contains(stretch)) return null;
    const range = document.createRange();
    range.selectNodeContents(words);
    range.setEnd(node, offset);
    return Number(stretch.dataset.start) + letters(range.toString());
  }

  // The first or last letters of a selection may lie beside words: in a number or a ground.
  function span(range, text) {
    const words = [...text.querySelectorAll("[data-words]")].filter((one) => range.intersectsNode(one));
    if (!words.length) return null;
    const ends = (one, atEnd) => {
      const whole = document.createRange();
      whole.selectNodeContents(one);
      const side = atEnd ? Range.END_TO_END : Range.START_TO_START;
      const inside = atEnd ? range.compareBoundaryPoints(side, whole) < 0 : range.compareBoundaryPoints(side, whole) > 0;
      const by = inside ? range : whole;
      return atEnd ? placeOf(by.endContainer, by.endOffset) : placeOf(by.startContainer, by.startOffset);
    };
    return [ends(words[0], false), ends(words.at(-1), true)];
  }

  function follow() {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const text = range && !range.collapsed && bench.contains(range.commonAncestorContainer)
      ? [...bench.querySelectorAll(".marked")].find((one) => range.intersectsNode(one)) : null;
    const found = text ? span(range, text) : null;
    const isNone = !found || found.includes(null) || found[0] >= found[1];
    if (isNone && !text && document.activeElement.closest("[data-redact], [data-disagree]")) return;
    const said = selection.toString().trim();
    for (const chosen of selections) {
      const box = chosen.querySelector("input");
      chosen.hidden = isNone;
      box.checked = !isNone;
      if (isNone) continue;
      box.value = `${text.dataset.place}:${found[0]}-${found[1]}`;
      chosen.querySelector("[data-selected]").textContent = letters(said) > 60 ? `${[...said].slice(0, 60).join("")}…` : said;
    }
  }

  function choose(offer) {
    for (const one of offers) one.checked = one === offer;
    mark();
    offer.focus();
    bench.querySelector(`[data-proposal="${offer.dataset.offer}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function mark() {
    for (const one of bench.querySelectorAll("[data-proposal]")) {
      one.classList.toggle("is-chosen", offers.some((offer) => offer.checked && offer.dataset.offer === one.dataset.proposal));
    }
  }

  function next() {
    const at = offers.findIndex((one) => one.checked);
    if (offers.length) choose(offers[(at + 1) % offers.length]);
    return offers.length > 0;
  }

  // What has a redaction can't be public: then the key does nothing.
  function open() {
    const judge = bench.querySelector('input[name="judgement"][value="public"]');
    if (!judge || bench.querySelector("#marks")) return false;
    judge.checked = true;
    const button = bench.querySelector('[data-do="onward"]') ?? judge.form.querySelector("button");
    return press(button);
  }

  function press(button) {
    button?.click();
    return Boolean(button);
  }

  // In the text the arrows move a place; with Shift they select, by Ctrl whole words.
  function move(event) {
    const ways = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "backward", ArrowDown: "forward" };
    const way = ways[event.key];
    if (!way || !event.target.matches(".marked")) return false;
    const selection = getSelection();
    if (!event.target.contains(selection.focusNode)) selection.collapse(event.target, 0);
    const by = way.endsWith("ward") ? "line" : event.ctrlKey || event.altKey ? "word" : "character";
    selection.modify(event.shiftKey ? "extend" : "move", way, by);
    return true;
  }

  const isTaken = (event) => event.defaultPrevented || event.isComposing || document.body.dataset.keys === "off" || event.target.closest(FIELD);

  // A field gets the focus, a button is pressed.
  function pressed(one) {
    if (!one) return false;
    if (one.matches("textarea")) one.focus();
    else one.click();
    return true;
  }

  for (const told of bench?.querySelectorAll("[data-keys-told]") ?? []) told.hidden = false;

  // The second reader, who may have nothing to redact.
  const reason = bench?.querySelector('textarea[data-pressed-by="t"]');
  if (reason) {
    reason.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) reason.form.requestSubmit();
    });
    document.addEventListener("keydown", (event) => {
      if (isTaken(event)) return;
      if (!form && move(event)) event.preventDefault();
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      const next = !form && key === "v" ? document.querySelector('[rel="next"]') : null;
      if (pressed(next ?? (/^[tm]$/.test(key) ? bench.querySelector(`[data-pressed-by="${key}"]`) : null))) event.preventDefault();
    });
  }

  if (selections.length) document.addEventListener("selectionchange", follow);
  if (form) {
    form.addEventListener("change", mark);
    document.addEventListener("keydown", (event) => {
      if (isTaken(event)) return;
      let done = move(event);
      const key = event.key.toLowerCase();
      if (!done && (event.ctrlKey || event.metaKey) && key === "z") done = press(bench.querySelector("[data-undo]"));
      else if (!done && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const ground = form.querySelector(`[data-ground="${CSS.escape(event.key)}"]`);
        if (ground) done = ground.checked = true;
        else if (key === "n") done = next();
        else if (key === "l") done = press(form.querySelector('[data-do="redact"]'));
        else if (key === "a") done = open();
        else if (key === "v") done = press(document.querySelector("[data-waits]") ?? document.querySelector('[rel="next"]'));
        else if (key === "b") done = press(bench.querySelector(".to-part"));
        else if (key === "o") done = press(form.querySelector('[data-do="leave"]'));
      }
      if (done) event.preventDefault();
    });
  }
}
