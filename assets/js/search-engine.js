// Pagefind's bundles and the archive's names, opened once a page. The search page and the quick
// search import this module; `root` is the address of the site's root.

let opened;
let known;
const RANKING = { metaWeights: { title: 3, aliases: 0.5 } };

/** Open the bundles of the archive. */
export function open(root) {
  opened ??= start(root);
  return opened;
}

async function start(root) {
  // The list says which bundles belong together: an old copy would lead to files that are gone.
  const answer = await fetch(new URL("pagefind/now/shards.json", root), { cache: "no-cache" });
  const { shards } = await answer.json();
  const place = (shard) => new URL(`pagefind/${shard.name}/`, root).href;
  const isText = (shard) => shard.kinds[0] === "text";
  const langs = [...new Set(shards.flatMap((shard) => shard.langs))];
  const own = document.documentElement.lang.toLowerCase().split("-")[0];
  langs.sort((a, b) => (b === own) - (a === own));
  const engines = new Map();
  // Pagefind counts every facet that is loaded in each search: none is made twice.
  const asked = new Map();
  const counted = new Set();
  // What all documents of a bundle have in common is no file of it: it is said here.
  const settings = (shard) => ({
    baseUrl: "/",
    excerptLength: 1,
    ranking: RANKING,
    metaCacheTag: shard.name,
    mergeFilter: { ...shard.shared, shard: shard.label },
  });

  /** Load some bundles of a language; its first one starts Pagefind. */
  const add = async (lang, some) => {
    asked.clear();
    const wanted = some.filter((shard) => shard.langs.includes(lang));
    if (!engines.has(lang) && wanted.length) engines.set(lang, engine(lang, wanted.shift()));
    const pagefind = await engines.get(lang);
    await Promise.all(wanted.map((shard) => pagefind.mergeIndex(place(shard), { ...settings(shard), language: lang })));
    asked.clear();
  };
  const engine = async (lang, first) => {
    // A module of its own for each language: its stemmer would spoil the words of another.
    const pagefind = await import(`${place(first)}pagefind.js#${lang}`);
    await pagefind.options(settings(first));
    // Pagefind takes the language from the page, at this very moment.
    const page = document.documentElement;
    const spoken = page.lang;
    page.lang = lang;
    const ready = pagefind.init();
    page.lang = spoken;
    await ready;
    return pagefind;
  };
  const texts = shards.filter(isText);
  const remarks = shards.filter((shard) => !isText(shard));
  const start = langs.find((lang) => texts.some((shard) => shard.langs.includes(lang)));
  const first = texts.find((shard) => shard.langs.includes(start));
  if (first) await add(start, [first]);
  const left = (lang) => (shard) => lang !== start || shard !== first;
  const every = (some) => Promise.all(langs.map((lang) => add(lang, some.filter(left(lang)))));

  const run = async (text, options) => {
    const each = [...engines].map(async ([lang, ready]) => {
      const words = inLanguage(text, lang);
      const found = words ? await (await ready).search(words, options) : { results: [], filters: {} };
      for (const row of found.results) row.lang = lang;
      return found;
    });
    return joined(await Promise.all(each));
  };

  let whole;
  let more;
  const index = {
    shards,
    langs,
    kinds: new Set(shards.flatMap((shard) => shard.kinds)),
    small: langs.length * texts.length < 2,
    /** How many documents there are beside the texts. */
    remarks: remarks.reduce((sum, shard) => sum + shard.size, 0),
    /** The labels of the bundles that are loaded: of the texts, of the remarks; the newest first. */
    labels: () => [texts, ...(index.entire ? [remarks] : [])].map((some) => some.map((shard) => shard.label)),
    all: () => (whole ??= every(texts)),
    rest: () => (more ??= index.all().then(() => every(remarks)).then(() => (index.entire = true))),

    /** Search every language; `text` is a text, or says for a language what to search there. */
    search(text, options) {
      const key = JSON.stringify([langs.map((lang) => inLanguage(text, lang)), options]);
      if (asked.size > 50) asked.clear();
      if (!asked.has(key)) asked.set(key, run(text, options));
      return asked.get(key);
    },

    /** Load what the counts of these facets need, to be there with the next search. */
    count(facets, text) {
      const filters = Object.fromEntries(facets.map((name) => [name, ""]));
      if (facets.some((name) => !counted.has(name))) asked.clear();
      for (const name of facets) counted.add(name);
      const each = [...engines].map(async ([lang, ready]) => {
        const words = inLanguage(text, lang);
        return words && (await ready).preload(words, { filters });
      });
      return Promise.all(each);
    },
  };
  return index;
}

const inLanguage = (text, lang) => (typeof text === "function" ? text(lang) : text);

function joined(parts) {
  const filters = {};
  for (const part of parts)
    for (const [name, values] of Object.entries(part.filters)) {
      filters[name] ??= {};
      for (const [value, n] of Object.entries(values)) filters[name][value] = (filters[name][value] ?? 0) + n;
    }
  const results = parts.flatMap((part) => part.results).sort((a, b) => b.score - a.score);
  return { results, filters, lists: parts.map((part) => part.results) };
}

/** Words as names are compared: lower case, no accents, no vowel marks, one kind of quote. */
export function fold(text) {
  return text
    .normalize("NFD")
    .replace(/[\p{M}\u0640]/gu, "")
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/** The names of the archive: entities with all of theirs, topics, threads, terms. */
export function names(root) {
  known ??= fetch(new URL("search/names.json", root)).then(async (answer) => {
    const found = await answer.json();
    found.list = found.entities.map(([own, type, ...all]) => {
      const id = own || all[0].toLowerCase().replaceAll(" ", "-");
      return { id, type: found.types[type], name: all[0], names: all, folded: all.map(fold) };
    });
    found.byId = new Map(found.list.map((entity) => [entity.id, entity]));
    return found;
  });
  return known;
}

/** The entities a name of which begins with `text`, or has a word that does; best first. */
export function entitiesNamed(list, text, most) {
  const wanted = fold(text);
  if (wanted.length < 2 && /^[\p{ASCII}]*$/u.test(wanted)) return [];
  const rows = [];
  for (const entity of list) {
    let rank = 9;
    for (const name of entity.folded) {
      if (name === wanted) rank = 0;
      else if (name.startsWith(wanted)) rank = Math.min(rank, 1);
      else if (name.includes(` ${wanted}`)) rank = Math.min(rank, 2);
    }
    if (rank < 9) rows.push([rank, entity.name.length, entity]);
  }
  return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, most).map((row) => row[2]);
}
