// Results: entities, and documents with the passages that were found, as elements.

import { fill, language, make, number, one, root, say, unquoted } from "./search-page.js";
import { fold } from "./search-engine.js";

const RESULT = { text: "article", notes: "note", claims: "claim", quotations: "quotation" };
const PASSAGES = 3;
const EXCERPT = 36;

/** The entities whose name, whole, is part of the query. */
export function called(entities, q) {
  const asked = ` ${fold(unquoted(q))} `;
  return entities
    .map((entity) => ({ entity, by: entity.names.find((_, k) => asked.includes(` ${entity.folded[k]} `)) }))
    .filter((row) => row.by);
}

/** An entity's names but for one; those that differ in capitals only are one. */
function otherSpellings({ names: all, folded }, name) {
  return all.filter((_, k) => folded[k] !== fold(name) && folded.indexOf(folded[k]) === k).join(" · ");
}

/** An entity as a result. */
export function entityRow(entity) {
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
export function row(page, term, named) {
  const kind = RESULT[one(page, "in") || "text"];
  const at = placeOf(page.raw_url ?? page.url);
  const text = wordsOf(page);
  const alias = named.find(({ entity }) => page.filters.entity?.includes(entity.id));
  const places = page.locations.length || text.joiner ? [...page.locations] : spelled(text.words, term.words);
  let marks = [...new Map(places.map((place) => bare(text.words[place])).map((word) => [fold(word), word])).values()];
  if (term.whole) marks = [unquoted(term.asked)];
  const other = alias && otherNames(text, fold(page.meta.title), alias, places);
  if (other) marks.push(...other.marks);
  const passages = passagesOf(text, places);
  const link = (passage) => {
    const to = new URL(at, root);
    if (kind === "article") for (const mark of marks.slice(0, 9)) if (mark) to.searchParams.append("mark", mark);
    if (passage?.id) to.hash = passage.id;
    return to;
  };
  const first = passages.slice(0, PASSAGES);
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
    kind === "article" ? "" : make("p", { class: "eyebrow" }, say[kind]),
    make("h2", { dir: "auto", lang: one(page, "lang") || page.lang }, make("a", { href: link(first[0]) }, page.meta.title || one(page, "of") || at)),
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

/** The address a document stands for. */
const placeOf = (url) => url.replace(/^\//, "").replace(/(~\w+)?\.html$/, "/");

function metaOf(page) {
  const parts = [one(page, "by"), dateOf(one(page, "day"))];
  return parts.filter(Boolean).flatMap((part) => [make("bdi", {}, part), " "]);
}

function dateOf(text) {
  if (!/^\d{4}/.test(text)) return text;
  const [month, day] = [text.length > 4 ? "long" : undefined, text.length > 7 ? "numeric" : undefined];
  const shape = { year: "numeric", month, day, timeZone: "UTC", numberingSystem: "latn" };
  // The site writes English dates with the day first.
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, shape).format(Date.parse(text));
}

// --- passages -----------------------------------------------------------------------------------

/** A document's words as Pagefind counts them, and its paragraphs. */
function wordsOf(page) {
  // Every document ends in a letter of its own (EVERYTHING); Pagefind adds a full stop.
  const raw = page.raw_content.replace(/[\s\u200b]*\ua66e[\s\u200b.]*$/, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">");
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

/** Find words letter by letter, where a text may be cut up in another way than the query is. */
function spelled(words, asked) {
  const from = words.flatMap((word, at) => Array(word.length).fill(at));
  const flat = words.join("");
  return asked.flatMap((word) => {
    const at = flat.indexOf(word);
    return at < 0 ? [] : from.slice(at, at + word.length);
  });
}

/** Where a phrase stands in a document: the places of its words, of its first occurrence. */
export function phraseIn(page, asked) {
  const wanted = asked.map((word) => fold(bare(word)));
  const flat = wordsOf(page).words.map((word, at) => [fold(bare(word)), at]).filter(([word]) => word);
  const start = flat.findIndex((_, at) => wanted.every((word, step) => flat[at + step]?.[0] === word));
  return start < 0 ? [] : flat.slice(start, start + wanted.length).map(([, at]) => at);
}

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

/** The paragraphs with hits: the one with most of the words first, then in order. */
function passagesOf(text, places) {
  const hits = [...new Set(places)].sort((a, b) => a - b);
  const found = text.paragraphs
    .map((paragraph) => ({ ...paragraph, hits: hits.filter((at) => paragraph.start <= at && at < paragraph.end) }))
    .filter((paragraph) => paragraph.hits.length);
  const worth = ({ hits: own }) => new Set(own.map((at) => fold(bare(text.words[at])).slice(0, 5))).size + own.length / 100;
  const best = found.reduce((most, one) => (worth(one) > worth(most) ? one : most), found[0]);
  return found.length ? [best, ...found.filter((one) => one !== best)] : found;
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

/** The words of a result that Pagefind found, and those it may have found in title and names. */
export function matched(page) {
  const text = wordsOf(page).words;
  const words = page.locations.map((at) => [fold(bare(text[at])), true]);
  const names = `${page.meta.title} ${page.meta.aliases ?? ""}`.split(/[\s;]+/);
  return [...words, ...names.map((word) => [fold(bare(word)), false])];
}

/** Whether one of the words is a form of `word`: their beginnings are the same. */
export function alikeStart(word, others) {
  // A script without spaces: the word is cut up, and each piece may be found without the others.
  if (/[^\u0000-\u2fff]/u.test(word)) {
    const signs = others.map(([other]) => other).join("");
    return [...fold(word)].every((sign) => signs.includes(sign));
  }
  // The Arabic article belongs to the word, the stem is without it.
  const stem = (text) => text.replace(/^[وفبك]?ال(?=...)/u, "");
  const parts = (fold(word).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
  return parts.some((part) =>
    others.some(([other, sure]) => {
      const plain = stem(other.replace(/[^\p{L}\p{N}]/gu, ""));
      const same = [...part].findIndex((sign, at) => plain[at] !== sign);
      return same < 0 || (same > 2 && (same === plain.length || same > part.length / 2 - (sure ? 1 : 0)));
    }),
  );
}

