// The list below the header's search field, which offers entities and articles.

const form = document.querySelector("form[data-quick]");
const field = form.querySelector("input");
const MOST = 5;

let engine;
let turn = 0;
let list;
let at = -1;

const options = () => [...(list?.querySelectorAll("[role=option]") ?? [])];

function close() {
  list?.remove();
  list = undefined;
  at = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function offer(rows) {
  close();
  if (!rows.length) return;
  list = form.querySelector("template").content.firstElementChild.cloneNode(true);
  list.id = "quick-list";
  rows.forEach(({ text, kind, href }, k) => {
    const row = document.createElement("a");
    row.role = "option";
    row.id = `quick-${k}`;
    row.href = href;
    row.tabIndex = -1;
    row.dir = "auto";
    row.ariaSelected = "false";
    const label = document.createElement("span");
    label.className = "meta";
    label.textContent = kind;
    row.append(text, " ", label);
    list.append(row);
  });
  form.append(list);
  field.setAttribute("aria-expanded", "true");
}

function move(step) {
  const rows = options();
  if (!rows.length) return;
  at = at < 0 && step < 0 ? rows.length - 1 : (at + step + rows.length) % rows.length;
  rows.forEach((row, k) => (row.ariaSelected = String(k === at)));
  rows[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", rows[at].id);
}

async function look() {
  const mine = ++turn;
  const text = field.value.trim();
  if (text.length < 2) return close();
  const root = new URL(form.dataset.root, location);
  engine ??= import("./search-engine.js");
  const { entitiesNamed, names, open } = await engine;
  const known = await names(root);
  const entities = entitiesNamed(known.list, text, MOST).map(({ id, name, type }) => {
    return { text: name, kind: type[1], href: new URL(`entities/${id}/`, root).href };
  });
  if (mine !== turn) return undefined;
  offer(entities);
  const index = await open(root);
  await index.all();
  const { results } = await index.search(text, { filters: { in: "text" } });
  const pages = await Promise.all(results.slice(0, MOST).map((row) => row.data()));
  const articles = pages.map(({ url, meta, filters }) => {
    return { text: meta.title, kind: filters.by?.[0] ?? "", href: new URL(url.replace(/^\/|\.html$/g, "/").slice(1), root).href };
  });
  if (mine === turn && form.contains(document.activeElement)) offer([...entities, ...articles]);
  return undefined;
}

let timer;
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(() => look().catch(close), 150);
};
field.addEventListener("input", soon);
field.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) move(step);
  else if (event.key === "Enter" && at >= 0) options()[at].click();
  else if (event.key === "Escape" && list) close();
  else return;
  event.preventDefault();
});
form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || close());
// People may have begun to write before this was there.
if (field.value) soon();
