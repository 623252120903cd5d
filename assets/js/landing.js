// On arrival from the search: marks the words that were searched for and leads from one to the next.
// The marks are ranges, not elements: the text of the page stays as it is.

const asked = new URL(location);
const marks = asked.searchParams.getAll("mark").slice(0, 12);
const template = document.querySelector("template[data-landing]");
const blocks = document.querySelectorAll("[data-title], [data-body] p");

/** A text without accents, vowel marks and capitals, and where each of its letters comes from. */
function folded(text) {
  let flat = "";
  const from = [];
  for (let at = 0; at < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(at));
    const plain = sign.normalize("NFD").replace(/[\p{M}\u0640\u00ad]/gu, "").toLowerCase();
    for (let k = 0; k < plain.length; k++) from.push(at);
    flat += plain;
    at += sign.length;
  }
  from.push(text.length);
  return { flat, from };
}

/** What finds the marks: words as a whole, except where a script has no spaces. */
function pattern() {
  const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const sources = marks
    .map((mark) => [mark, folded(mark).flat.match(/[\p{L}\p{N}]+/gu)])
    .filter(([, words]) => words)
    .sort((a, b) => b[0].length - a[0].length)
    .map(([mark, words]) => {
      const phrase = words.join("[^\\p{L}\\p{N}]+");
      return spaceless.test(mark) ? phrase : `(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`;
    });
  return sources.length ? new RegExp(sources.join("|"), "gu") : undefined;
}

/** The marked places of a block, in order. */
function rangesIn(block, wanted) {
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  const { flat, from } = folded(text);
  const point = (at, end) => {
    const found = nodes.findLast(({ start }) => (end ? start < at : start <= at));
    return [found.node, at - found.start];
  };
  return [...flat.matchAll(wanted)].map((match) => {
    const range = new Range();
    range.setStart(...point(from[match.index], false));
    const last = match.index + match[0].length;
    range.setEnd(...point(from[last - 1] + (from[last] > from[last - 1] ? from[last] - from[last - 1] : 1), true));
    return range;
  });
}

function land(ranges) {
  const bar = template.content.firstElementChild.cloneNode(true);
  const count = bar.querySelector("[data-count]");
  const target = asked.hash && document.getElementById(asked.hash.slice(1));
  let at = Math.max(0, target ? ranges.findIndex((range) => target.contains(range.startContainer)) : 0);
  const go = (next, move = true) => {
    at = (next + ranges.length) % ranges.length;
    CSS.highlights.set("search-here", new Highlight(ranges[at]));
    count.textContent = count.dataset.count.replace("{n}", at + 1).replace("{all}", ranges.length);
    if (!move) return;
    const { top } = ranges[at].getBoundingClientRect();
    scrollBy({ top: top - innerHeight / 3 });
  };
  const done = () => {
    CSS.highlights.clear();
    bar.remove();
    removeEventListener("keydown", escape);
    asked.searchParams.delete("mark");
    history.replaceState(history.state, "", asked);
  };
  const escape = (event) => event.key === "Escape" && !event.defaultPrevented && done();
  bar.querySelector("[data-next]").addEventListener("click", () => go(at + 1));
  bar.querySelector("[data-previous]").addEventListener("click", () => go(at - 1));
  bar.querySelector("[data-done]").addEventListener("click", done);
  addEventListener("keydown", escape);
  const here = new Highlight(...ranges);
  CSS.highlights.set("search", here);
  document.body.append(bar);
  go(at, false);
}

if (marks.length && template && CSS.highlights) {
  const wanted = pattern();
  const ranges = wanted ? [...blocks].flatMap((block) => rangesIn(block, wanted)) : [];
  if (ranges.length) land(ranges);
}
