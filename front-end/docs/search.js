// Searches the words of all pages, which search-index.js holds; asks nothing of anybody.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const MOST = 50;

function found(words) {
  const hits = [];
  for (const [target, language, title, anchor, heading, text] of globalThis.pages) {
    const [over, within] = [plain(`${title} ${heading}`), plain(text)];
    if (!words.every((word) => over.includes(word) || within.includes(word))) continue;
    const weight = words.filter((word) => over.includes(word)).length;
    hits.push({ target, language, title, anchor, heading, text, weight });
  }
  return hits.sort((a, b) => b.weight - a.weight);
}

function around(text, words) {
  const at = Math.max(0, Math.min(...words.map((word) => plain(text).indexOf(word)).filter((n) => n >= 0), text.length));
  const from = at === text.length ? 0 : Math.max(0, at - 80);
  return `${from ? "… " : ""}${text.slice(from, from + 240)}${from + 240 < text.length ? " …" : ""}`;
}

function row(hit, words) {
  const item = document.createElement("li");
  item.lang = hit.language;
  const link = document.createElement("a");
  link.href = `${hit.target}#${hit.anchor}`;
  link.textContent = hit.heading === hit.title ? hit.title : `${hit.title}: ${hit.heading}`;
  const said = document.createElement("p");
  said.textContent = around(hit.text, words);
  item.append(link, said);
  return item;
}

const asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";
if (asked) {
  document.getElementById("find").value = asked;
  const words = plain(asked).split(/\s+/);
  const hits = found(words);
  const told = hits.length === 1 ? "1 plaats" : `${hits.length} plaatsen`;
  document.getElementById("told").textContent =
    `${told} gevonden voor “${asked}”${hits.length > MOST ? `; dit zijn de eerste ${MOST}` : ""}.`;
  document.getElementById("hits").append(...hits.slice(0, MOST).map((hit) => row(hit, words)));
}
