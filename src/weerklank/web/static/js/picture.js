// Drawing a part of a picture by mouse, touch and keyboard; without a script the fields do the same.
"use strict";

{
  const form = document.querySelector("[data-part]");
  const stage = document.querySelector("[data-stage]");
  const draft = stage?.querySelector("[data-draft]");
  const NAMES = ["left", "top", "width", "height"];
  const STEP = 1, SMALL = 0.1, LEAST = 0.5;
  const field = (name) => form.elements.namedItem(name);
  const rounded = (value) => Math.round(value * 100) / 100;
  const within = (value, least, most) => Math.min(Math.max(value, least), most);

  // What the fields say; null while they say no part.
  function told() {
    const [left, top, width, height] = NAMES.map((name) => Number.parseFloat(field(name).value));
    const is = [left, top, width, height].every(Number.isFinite) && width > 0 && height > 0;
    return is ? { left, top, width, height } : null;
  }

  function draw() {
    const part = told();
    draft.toggleAttribute("hidden", !part);
    if (!part) return;
    draft.setAttribute("x", `${part.left}%`);
    draft.setAttribute("y", `${part.top}%`);
    draft.setAttribute("width", `${part.width}%`);
    draft.setAttribute("height", `${part.height}%`);
    const said = form.querySelector("[data-said]");
    const words = said.dataset.text.replace(/\{(\w+)\}/g, (_, name) => String(part[name]));
    draft.setAttribute("aria-label", words);
    if (document.activeElement === draft) said.textContent = words;
  }

  function put(part) {
    const width = within(part.width, LEAST, 100), height = within(part.height, LEAST, 100);
    const left = within(part.left, 0, 100 - width), top = within(part.top, 0, 100 - height);
    const whole = { left, top, width, height };
    for (const name of NAMES) field(name).value = rounded(whole[name]);
    draw();
  }

  function place() {
    if (!told()) put({ left: 35, top: 35, width: 30, height: 30 });
    stage.scrollIntoView({ block: "nearest" });
    draft.focus();
    draw();
  }

  function clear() {
    for (const name of NAMES) field(name).value = "";
    draw();
    form.querySelector("[data-put]").focus();
  }

  // Where a pointer is, in per cent of the picture.
  function at(event) {
    const box = stage.getBoundingClientRect();
    return [
      within(((event.clientX - box.left) / box.width) * 100, 0, 100),
      within(((event.clientY - box.top) / box.height) * 100, 0, 100),
    ];
  }

  let held = null;

  function begin(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const [x, y] = at(event), part = told();
    const how = !part ? "draw" : event.target.closest("[data-grip]") ? "size" : event.target.closest("[data-draft]") ? "move" : "draw";
    held = { how, x, y, part };
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  function drag(event) {
    if (!held) return;
    const [x, y] = at(event), { how, part } = held;
    if (how === "move") put({ ...part, left: part.left + x - held.x, top: part.top + y - held.y });
    else if (how === "size") put({ ...part, width: Math.min(part.width + x - held.x, 100 - part.left), height: Math.min(part.height + y - held.y, 100 - part.top) });
    else if (Math.abs(x - held.x) >= LEAST && Math.abs(y - held.y) >= LEAST) put({ left: Math.min(x, held.x), top: Math.min(y, held.y), width: Math.abs(x - held.x), height: Math.abs(y - held.y) });
  }

  function end() {
    if (held && told()) draft.focus({ preventScroll: true });
    held = null;
  }

  // With the arrows it moves, with Shift its right and lower side do.
  function move(event) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[event.key], part = told();
    if (!way || !part || event.altKey || event.target !== draft) return false;
    const step = event.ctrlKey || event.metaKey ? SMALL : STEP;
    const [x, y] = [way[0] * step, way[1] * step];
    if (event.shiftKey) put({ ...part, width: Math.min(part.width + x, 100 - part.left), height: Math.min(part.height + y, 100 - part.top) });
    else put({ ...part, left: part.left + x, top: part.top + y });
    return true;
  }

  const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select";
  const isTaken = (event) => event.defaultPrevented || event.isComposing || document.body.dataset.keys === "off" || event.target.closest(FIELD);

  function press(button) {
    button?.click();
    return Boolean(button);
  }

  if (form && draft) {
    for (const one of form.querySelectorAll("[data-drawing]")) one.hidden = false;
    for (const name of NAMES) field(name).addEventListener("input", draw);
    form.querySelector("[data-put]").addEventListener("click", place);
    stage.addEventListener("pointerdown", begin);
    stage.addEventListener("pointermove", drag);
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);
    draft.addEventListener("focus", draw);
    document.addEventListener("keydown", (event) => {
      if (event.target === draft && event.key === "Escape") { clear(); event.preventDefault(); return; }
      if (move(event)) { event.preventDefault(); return; }
      if (isTaken(event)) return;
      const key = event.key.toLowerCase();
      let done = false;
      if ((event.ctrlKey || event.metaKey) && key === "z") done = press(document.querySelector("[data-undo]"));
      else if (!event.ctrlKey && !event.metaKey && !event.altKey) {
        const ground = form.querySelector(`[data-ground="${CSS.escape(event.key)}"]`);
        if (ground) done = ground.checked = true;
        else if (key === "r") { place(); done = true; }
        else if (key === "l") done = press(form.querySelector('[data-do="hide"]'));
      }
      if (done) event.preventDefault();
    });
    draw();
  }
}
