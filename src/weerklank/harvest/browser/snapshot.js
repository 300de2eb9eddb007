// Takes a page as it stands, as JSON in pieces: called in a world of its own (see snapshot.py).
// Everything is read through what the standards say, not through names that a page may have given
// to elements of its own (<img name="styleSheets">).
(mostNodes, mostDepth, mostText) => {
  class TooMuch extends Error {}
  const reads = (kind, name) => {
    const found = Object.getOwnPropertyDescriptor(kind.prototype, name).get;
    return (one) => found.call(one);
  };
  const does = (kind, name) => {
    const found = kind.prototype[name];
    return (one, ...given) => found.call(one, ...given);
  };
  const kindOf = reads(Node, 'nodeType'), first = reads(Node, 'firstChild');
  const next = reads(Node, 'nextSibling'), data = reads(CharacterData, 'data');
  const localName = reads(Element, 'localName'), shadowOf = reads(Element, 'shadowRoot');
  const attributesOf = reads(Element, 'attributes'), howMany = reads(NamedNodeMap, 'length');
  const attributeAt = does(NamedNodeMap, 'item');
  const nameOf = reads(Attr, 'name'), valueOf = reads(Attr, 'value');
  const rects = does(Element, 'getClientRects'), rect = does(Element, 'getBoundingClientRect');
  const borderLeft = reads(Element, 'clientLeft'), borderTop = reads(Element, 'clientTop');
  const frameDocument = reads(HTMLIFrameElement, 'contentDocument');
  const rootOf = reads(Document, 'documentElement'), titleOf = reads(Document, 'title');
  const sheetsOf = reads(Document, 'styleSheets'), adopted = reads(Document, 'adoptedStyleSheets');
  const adoptedBelow = reads(ShadowRoot, 'adoptedStyleSheets');
  const addressOf = reads(Document, 'URL'), shownImage = reads(HTMLImageElement, 'currentSrc');
  const shownMedium = reads(HTMLMediaElement, 'currentSrc');
  const textContent = reads(Node, 'textContent');

  let left = mostText;
  const kept = (text) => {
    left -= text.length;
    if (left < 0) throw new TooMuch('text');
    return text.toWellFormed();
  };

  // Style sheets: those that one imports come before it.
  const EMPTY = /[{;]\s*[-\w]+:\s*;/;
  const around = (text, rule) => {
    let whole = text;
    const media = rule.media ? rule.media.mediaText : '';
    if (rule.supportsText) whole = `@supports (${rule.supportsText}) {\n${whole}\n}`;
    if (media) whole = `@media ${media} {\n${whole}\n}`;
    if (typeof rule.layerName === 'string') whole = `@layer ${rule.layerName} {\n${whole}\n}`;
    return whole;
  };
  const sheetsIn = (list) => {
    const found = [];
    const take = (sheet, by, depth) => {
      if (!sheet || sheet.disabled || depth > 20) return;
      let rules = null;
      try { rules = sheet.cssRules; } catch { rules = null; }
      const address = sheet.href === null ? null : kept(sheet.href);
      const media = sheet.media ? kept(sheet.media.mediaText) : '';
      if (rules === null) {  // of another origin: what was recorded is taken
        found.push([address, null, media]);
        return;
      }
      const pieces = [];
      for (let at = 0; at < rules.length; at += 1) {
        const rule = rules[at];
        if (rule instanceof CSSImportRule) take(rule.styleSheet, rule, depth + 1);
        else pieces.push(kept(rule.cssText));
      }
      let text = pieces.join('\n');
      // What the browser can't write again (a shorthand with var()) stands in the source.
      const isLost = EMPTY.test(text);
      if (isLost && address === null && sheet.ownerNode && kindOf(sheet.ownerNode) === 1)
        text = kept(textContent(sheet.ownerNode)) || text;
      found.push([address, around(text, by || sheet), isLost && address !== null ? media : null]);
    };
    for (let at = 0; at < list.length; at += 1) take(list[at], null, 0);
    return found;
  };

  // The tree: [parent, tag, text, attributes, box], each behind its parent.
  const nodes = [];
  const add = (parent, tag, text, attributes, box) => {
    if (nodes.length >= mostNodes) throw new TooMuch('elements');
    left -= 16;
    return nodes.push([parent, tag, text, attributes, box]) - 1;
  };
  const boxOf = (one, right, down) => {
    if (!rects(one).length) return null;
    const box = rect(one);
    return [box.left + right, box.top + down, box.width, box.height].map(Math.round);
  };
  // An element may bear a name of another standard's, such as `img` in a drawing.
  const ifAny = (read) => { try { return read(); } catch { return null; } };
  const shows = { __proto__: null, img: shownImage, video: shownMedium, audio: shownMedium };
  const attributesIn = (one, tag) => {
    const all = attributesOf(one), found = [];
    for (let at = 0; at < howMany(all); at += 1) {
      const attribute = attributeAt(all, at), name = nameOf(attribute);
      if (name === 'value' && tag === 'input') continue;
      found.push(kept(name), kept(valueOf(attribute)));
    }
    const shown = shows[tag] ? ifAny(() => shows[tag](one)) : null;
    if (shown) found.push('src', kept(shown));
    return found;
  };
  const tree = (root, right, down) => {
    const waiting = [[root, -1, 0, right, down]];
    while (waiting.length) {
      const [one, parent, depth, x, y, text] = waiting.pop();
      if (one === null) {
        add(add(parent, 'style', '', [], null), '', text, [], null);
        continue;
      }
      const kind = kindOf(one);
      const sibling = depth ? next(one) : null;
      if (sibling) waiting.push([sibling, parent, depth, x, y]);
      if (kind === 3 || kind === 4) add(parent, '', kept(data(one)), [], null);
      if (kind !== 1) continue;
      if (depth > mostDepth) throw new TooMuch('depth');
      const tag = kept(localName(one).toLowerCase());
      const box = boxOf(one, x, y);
      const here = add(parent, tag, '', attributesIn(one, tag), box);
      const below = tag === 'textarea' ? null : first(one);
      if (below) waiting.push([below, here, depth + 1, x, y]);
      const shadow = shadowOf(one);
      if (shadow) {
        const its = add(here, '#shadow', '', [], box);
        for (const [, style] of sheetsIn(adoptedBelow(shadow)).reverse())
          waiting.push([null, its, depth + 2, x, y, style]);
        if (first(shadow)) waiting.push([first(shadow), its, depth + 2, x, y]);
      }
      const page = tag === 'iframe' ? ifAny(() => frameDocument(one)) : null;
      const its = page && rootOf(page);
      if (its) {
        const frame = add(here, '#frame', '', ['src', kept(addressOf(page))], box);
        const edge = box ? rect(one) : { left: 0, top: 0 };
        const inX = x + edge.left + borderLeft(one), inY = y + edge.top + borderTop(one);
        waiting.push([its, frame, depth + 2, inX, inY]);
      }
    }
  };

  try {
    const sheets = sheetsIn(sheetsOf(document)).concat(sheetsIn(adopted(document)));
    tree(rootOf(document), window.scrollX, window.scrollY);
    const title = kept(titleOf(document)), address = kept(addressOf(document));
    globalThis.taken = JSON.stringify({ address, title, sheets, nodes });
    return `${globalThis.taken.length}`;
  } catch (why) {
    return why instanceof TooMuch ? why.message : 'failed';
  }
}
