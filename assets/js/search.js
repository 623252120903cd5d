// The search page: its whole state is in the address, its words are in the page.

import { entitiesNamed, fold, names, open } from "./search-engine.js";
import { archive, fill, form, labelOf, make, number, one, root, say, unquoted } from "./search-page.js";
import { alikeStart, called, entityRow, matched, phraseIn, row } from "./search-results.js";

const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-results]");
const chips = document.querySelector("[data-chips]");
const hints = document.querySelector("[data-hints]");
const more = document.querySelector("[data-more]");

const FACETS = ["entity", "publisher", "topic", "thread", "kind", "in", "lang", "year"];
const PAGE = 10;
const FEW = 15;
const CLOSE = 4;
// So many remarks are loaded unasked; more are where texts do not answer.
const LIGHT = 2000;
// The letter that every document has (backfile/searchdocs.py).
const EVERYTHING = "\ua66e";
const WIDE = matchMedia("(min-width: 60rem)");

let index;
const learnt = new Set();
const unknown = new Set();
let years;
let state = read();
let shown = PAGE;
let restore = 0;
let turn = 0;
let timer;

// --- state, address, form -----------------------------------------------------------------------

function read() {
  const asked = new URLSearchParams(location.search);
  const found = { q: asked.get("q") ?? "", from: asked.get("from") ?? "", until: asked.get("until") ?? "" };
  found.sort = ["newest", "oldest"].includes(asked.get("sort")) ? asked.get("sort") : "relevance";
  for (const name of FACETS) found[name] = [...new Set(asked.getAll(name).filter(Boolean))];
  return found;
}

function address(of) {
  const asked = new URLSearchParams();
  for (const name of ["q", ...FACETS, "from", "until"])
    for (const value of [of[name]].flat()) if (value) asked.append(name, value);
  if (of.sort !== "relevance") asked.append("sort", of.sort);
  return `${location.pathname}${asked.size ? `?${asked}` : ""}`;
}

/** Take over a new state; `push` makes it a step that Back undoes. */
function change(changed, push = true) {
  const next = { ...state, ...changed };
  if (address(next) === address(state)) return;
  remember();
  state = next;
  shown = PAGE;
  history[push ? "pushState" : "replaceState"]({}, "", address(state));
  show();
}

/** Keep how far the reader had come, for the way back. */
function remember() {
  history.replaceState({ shown, y: scrollY }, "");
}

function put() {
  const { elements } = form;
  if (elements.q.value.trim() !== state.q) elements.q.value = state.q;
  elements.from.value = day(state.from, false);
  elements.until.value = day(state.until, true);
  elements.sort.value = state.sort;
}

/** A whole day out of `2023`, `2023-05` or `2023-05-24`: the first or the last that is meant. */
function day(text, last) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (!found) return "";
  const [, year, month, of] = found;
  if (of || !last) return `${year}-${month ?? "01"}-${of ?? "01"}`;
  const end = new Date(Date.UTC(Number(year), Number(month ?? 12), 0));
  return end.toISOString().slice(0, 10);
}

// --- asking Pagefind ----------------------------------------------------------------------------

/** The filters of a state, without one group where its own counts are wanted. */
function filtersOf(of, without) {
  const filters = {};
  for (const name of FACETS) if (of[name].length && name !== without) filters[name] = { any: of[name] };
  if (!of.wide && !of.in.length && without !== "in") filters.in = "text";
  return without === "range" ? filters : { ...filters, ...range(of) };
}

/** The filter for a date range: whole years, and single days at its ends. */
function range(of) {
  const [first, last] = [day(of.from, false), day(of.until, true)];
  if (!first && !last) return undefined;
  const from = first || "0000";
  const until = last || "9999";
  const inside = (years ?? []).filter((year) => from.slice(0, 4) <= year && year <= until.slice(0, 4));
  const cut = (year) => from > `${year}-01-01` || until < `${year}-12-31`;
  const days = inside.filter(cut).flatMap(daysOf).filter((one) => from <= one && one <= until);
  // Of nothing Pagefind makes everything, so each list has a value that no document has.
  const only = (values) => ({ any: [...values, "-"] });
  return { any: [{ year: only(inside.filter((year) => !cut(year))) }, { day: only(days.flatMap(rougher)) }] };
}

function daysOf(year) {
  const start = Date.parse(`${year}-01-01`);
  const all = Array.from({ length: 366 }, (_, n) => new Date(start + n * 864e5).toISOString().slice(0, 10));
  return all.filter((one) => one.startsWith(year));
}

/** A day, and the month and year that count as it since they begin with it. */
function rougher(one) {
  return [one, one.endsWith("-01") && one.slice(0, 7), one.endsWith("-01-01") && one.slice(0, 4)].filter(Boolean);
}

/** What a query asks for: its words, the phrases among them, and whether it is one phrase. */
function termOf(q) {
  const asked = q.replace(/[“”„«»]/g, '"').replace(/\u0640/g, "").trim();
  const whole = /^"[^"]+"$/.test(asked);
  const words = [...new Set(unquoted(asked).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)))];
  return { asked, whole, words, phrases: whole ? [] : asked.match(/"[^"]*\s[^"]*"/g) ?? [] };
}

// The text to search in a language. A word that is nowhere is left out (the page says so); where a
// word is unknown that another language has, there is nothing to find.
function textFor({ asked, whole, words }) {
  if (!asked) return EVERYTHING;
  if (whole) return asked;
  const wanted = words.filter((word) => !isNowhere(word));
  return (lang) => (wanted.every((word) => !unknown.has(`${lang} ${fold(word)}`)) ? wanted.join(" ") : "");
}

const isNowhere = (word) => index.langs.every((lang) => unknown.has(`${lang} ${fold(word)}`));

// Learn which words a language does not have. Pagefind then takes a word that theirs begins with
// ("m" for "micorn"), so what it found is compared with what was asked for.
async function learn(words) {
  for (const word of words)
    await Promise.all(
      index.langs.map(async (lang) => {
        const key = `${lang} ${fold(word)}`;
        if (learnt.has(key)) return;
        learnt.add(key);
        const { results } = await index.search((other) => (other === lang ? word : ""));
        for (const row of results.slice(0, 3)) if (alikeStart(word, matched(await row.data()))) return;
        unknown.add(key);
      }),
    );
}

/** Every result of a state in its order. */
async function find(of) {
  const term = termOf(of.q);
  const text = textFor(term);
  const filters = filtersOf(of);
  const ask = async (words, more) => (await index.search(words, { filters: { ...filters, ...more } })).results;
  let rows = await ask(text);
  for (const phrase of term.phrases) {
    const exact = new Set((await ask(phrase)).map((row) => row.id));
    rows = rows.filter((row) => exact.has(row.id));
  }
  if (term.whole && !rows.length) rows = await literally(term, ask);
  const total = rows.length;
  if (of.sort !== "relevance" || !term.asked) rows = await byDate(of, filters, new Map(rows.map((row) => [row.id, row])));
  else {
    rows = await nearest(rows, term, ask);
    if (of.in.length ? of.in.length > 1 : of.wide) rows = mixed(rows, await ask(text, { in: "text" }));
  }
  return { rows, total, term };
}

// Pagefind misses a phrase where one of its words stands in the text with and without accents. Then
// the documents that have all words are looked through.
async function literally({ words, asked }, ask) {
  const phrase = unquoted(asked).split(/\s+/);
  const some = phrase.length > 1 ? (await ask(words.join(" "))).slice(0, 2 * PAGE) : [];
  const found = some.map(async (row) => {
    const page = await row.data();
    const locations = phraseIn(page, phrase);
    return { ...row, found: locations.length, data: async () => ({ ...page, locations }) };
  });
  return (await Promise.all(found)).filter((row) => row.found);
}

/** Put documents that have the words close together first: Pagefind does not look at that. */
async function nearest(rows, term, ask) {
  const words = term.words.filter((word) => !isNowhere(word) && (word.length > 3 || /[^\p{ASCII}]/u.test(word))).slice(0, 4);
  if (term.whole || words.length < 2 || rows.length < 2) return rows;
  const places = await Promise.all(
    words.map(async (word) => new Map((await ask(word)).map((row) => [row.id, row.words]))),
  );
  const worth = new Map(
    rows.map((row) => {
      const span = shortest(places.map((found) => found.get(row.id) ?? []));
      return [row, row.score * (1 + CLOSE / (1 + span / 8))];
    }),
  );
  return [...rows].sort((a, b) => worth.get(b) - worth.get(a));
}

/** How many words the shortest stretch has that holds a place of each list. */
function shortest(lists) {
  const places = lists.flatMap((list, word) => list.map((at) => [at, word])).sort((a, b) => a[0] - b[0]);
  const last = Array(lists.length).fill(-Infinity);
  let best = Infinity;
  for (const [at, word] of places) {
    last[word] = at;
    best = Math.min(best, at - Math.min(...last));
  }
  return best;
}

/** Four articles, then one note, claim or quotation, and so on: these are short and would drown the articles. */
function mixed(rows, articles) {
  const whole = new Set(articles.map((row) => row.id));
  const texts = rows.filter((row) => whole.has(row.id));
  const others = rows.filter((row) => !whole.has(row.id));
  const order = [];
  while (texts.length || others.length) order.push(...texts.splice(0, 4), ...others.splice(0, texts.length ? 1 : 4));
  return order;
}

// Order by date, undated last: bundle by bundle, since each has its documents in order of date and
// gives them in that order when all are worth the same, as those with a phrase are.
async function byDate(of, filters, kept) {
  const oldest = of.sort === "oldest";
  const rows = [];
  for (const dated of [{ not: { year: "none" } }, { all: [{ year: "none" }] }]) {
    const streams = [];
    for (const labels of index.labels()) {
      const lists = [];
      for (const shard of oldest ? labels.reverse() : labels) {
        const found = await index.search(`"${EVERYTHING}"`, { filters: { ...filters, ...dated, shard } });
        found.lists.forEach((list, k) => {
          const some = list.filter((row) => kept.has(row.id)).map((row) => kept.get(row.id));
          (lists[k] ??= []).push(...(oldest ? some : some.reverse()));
        });
        if (rows.length + lists.flat().length >= shown) break;
      }
      streams.push(...lists);
    }
    rows.push(...(await woven(streams.filter((list) => list.length), oldest, shown - rows.length)));
    if (rows.length >= shown) break;
  }
  return rows;
}

/** Several lists, each in order, as one list in order. */
async function woven(lists, oldest, most) {
  if (lists.length < 2) return lists.flat();
  const rows = [];
  while (rows.length < most && lists.some((list) => list.length)) {
    const heads = lists.filter((list) => list.length);
    const days = await Promise.all(heads.map(async ([row]) => `${one(await row.data(), "day")}-01-01`.slice(0, 10)));
    const next = [...days].sort().at(oldest ? 0 : -1);
    rows.push(heads[days.indexOf(next)].shift());
  }
  return rows;
}

// --- showing ------------------------------------------------------------------------------------

async function show() {
  const mine = ++turn;
  const stale = () => mine !== turn;
  put();
  tell("loading", say.loading);
  try {
    const named = names(root).then((found) => (archive.known = found), () => {});
    index ??= await begin();
    state.wide = false;
    if (!index.ready) {
      if (!index.small && !range(state)) await present(await find(state), stale, true);
      await Promise.all([index.all(), named]);
      index.ready = true;
    }
    const open = state.q && !state.in.length;
    if (state.in.some((kind) => kind !== "text") || (open && index.remarks <= LIGHT)) await addRemarks(state);
    if (range(state)) years ??= await yearsThereAre();
    const { whole, words } = termOf(state.q);
    if (!whole) await learn(words);
    if (stale()) return;
    showChips();
    let found = await find(state);
    if (open && !state.wide && index.remarks && (found.total < PAGE || words.some(isNowhere))) {
      await present(found, stale, true);
      await addRemarks(state);
      if (!whole) await learn(words);
      found = await find(state);
    }
    await present(found, stale, false);
    if (!stale()) await showFacets(stale);
  } catch (error) {
    if (stale()) return;
    tell("error", say.error);
    document.querySelector("[data-without-script]").hidden = false;
    throw error;
  }
}

/** Search notes, claims and quotations as well: they are loaded when they are wanted. */
async function addRemarks(of) {
  if (!index.entire) {
    await index.rest();
    learnt.clear();
    unknown.clear();
    years = undefined;
  }
  of.wide = Boolean(of.q);
}

async function begin() {
  const found = await open(root);
  // What is out of sight, or large, is loaded when it is opened.
  form.querySelector("[data-facets]").open = WIDE.matches;
  for (const group of groups)
    group.open = WIDE.matches && (found.labels()[0].length < 2 || ["in", "publisher"].includes(group.dataset.facet));
  return found;
}

function tell(name, text) {
  status.dataset.state = name;
  status.textContent = text;
}

/** The years of the archive: a date range is made of them. */
async function yearsThereAre() {
  await index.count(["year"], EVERYTHING);
  return Object.keys((await index.search(EVERYTHING)).filters.year ?? {}).filter((year) => year !== "none").sort();
}

async function present(found, stale, partly) {
  // What is shown while others are on their way may go again: a few are enough.
  const rows = found.rows.slice(0, partly ? 4 : shown);
  const pages = await Promise.all(rows.map(async (row) => ({ lang: row.lang, ...(await row.data()) })));
  if (stale()) return;
  const entities = (state.q && archive.known?.list) || [];
  const named = called(entities, state.q);
  const offered = state.in.length ? [] : entitiesNamed(entities, unquoted(state.q), 3);
  list.replaceChildren(...offered.map(entityRow), ...pages.map((page) => row(page, found.term, named)));
  more.hidden = found.total <= shown;
  if (partly) return;
  tell(found.total ? "done" : "none", found.total ? fill(say.count, { n: number(found.total) }) : say.none);
  hints.replaceChildren(...(await hintsOn(found)));
  if (restore && !stale()) scrollTo(0, restore);
  restore = 0;
}

// --- facets and chips ---------------------------------------------------------------------------

const groups = [...form.querySelectorAll("[data-facet]")];

let filling = Promise.resolve();

/** Fill the groups that are open, one call after the other: each changes what the index counts. */
function showFacets(stale) {
  filling = filling.catch(() => {}).then(() => stale() || fillFacets(stale));
  return filling;
}

async function fillFacets(stale) {
  const text = textFor(termOf(state.q));
  const looked = groups.filter((group) => group.open);
  await index.count(looked.map((group) => group.dataset.facet), text);
  const all = await index.search(text, { filters: filtersOf(state) });
  for (const group of looked) {
    const name = group.dataset.facet;
    const own = state[name].length || name === "in";
    const found = own ? await index.search(text, { filters: filtersOf(state, name) }) : all;
    if (stale()) return;
    group.counts = found.filters[name] ?? {};
    showGroup(group);
  }
}

function showGroup(group) {
  const name = group.dataset.facet;
  const wanted = fold(group.querySelector("[data-find]")?.value ?? "");
  const unseen = name === "in" && !index.entire ? [...index.kinds] : [];
  const rows = [...new Set([...state[name], ...Object.keys(group.counts), ...unseen])]
    .map((value) => ({ value, label: labelOf(name, value), count: group.counts[value] ?? (unseen.includes(value) ? -1 : 0) }))
    .filter((row) => row.count || state[name].includes(row.value));
  rows.sort((a, b) => (name === "year" ? b.value.localeCompare(a.value) : b.count - a.count || a.label.localeCompare(b.label)));
  const fitting = rows.filter((row) => !wanted || fold(row.label).includes(wanted));
  const few = group.all || wanted ? fitting.slice(0, 200) : fitting.filter((row, k) => k < FEW || state[name].includes(row.value));
  const at = document.activeElement;
  const focused = group.contains(at) && at.name === name ? at.value : undefined;
  group.querySelector("[data-options]").replaceChildren(...byType(name, few));
  group.querySelector("[data-all]").hidden = few.length >= fitting.length;
  if (focused !== undefined) group.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
  group.hidden = !rows.length;
}

/** The options of a group; entities stand under their types. */
function byType(name, rows) {
  if (name !== "entity" || !archive.known) return rows.map((row) => option(name, row));
  const types = Map.groupBy?.(rows, (row) => archive.known.byId.get(row.value)?.type) ?? new Map([[undefined, rows]]);
  return [...types].flatMap(([type, some]) => [
    type ? make("p", { class: "eyebrow" }, type[2]) : "",
    ...some.map((row) => option(name, row)),
  ]);
}

function option(name, { value, label, count }) {
  const box = { type: "checkbox", name, value, checked: state[name].includes(value) };
  return make("label", { class: "option" }, make("input", box), make("bdi", {}, label), " ", make("span", { class: "n" }, count < 0 ? "" : number(count)));
}

function showChips() {
  const chip = (label, less) =>
    make("li", {}, make("button", { type: "button", "aria-label": fill(say.remove, { name: label }), click: () => change(less) }, label));
  const rows = FACETS.flatMap((name) =>
    state[name].map((value) => chip(labelOf(name, value), { [name]: state[name].filter((other) => other !== value) })),
  );
  if (state.from || state.until) rows.push(chip(`${state.from}–${state.until}`, { from: "", until: "" }));
  chips.replaceChildren(...rows);
}

// --- hints: words that are nowhere, names that were meant, facets that are too many --------------

async function hintsOn({ total, term }) {
  const missing = term.words.filter(isNowhere);
  const rows = missing.map((word) => make("p", { "data-unknown": word }, fill(say.unknown, { word })));
  for (const name of total && !missing.length ? [] : nearNames(missing, term.words))
    rows.push(make("p", {}, `${say.meant} `, make("button", { type: "button", click: () => change({ q: name }) }, name)));
  return total ? rows : [...rows, ...(await lessOf())];
}

/** What would be found with one group of filters less. */
async function lessOf() {
  const rows = [];
  for (const name of [...FACETS, "range"]) {
    const set = name === "range" ? state.from || state.until : state[name].length;
    if (!set) continue;
    const less = name === "range" ? { from: "", until: "" } : { [name]: [] };
    const { total } = await find({ ...state, ...less });
    const label = name === "range" ? `${state.from}–${state.until}` : state[name].map((value) => labelOf(name, value)).join(", ");
    if (total) rows.push(make("p", {}, make("button", { type: "button", click: () => change(less) }, fill(say.without, { name: label, n: number(total) }))));
  }
  return rows;
}

/** The query with names, or words of names, in place of what was perhaps misspelt. */
function nearNames(missing, asked) {
  const whole = asked.join(" ");
  const better = new Map();
  const offer = (wrong, right) => {
    const far = distance(fold(right), fold(wrong));
    const near = wrong.length > 2 && far > 0 && far <= (wrong.length > 5 ? 2 : 1);
    if (near) better.set(whole.replace(wrong, right), far);
  };
  for (const name of new Set((archive.known?.list ?? []).flatMap((entity) => entity.names))) {
    if (asked.length > 1) offer(whole, name);
    for (const wrong of missing.length ? missing : asked) for (const word of [name, ...name.split(" ")]) offer(wrong, word);
  }
  return [...better].sort((a, b) => a[1] - b[1] || a[0].length - b[0].length).slice(0, 3).map(([name]) => name);
}

/** How many letters two words differ in; a large number where their lengths say enough. */
function distance(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 9;
  let last = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
    last = next;
  }
  return last[b.length];
}

// --- what the reader does -----------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ q: form.elements.q.value.trim() });
});

form.elements.q.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const q = form.elements.q.value.trim();
    // Letters added to a word are one step; another word is the next.
    change({ q }, !state.q || !q || !(q.startsWith(state.q) || state.q.startsWith(q)));
  }, 150);
});

form.addEventListener("change", ({ target }) => {
  const { name, value, checked, type } = target;
  if (name === "from" || name === "until" || name === "sort") change({ [name]: value });
  else if (type === "checkbox") change({ [name]: checked ? [...state[name], value] : state[name].filter((other) => other !== value) });
});

for (const group of groups) {
  group.addEventListener("toggle", () => group.open && !group.counts && index?.ready && showFacets(() => false));
  group.querySelector("[data-find]")?.addEventListener("input", () => showGroup(group));
  group.querySelector("[data-all]").addEventListener("click", () => {
    group.all = true;
    showGroup(group);
  });
}

more.addEventListener("click", () => {
  shown += 2 * PAGE;
  show();
});

document.querySelector("[data-copy]").addEventListener("click", async ({ target }) => {
  await navigator.clipboard.writeText(location.href);
  target.textContent = say.copied;
});

function arrive() {
  state = read();
  shown = history.state?.shown ?? PAGE;
  restore = history.state?.y ?? 0;
  show();
}

history.scrollRestoration = "manual";
addEventListener("popstate", arrive);
addEventListener("pagehide", remember);
document.querySelector("[data-without-script]").hidden = true;
document.querySelector("[data-with-script]").hidden = false;
arrive();
