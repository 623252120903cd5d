// What an article's page offers beside its text: cards, layers, keys. It comes when somebody turns to the page.

const article = document.querySelector("[data-article]");
const switchOfKeys = "backfile-keys";

// The styles of these pieces come with them: nobody waits for them who only reads.
const styled = new Promise((done) => {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./reading.css", import.meta.url);
  link.onload = link.onerror = done;
  document.head.append(link);
});

const pages = new Map();

/** Another page of this site; what few readers ask for stands there and not in every article. */
function pageAt({ href }) {
  if (!pages.has(href)) {
    const read = fetch(href).then(async (answer) => new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html"));
    pages.set(href, read);
    read.catch(() => pages.delete(href));
  }
  return pages.get(href);
}

/** One of the pieces that the first page keeps for articles, with its words in the site's language. */
async function piece(selector) {
  const [home] = await Promise.all([pageAt(new URL("../../", location)), styled]);
  const found = home.querySelector("template[data-reading]").content.querySelector(selector);
  return article.querySelector(selector) ?? article.appendChild(document.importNode(found, true));
}

/** Puts a piece below a box, or above it where there is no room. */
function place(piece, box) {
  const { offsetWidth: width, offsetHeight: height } = piece;
  const start = getComputedStyle(piece).direction === "rtl" ? box.right - width : box.left;
  const below = box.bottom + 6;
  piece.style.left = `${Math.max(8, Math.min(start, document.documentElement.clientWidth - width - 8))}px`;
  const top = below + height > innerHeight ? box.top - height - 6 : below;
  piece.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

// Cards: what the entity's own page says of it, in the elements that it marks for this.
const card = document.createElement("div");
card.id = "card";
card.className = "card";
card.popover = "manual";
article.append(card);
let named; // the name whose card is open
let timer;
let touched = false;
let height = 0; // where the page stood when the card was opened

async function linesOf(link) {
  const marked = (await pageAt(link)).querySelectorAll("[data-card]");
  return [...marked].map((found) => (found.querySelector("p") ?? found).textContent.trim());
}

function close() {
  clearTimeout(timer);
  named?.removeAttribute("aria-describedby");
  named = undefined;
  card.hidePopover();
}

async function open(name) {
  const link = name.closest("a") ?? article.querySelector(`a[data-entity="${name.dataset.entity}"]`);
  if (!link || name === named) return;
  close();
  named = name;
  height = scrollY;
  const lines = await linesOf(link).catch(() => []);
  await styled;
  if (named !== name || !lines.length) return;
  const rows = lines.map((words, k) => {
    const row = document.createElement(k === 1 ? "a" : "p");
    row.textContent = words;
    if (k === 1) row.href = link.href;
    return row;
  });
  card.replaceChildren(...rows);
  card.showPopover();
  place(card, name.getClientRects()[0]);
  name.setAttribute("aria-describedby", "card");
}

const nameAt = (target) => target.closest?.("[data-start] [data-entity]");
const later = (work, wait) => {
  clearTimeout(timer);
  timer = setTimeout(work, wait);
};

function over({ target, pointerType }) {
  const name = nameAt(target);
  if (pointerType === "touch" || (name && name === named) || card.contains(target)) clearTimeout(timer);
  else if (name) later(() => open(name), 350);
  else later(() => named !== document.activeElement && close(), 250);
}

function focused({ target }) {
  const name = nameAt(target);
  if (name?.matches(":focus-visible")) later(() => open(name), 350);
  else if ((!name || name !== named) && !card.contains(target)) close();
}

document.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
document.addEventListener("click", (event) => {
  const name = touched && nameAt(event.target);
  if (name && name !== named && !getSelection().toString()) {
    event.preventDefault();
    open(name);
  } else if (!card.contains(event.target)) close();
  if (!layers?.contains(event.target)) fold();
});
addEventListener("scroll", () => Math.abs(scrollY - height) > 40 && close(), { passive: true });

// Layers: the switches work by themselves; their choice stands in the address.
const layers = article.querySelector(".layers");
const boxes = [...(layers?.querySelectorAll("input") ?? [])];
const fold = () => layers?.removeAttribute("open");
const chosen = new URLSearchParams(location.search).get("hide")?.split(",");
for (const box of boxes) if (chosen) box.checked = box.defaultChecked !== chosen.includes(box.value);

function switched({ target }) {
  if (!boxes.includes(target)) return;
  const address = new URL(location);
  const off = boxes.filter((box) => box.checked !== box.defaultChecked).map((box) => box.value);
  address.searchParams.delete("hide");
  address.search = [address.search.slice(1), off.length && `hide=${off}`].filter(Boolean).join("&");
  history.replaceState(history.state, "", address);
}

// Marks of the paragraphs, and the menu of a paragraph or of selected words.
async function offer(...what) {
  const [bar, passage] = await Promise.all([piece(".passage-bar"), import("./passage.js")]);
  passage.offer(bar, place, ...what);
}

// What somebody has selected by now stays selected to its end.
const selection = getSelection();
const kept = selection.isCollapsed ? undefined : selection.getRangeAt(0);
article.querySelectorAll("[data-body] > p").forEach((paragraph, k) => {
  const mark = document.createElement("button");
  mark.className = "mark";
  paragraph.dataset.n ??= k + 1;
  mark.ariaLabel = `¶${paragraph.dataset.n}`;
  mark.addEventListener("click", () => offer(words(paragraph) ?? paragraph, mark));
  paragraph.prepend(mark);
});
if (kept) selection.setBaseAndExtent(kept.startContainer, kept.startOffset, kept.endContainer, kept.endOffset);

/** The selected words, where they are the source's own, and begin in `inside` if that is given. */
function words(inside) {
  const range = selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0);
  const run = range && [...article.querySelectorAll("[data-start]")].find((one) => range.intersectsNode(one));
  return run && range.toString().trim() && (!inside || inside.contains(run)) ? range : undefined;
}

let soon;
let offered = "";
function selected() {
  clearTimeout(soon);
  soon = setTimeout(() => {
    const range = words();
    const said = String(range ?? "");
    if (range && (said !== offered || !article.querySelector(":popover-open.passage-bar"))) offer(range);
    offered = said;
  }, 400);
}

// Keys. Single letters can be switched off, because speech and slips of the hand press them, too.
const keysOn = () => {
  try {
    return localStorage.getItem(switchOfKeys) !== "off";
  } catch {
    return true;
  }
};

function step(forward) {
  const here = document.activeElement;
  const follows = (ref) => (here === document.body ? ref.getBoundingClientRect().top > 0 : here.compareDocumentPosition(ref) & 4);
  const refs = [...article.querySelectorAll(".ref")].filter((ref) => ref !== here && ref.checkVisibility());
  const ref = forward ? refs.find(follows) : refs.findLast((one) => !follows(one));
  ref?.focus({ preventScroll: true });
  ref?.scrollIntoView({ block: "center" });
}

async function showHelp() {
  const help = await piece("dialog");
  const box = help.querySelector("input");
  box.checked = keysOn();
  box.onchange = () => {
    try {
      localStorage.setItem(switchOfKeys, box.checked ? "on" : "off");
    } catch {
      // The keys then stay on.
    }
  };
  help.showModal();
}

function pressed(event) {
  const { target, key } = event;
  if (key === "Escape") {
    if (named) event.preventDefault();
    close();
    if (layers?.contains(document.activeElement)) layers.firstElementChild.focus();
    fold();
  }
  const busy = target.closest?.("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
  if (key === "n" || key === "p") step(key === "n");
  else if (key === "c") offer(words() ?? target.closest("[data-body] > p") ?? target.closest(".notes")?.previousElementSibling ?? firstShown(), target);
  else if (key === "?") showHelp();
}

/** The paragraph that a reader who has chosen none is likely to mean: the first in sight. */
const firstShown = () => [...article.querySelectorAll("[data-body] > p")].find((p) => p.getBoundingClientRect().bottom > 60);

const button = article.querySelector("[data-help]");
button?.addEventListener("click", showHelp);
button?.removeAttribute("hidden");

const heard = { pointerover: over, pointerup: selected, selectionchange: selected, focusin: focused, keydown: pressed, change: switched };

/** Does what is due for an event; without one it was enough to be there. */
export const take = (event) => heard[event?.type]?.(event);
