// One step on a page, run in a world of its own: the page sees none of it but what is pressed.
// `given` holds the steps, the expression of what is never pressed, and what was so far. In a frame
// (`is_frame`) nothing is done but refusing.
given => {
  const {press, wall, must, unless, plays} = given.steps;
  const inside = wall.inside || press.some(step => step.inside);
  const state = globalThis.weerklank ||= {pressed: new WeakMap(), begun: new WeakSet()};
  // A page can give names to elements that stand in front of those of `document`, here too.
  const shadow_of = Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot').get;
  const find_in = (root, selector) => [...(root === document ? Document : DocumentFragment)
    .prototype.querySelectorAll.call(root, selector)];
  // The page, and the open shadow trees in it where a step looks inside those.
  const roots = [document];
  let size = 0;
  for (let at = 0; at < roots.length; at += 1) {
    const there = find_in(roots[at], '*');
    size += there.length;
    if (inside) for (const one of there) {
      const root = roots.length < 1000 && shadow_of.call(one);
      if (root) roots.push(root);
    }
  }
  const broken = new Set(), address = location.href;
  const never = new RegExp(given.never, 'i');

  const all = (selector, within = false) => {
    try {
      return (within ? roots : [document]).flatMap(root => find_in(root, selector));
    } catch {
      broken.add(selector);
      return [];
    }
  };
  const is_shown = one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && one.getClientRects().length > 0;
  const plain = text => (text || '').toLowerCase().replace(/\s+/g, ' ').trim();
  // What stands in an element as it is shown: shadow trees, and what is put into their slots.
  const parts = node => shadow_of.call(node)?.childNodes
    || (node.localName === 'slot' && node.assignedNodes().length ? node.assignedNodes()
      : node.childNodes);
  const words_in = node => node.nodeType === 3 ? node.data
    : node.nodeType === 1 && !['style', 'script', 'template'].includes(node.localName)
      ? [...parts(node)].map(words_in).join('') : '';
  const labels = one => ['aria-label', 'title'].map(name => one.getAttribute(name))
    .concat(one.innerText, words_in(one)).map(plain).filter(Boolean);
  // An element and those in whose shadow trees it stands.
  const hosts = one => one ? [one, ...hosts(one.getRootNode().host || null)] : [];

  // A link, what sends a form, and what does something in somebody's name are no buttons of ours.
  const LEADS = 'a[href], area[href], label, [contenteditable]';
  const FIELDS = 'a[href], input, textarea';
  const slotted = one => [...one.querySelectorAll('slot')].flatMap(slot =>
    slot.assignedElements({flatten: true}));
  const may = one => !hosts(one).some(host => host.closest(LEADS)
      || ['aria-label', 'title'].some(name => never.test(plain(host.getAttribute(name)))))
    && !one.matches('input, select, textarea') && !one.querySelector(FIELDS)
    && !slotted(one).some(part => part.matches(FIELDS) || part.querySelector(FIELDS))
    && !(one.form && one.type !== 'button') && !one.disabled
    && one.getAttribute('aria-disabled') !== 'true' && !labels(one).some(text => never.test(text));
  const begins = (text, word) => text === word
    || text.startsWith(word) && !/[\p{L}\p{N}]/u.test(text[word.length]);
  const fits = (one, step) => {
    const words = step.words.map(plain);
    if (!words.length) return true;
    const bare = text => text.replace(/[.!]+$/, '');
    return labels(one).some(text => words.some(word =>
      step.kind === 'refuse' ? bare(text) === word : begins(text, word)));
  };
  const found = step => [...new Set(step.selectors.flatMap(one => all(one, step.inside)))]
    .filter(one => is_shown(one) && fits(one, step) && may(one));

  const is_walled = () => {
    if (wall.paths.some(path => location.pathname.startsWith(path))) return true;
    const words = wall.words.map(plain);
    return wall.selectors.flatMap(one => all(one, wall.inside)).some(one => is_shown(one)
      && (!words.length || words.some(word =>
        plain(one.innerText).includes(word) || wall.inside && plain(words_in(one)).includes(word))));
  };

  // What was pressed leads elsewhere: nothing is done there.
  if (given.home && address !== given.home) return JSON.stringify({address, strayed: true});

  const has_wall = is_walled();
  const pressed = press.map(() => 0), left = press.map(() => 0);
  const order = press.map((step, index) => ({step, index}))
    .sort((one, other) => (other.step.kind === 'refuse') - (one.step.kind === 'refuse'));
  let refused = false, led = null;
  for (const {step, index} of order) {
    if (has_wall || led !== null) break;
    const there = found(step);
    left[index] = there.length;
    if (refused || given.closed[index]) continue;
    // The same button is pressed again only for more of a list that grew since.
    const next = there.filter(one => !state.pressed.has(one)
      || step.kind === 'more' && state.pressed.get(one) !== size);
    const most = Math.min(given.most[index], step.kind === 'open' ? 8 : 1);
    for (const one of next.slice(0, most)) {
      state.pressed.set(one, size);
      one.click();
      pressed[index] += 1;
      refused ||= step.kind === 'refuse';
      if (location.href !== address) led = index;
      if (led !== null) break;
    }
  }

  if (plays) {
    for (const one of all('img[loading=lazy]')) one.loading = 'eager';
    for (const one of all('video, audio')) if (!state.begun.has(one)) {
      state.begun.add(one);
      one.muted = true;
      one.preload = 'auto';
      one.play().catch(() => 0);
    }
  }

  const place = document.scrollingElement || document.documentElement;
  // What was opened is looked at first: a page may take out what is far from the window.
  if (!given.is_frame && !pressed.some(count => count))
    scrollBy({top: Math.round(innerHeight * 0.9), behavior: 'instant'});
  const there = must.map(selector => all(selector).length > 0);
  const nothing = unless.some(selector => all(selector).some(is_shown));
  return JSON.stringify({
    address, pressed, left, led, wall: has_wall, there, nothing, no_selectors: [...broken],
    shown: [scrollY, place ? place.scrollHeight : 0, size].join(),
  });
}
