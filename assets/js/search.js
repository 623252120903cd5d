// The search page: its whole state is in the address, its words are in the page.

import { entitiesNamed, fold, names, open } from "./search-engine.js";

const form = document.querySelector("[data-search]");
const root = new URL(form.dataset.root, location);
const say = JSON.parse(document.querySelector("[data-words]").textContent);
const status = document.querySelector("[data-status]");
const list = document.querySelector("[data-results]");
const chips = document.querySelector("[data-chips]");
const hints = document.querySelector("[data-hints]");
const more = document.querySelector("[data-more]");
const language = document.documentElement.lang;

const FACETS = ["entity", "publisher", "topic", "thread", "kind", "in", "lang", "year"];
const PAGE = 10;
const PASSAGES = 3;
const EXCERPT = 36;
const FEW = 15;
// The letter that every document has (backfile/searchdocs.py).
const EVERYTHING = "\ua66e";
const WIDE = matchMedia("(min-width: 60rem)");
const RESULT = { text: "article", notes: "note", claims: "claim", quotations: "quotation" };

let index;
let known;
const nowhere = new Set();
let years;
let state = read();
let shown = PAGE;
let restore = 0;
let turn = 0;
let timer;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const number = (n) => n.toLocaleString(language);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return element;
}

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
  // Nobody browses notes without having asked for any.
  if (!of.q && !of.in.length && without !== "in") filters.in = "text";
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

/** What Pagefind is asked: the words, and the phrases that stand among other words. */
function termOf(q) {
  const asked = q.replace(/[“”„«»]/g, '"').replace(/\u0640/g, "").trim();
  const whole = /^"[^"]+"$/.test(asked);
  const words = unquoted(asked).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (whole) return { text: asked, whole, phrases: [], words };
  const phrases = asked.match(/"[^"]*\s[^"]*"/g) ?? [];
  const known = words.filter((word) => !nowhere.has(fold(word)));
  return { text: asked ? known.join(" ") : EVERYTHING, whole, phrases, words };
}

/**
 * Find the words that are nowhere in the archive. For these Pagefind takes a word that theirs begins
 * with ("m" for "micorn"), so what it found is compared with what was asked for.
 */
async function unknownIn(term, pages) {
  const seen = pages.flatMap(matched);
  const unsure = term.words.filter((word) => !nowhere.has(fold(word)) && !alikeStart(word, seen));
  for (const word of unsure) {
    const [best] = (await index.pagefind.search(word)).results;
    if (!best || !alikeStart(word, matched(await best.data()))) nowhere.add(fold(word));
  }
  return unsure.some((word) => nowhere.has(fold(word)));
}

/** The words of a result that Pagefind found, and those it may have found in title and names. */
function matched(page) {
  const text = wordsOf(page).words;
  const words = page.locations.map((at) => [fold(bare(text[at])), true]);
  const names = `${page.meta.title} ${page.meta.aliases ?? ""}`.split(/[\s;]+/);
  return [...words, ...names.map((word) => [fold(bare(word)), false])];
}

/** Whether one of the words is a form of `word`: their beginnings are the same. */
function alikeStart(word, others) {
  if (/[^\u0000-\u2fff]/u.test(word)) return others.length > 0;
  const parts = fold(word).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.some((part) =>
    others.some(([other, sure]) => {
      const plain = other.replace(/[^\p{L}\p{N}]/gu, "");
      const same = [...part].findIndex((sign, at) => plain[at] !== sign);
      return same < 0 || (same > 2 && (same === plain.length || same > part.length / 2 - (sure ? 1 : 0)));
    }),
  );
}

/** Every result of a state in its order, with the counts of the facets. */
async function find(of) {
  const { pagefind } = index;
  const term = termOf(of.q);
  if (term.text === "") return { rows: [], total: 0, term };
  const filters = filtersOf(of);
  const ask = async (text, more) => (await pagefind.search(text, { filters: { ...filters, ...more } })).results;
  let rows = await ask(term.text);
  for (const phrase of term.phrases) {
    const exact = new Set((await ask(phrase)).map((row) => row.id));
    rows = rows.filter((row) => exact.has(row.id));
  }
  const total = rows.length;
  if (of.sort !== "relevance" || term.text === EVERYTHING) rows = await byDate(of, term, filters, new Set(rows.map((row) => row.id)));
  else if (of.in.length !== 1) rows = mixed(rows, await ask(term.text, { in: "text" }));
  return { rows, total, term };
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

/** Order by date: one query a shard, since Pagefind interleaves what it merges. Undated come last. */
async function byDate(of, term, filters, kept) {
  const direction = of.sort === "oldest" ? "asc" : "desc";
  const labels = index.shards.map((shard) => shard.label);
  if (direction === "asc") labels.reverse();
  const narrow = labels.map((shard) => ({ not: { year: "none" }, ...(labels.length > 1 && { shard }) }));
  const rows = [];
  for (const some of [...narrow, { all: [{ year: "none" }] }]) {
    if (rows.length >= shown) break;
    const sorted = { filters: { ...filters, ...some }, sort: { date: direction } };
    rows.push(...(await index.pagefind.search(term.text, sorted)).results.filter((row) => kept.has(row.id)));
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
    const named = names(root).then((found) => (known = found), () => {});
    if (!index) {
      index = await open(root);
      // What is out of sight, or large, is loaded when it is opened.
      form.querySelector("[data-facets]").open = WIDE.matches;
      for (const group of groups) group.open = WIDE.matches && (group.dataset.facet !== "entity" || index.shards.length < 2);
    }
    if (!index.complete) {
      if (!index.whole && !range(state)) await present(await find(state), stale, true);
      await Promise.all([index.merged(), named]);
      index.complete = true;
    }
    if (range(state)) years ??= await yearsThereAre();
    if (stale()) return;
    showChips();
    await present(await find(state), stale, false);
    if (!stale()) await showFacets(stale);
  } catch (error) {
    if (stale()) return;
    tell("error", say.error);
    throw error;
  }
}

function tell(name, text) {
  status.dataset.state = name;
  status.textContent = text;
}

/** The years of the archive: a date range is made of them. */
async function yearsThereAre() {
  const { pagefind } = index;
  await pagefind.preload(EVERYTHING, { filters: { year: "" } });
  return Object.keys((await pagefind.search(EVERYTHING)).filters.year ?? {}).filter((year) => year !== "none").sort();
}

async function present(found, stale, partly) {
  const rows = found.rows.slice(0, shown);
  const pages = await Promise.all(rows.map((row) => row.data()));
  if (stale()) return;
  // A phrase is found exactly or not at all.
  if (!partly && state.q && (!found.term.whole || !found.total) && (await unknownIn(found.term, pages)) && !found.term.whole) {
    await present(await find(state), stale, false);
    return;
  }
  const entities = (state.q && known?.list) || [];
  const named = called(entities);
  const offered = state.in.length ? [] : entitiesNamed(entities, unquoted(state.q), 3);
  list.replaceChildren(...offered.map(entityRow), ...pages.map((page) => row(page, found.term, named)));
  more.hidden = found.total <= shown;
  if (partly) return;
  tell(found.total ? "done" : "none", found.total ? fill(say.count, { n: number(found.total) }) : say.none);
  hints.replaceChildren(...(await hintsOn(found)));
  if (restore && !stale()) scrollTo(0, restore);
  restore = 0;
}

const unquoted = (q) => q.replace(/["“”„«»]/g, "").trim();

/** The entities whose name, whole, is part of the query. */
function called(entities) {
  const asked = ` ${fold(unquoted(state.q))} `;
  return entities
    .map((entity) => ({ entity, by: entity.names.find((_, k) => asked.includes(` ${entity.folded[k]} `)) }))
    .filter((row) => row.by);
}

/** An entity's names but for one; those that differ in capitals only are one. */
function otherSpellings({ names: all, folded }, name) {
  return all.filter((_, k) => folded[k] !== fold(name) && folded.indexOf(folded[k]) === k).join(" · ");
}

function entityRow(entity) {
  const others = otherSpellings(entity, entity.name);
  const at = new URL(`entities/${entity.id}/`, root);
  return make(
    "li",
    { class: "result of-entity", "data-result": "entity", "data-entity": entity.id },
    make("p", { class: "eyebrow" }, entity.type[1]),
    make("h2", { dir: "auto" }, make("a", { href: at }, entity.name)),
    others && make("p", { class: "meta", dir: "auto" }, fill(say.aka, { names: others })),
  );
}

/** One document as a result. */
function row(page, term, named) {
  const kind = RESULT[one(page, "in")];
  const at = placeOf(page.raw_url ?? page.url);
  const text = wordsOf(page);
  const alias = named.find(({ entity }) => page.filters.entity?.includes(entity.id));
  const places = [...page.locations];
  let marks = [...new Map(places.map((place) => bare(text.words[place])).map((word) => [fold(word), word])).values()];
  if (term.whole) marks = [unquoted(state.q)];
  const other = alias && otherNames(text, fold(page.meta.title), alias, places);
  if (other) marks.push(...other.marks);
  const passages = passagesOf(text, places);
  const link = (passage) => {
    const to = new URL(at, root);
    for (const mark of marks.slice(0, 9)) if (mark) to.searchParams.append("mark", mark);
    if (passage?.id) to.hash = passage.id;
    return kind === "article" ? to : new URL(at, root);
  };
  const best = [...passages].sort((a, b) => b.hits.length - a.hits.length).slice(0, PASSAGES);
  const first = passages.filter((passage) => best.includes(passage));
  const items = (some) =>
    some.map((passage) => make("li", {}, make("a", { href: link(passage) }, ...excerpt(text, passage))));
  const shownPassages = make("ol", { class: "passages" }, items(first));
  const left = passages.length - first.length;
  return make(
    "li",
    {
      class: `result of-${kind}`,
      "data-result": kind,
      "data-article": /^articles\/([^/]+)\//.exec(at)?.[1] && (one(page, "id") || /^articles\/([^/]+)\//.exec(at)[1]),
    },
    kind === "article" ? "" : make("p", { class: "eyebrow" }, labelOf("type", one(page, "type")) || say[kind]),
    make("h2", { dir: "auto", lang: one(page, "lang") }, make("a", { href: link(first[0]) }, page.meta.title || one(page, "of") || at)),
    make("p", { class: "meta" }, metaOf(page)),
    other?.known ? make("p", { class: "aka", dir: "auto" }, other.known) : "",
    passages.length ? shownPassages : beginning(text),
    left > 0
      ? make("button", { type: "button", click(event) {
          shownPassages.replaceChildren(...items(passages));
          event.target.remove();
        } }, fill(say.rest, { n: number(left) }))
      : "",
  );
}

const one = (page, name) => page.filters[name]?.[0] ?? "";

/** An annotation's document stands for its place in the article. */
function placeOf(url) {
  return url.replace(/^\//, "").replace(/(a-[a-z0-9_-]+)\.html$/, "#$1");
}

function metaOf(page) {
  const parts = [page.filters.speaker?.join(", "), page.meta.title && one(page, "of"), one(page, "by"), dateOf(one(page, "day"))];
  return parts.filter(Boolean).flatMap((part) => [make("bdi", {}, part), " "]);
}

function dateOf(text) {
  if (!/^\d{4}-\d\d/.test(text)) return text;
  const shape = { year: "numeric", month: "long", day: text.length > 7 ? "numeric" : undefined, timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, shape).format(Date.parse(text));
}

// --- passages -----------------------------------------------------------------------------------

/** A document's words as Pagefind counts them, and its paragraphs. */
function wordsOf(page) {
  const raw = page.raw_content.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
  const segmented = raw.includes("\u200b");
  const found = raw.split(segmented ? "\u200b" : /[\r\n\s]+/);
  const paragraphs = page.anchors
    .filter((anchor) => anchor.element === "p")
    .map(({ id, location }) => ({ id: id.split(".")[0], number: Number(id.split(".")[1]), start: location }))
    .sort((a, b) => a.start - b.start);
  if (!paragraphs.length || paragraphs[0].start > 0) paragraphs.unshift({ id: "", number: 0, start: 0 });
  paragraphs.forEach((paragraph, k) => (paragraph.end = paragraphs[k + 1]?.start ?? found.length));
  return { words: found, paragraphs, joiner: segmented ? "" : " " };
}

const bare = (word) => (word ?? "").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** Find an entity's other names in a text that does not have the one that was asked for. */
function otherNames(text, title, { entity, by }, places) {
  const flat = text.words.map((word) => fold(bare(word)));
  if (`${title} ${flat.join(text.joiner)}`.includes(fold(by))) return undefined;
  const marks = [];
  entity.names.forEach((name, k) => {
    const wanted = entity.folded[k].split(" ").map(bare);
    flat.forEach((_, at) => {
      if (!wanted.every((word, step) => flat[at + step] === word)) return;
      marks.push(name);
      places.push(...wanted.map((_, step) => at + step));
    });
  });
  const others = otherSpellings(entity, by);
  return { marks: [...new Set(marks)], known: fill(say.also, { name: by, names: others }) };
}

/** The paragraphs with hits, in order. */
function passagesOf(text, places) {
  return text.paragraphs
    .map((paragraph) => ({
      ...paragraph,
      hits: [...new Set(places)].filter((at) => paragraph.start <= at && at < paragraph.end).sort((a, b) => a - b),
    }))
    .filter((paragraph) => paragraph.hits.length);
}

/** A passage's number and its words around the hits, these marked. */
function excerpt(text, { number: n, start, end, hits }) {
  const densest = hits.reduce((best, at) => {
    const inside = hits.filter((hit) => at <= hit && hit < at + EXCERPT - 6).length;
    return inside > best.inside ? { at, inside } : best;
  }, { at: hits[0], inside: 0 });
  let first = Math.max(start, Math.min(densest.at - 6, end - EXCERPT));
  if (first - start < 4) first = start;
  const last = Math.min(end, first + EXCERPT);
  const parts = [n ? make("span", { class: "pilcrow" }, fill(say.paragraph, { n: number(n) })) : "", n ? " " : ""];
  const quoted = make(n ? "q" : "span", { dir: "auto" });
  if (first > start) quoted.append("… ");
  for (let at = first; at < last; at++) {
    const word = text.words[at] ?? "";
    quoted.append(hits.includes(at) ? make("mark", {}, word) : word, at + 1 < last ? text.joiner : "");
  }
  if (last < end) quoted.append(" …");
  return [...parts, quoted];
}

/** How a text begins, for results that no word of it led to. */
function beginning(text) {
  const some = text.words.slice(0, EXCERPT);
  if (!some.join("")) return "";
  return make("p", { class: "beginning", dir: "auto" }, some.join(text.joiner), text.words.length > EXCERPT ? " …" : "");
}

// --- facets and chips ---------------------------------------------------------------------------

function labelOf(name, value) {
  if (name === "in") return say.within[value] ?? value;
  if (name === "lang") return tongue(value);
  if (name === "year") return value === "none" ? say.undated : value;
  if (name === "entity" || name === "publisher") return known?.byId.get(value)?.name ?? value;
  return known?.[name === "type" ? "types_of_note" : `${name}s`]?.[value] ?? value;
}

function tongue(tag) {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

const groups = [...form.querySelectorAll("[data-facet]")];

/** Fill the groups that are open: counts are loaded for what is looked at. */
async function showFacets(stale) {
  const { pagefind } = index;
  const { text } = termOf(state.q);
  const nothing = { filters: {} };
  const search = async (without) => (text === "" ? nothing : pagefind.search(text, { filters: filtersOf(state, without) }));
  const looked = groups.filter((group) => group.open).map((group) => group.dataset.facet);
  await pagefind.preload(text || EVERYTHING, { filters: Object.fromEntries(looked.map((name) => [name, ""])) });
  const all = await search();
  for (const group of groups) {
    const name = group.dataset.facet;
    if (!looked.includes(name)) continue;
    const own = state[name].length || name === "in";
    const found = own ? await search(name) : all;
    if (stale()) return;
    group.counts = found.filters[name] ?? {};
    showGroup(group);
  }
}

function showGroup(group) {
  const name = group.dataset.facet;
  const wanted = fold(group.querySelector("[data-find]")?.value ?? "");
  const rows = Object.keys({ ...Object.fromEntries(state[name].map((value) => [value, 0])), ...group.counts })
    .map((value) => ({ value, label: labelOf(name, value), count: group.counts[value] ?? 0 }))
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
  if (name !== "entity" || !known) return rows.map((row) => option(name, row));
  const types = Map.groupBy?.(rows, (row) => known.byId.get(row.value)?.type) ?? new Map([[undefined, rows]]);
  return [...types].flatMap(([type, some]) => [
    type ? make("p", { class: "eyebrow" }, type[2]) : "",
    ...some.map((row) => option(name, row)),
  ]);
}

function option(name, { value, label, count }) {
  const box = { type: "checkbox", name, value, checked: state[name].includes(value) };
  return make("label", { class: "option" }, make("input", box), make("bdi", {}, label), " ", make("span", { class: "n" }, number(count)));
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
  const unknown = [...new Set(term.words.filter((word) => nowhere.has(fold(word))))];
  const rows = unknown.map((word) => make("p", { "data-unknown": word }, fill(say.unknown, { word })));
  for (const name of total && !unknown.length ? [] : nearNames(unknown, term.words))
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
function nearNames(unknown, asked) {
  const whole = asked.join(" ");
  const better = new Map();
  const offer = (wrong, right) => {
    const far = distance(fold(right), fold(wrong));
    const near = wrong.length > 2 && far > 0 && far <= (wrong.length > 5 ? 2 : 1);
    if (near) better.set(whole.replace(wrong, right), far);
  };
  for (const name of new Set((known?.list ?? []).flatMap((entity) => entity.names))) {
    if (asked.length > 1) offer(whole, name);
    for (const wrong of unknown.length ? unknown : asked) for (const word of [name, ...name.split(" ")]) offer(wrong, word);
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
  group.addEventListener("toggle", () => group.open && !group.counts && index?.complete && showFacets(() => false));
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
