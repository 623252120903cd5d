// The overlay: what is wrong in the archive, over the last good form of the page.
const HOST = "backfile-problems";
let small = sessionStorage.getItem(HOST) === "small";
let shown = "";

export function show(now) {
  const said = JSON.stringify([now.problems, now.fault, now.search, now.count]);
  if (said === shown) return;
  shown = said;
  const old = document.querySelector(HOST);
  const notes = searchNote(now.search);
  if (!now.count && !now.fault && !notes) {
    old?.remove();
    return;
  }
  const host = old ?? document.createElement(HOST);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: "/_backfile/overlay.css" });
  root.replaceChildren(style, panel(now, notes));
  if (!old) document.documentElement.append(host);
}

function panel(now, notes) {
  const serious = now.errors > 0 || now.fault !== "";
  const box = make("section", { role: "region", "aria-label": "Problems in the archive" });
  box.className = serious ? "error" : "quiet";
  const details = make("details", {});
  details.open = serious && !small;
  details.addEventListener("toggle", () => {
    if (!serious) return;
    small = !details.open;
    sessionStorage.setItem(HOST, small ? "small" : "");
  });
  const parts = [];
  if (now.fault) parts.push("a fault in Backfile itself");
  if (now.errors) parts.push(counted(now.errors, "error"));
  if (now.count > now.errors) parts.push(counted(now.count - now.errors, "remark"));
  if (notes) parts.push(notes);
  const summary = make("summary", { "aria-live": "polite" }, parts.join(", "));
  details.append(summary);
  if (serious) details.append(make("p", { class: "lead" }, "Below is the last good form. It is replaced when this is mended."));
  if (now.fault) details.append(make("pre", { class: "fault" }, now.fault));
  const list = make("ol", {});
  list.append(...now.problems.map(row));
  details.append(list);
  if (now.count > now.problems.length) details.append(make("p", {}, `and ${now.count - now.problems.length} more`));
  box.append(details);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") details.open = false; });
  return box;
}

function row(problem) {
  const item = make("li", { "data-problem": problem.code, class: problem.severity });
  const head = make("p", { class: "head" });
  if (problem.place) head.append(place(problem), " ");
  head.append(make("span", { class: "code" }, `${problem.severity}[${problem.code}]`), " ", make("span", {}, problem.message));
  item.append(head);
  if (problem.source.length) item.append(source(problem));
  for (const hint of problem.hints) item.append(advice(hint));
  return item;
}

function place(problem) {
  if (!problem.open) return make("span", { class: "place" }, problem.place);
  return make("a", { class: "place", href: problem.open, title: "Open in the editor" }, problem.place);
}

function source({ line, source: [before, words, after] }) {
  const number = `${line} | `;
  const blank = before.replace(/[^\t]/gu, " ");
  const code = make("code", {});
  code.append(make("span", { class: "number" }, number), before, make("em", {}, words), after, "\n");
  code.append(make("span", { class: "caret" }, " ".repeat(number.length) + blank + "^".repeat(Math.max(1, [...words].length))));
  const pre = make("pre", { tabindex: "0" });
  pre.append(code);
  return pre;
}

function advice({ text, yaml }) {
  const line = make("p", { class: "hint" }, text);
  if (!yaml) return line;
  const button = make("button", { type: "button", title: yaml }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(yaml);
    button.textContent = "Copied";
  });
  line.append(" ", make("code", { class: "yaml" }, yaml), " ", button);
  return line;
}

function searchNote(state) {
  return {
    making: "search is being made: this page will be ready in a moment",
    behind: "search does not have the last edits yet",
    failed: "search could not be made",
  }[state] ?? "";
}

function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function make(name, attributes, text) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
}
