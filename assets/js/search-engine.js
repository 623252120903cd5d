// Pagefind's bundles and the archive's names, opened once a page. The search page and the quick
// search import this module; `root` is the address of the site's root.

let opened;
let known;

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
  const own = document.documentElement.lang.toLowerCase().split("-")[0];
  const langs = [...new Set(shards.flatMap((shard) => shard.langs))];
  langs.sort((a, b) => (b === own) - (a === own));
  const engines = new Map();

  /** Start Pagefind for a language with the newest bundle that has it. */
  const engine = async (lang) => {
    const [newest, ...rest] = shards.filter((shard) => shard.langs.includes(lang));
    // A module of its own for each language: its stemmer would spoil the words of another.
    const pagefind = await import(`${place(newest)}pagefind.js#${lang}`);
    const common = { baseUrl: "/", excerptLength: 1, ranking: { metaWeights: { title: 3, aliases: 0.5 } } };
    await pagefind.options({ ...common, metaCacheTag: newest.name });
    // Pagefind takes the language from the page, at this very moment.
    const page = document.documentElement;
    const spoken = page.lang;
    page.lang = lang;
    const ready = pagefind.init();
    page.lang = spoken;
    await ready;
    const merge = (shard) => pagefind.mergeIndex(place(shard), { ...common, language: lang, metaCacheTag: shard.name });
    return { pagefind, merge: () => Promise.all(rest.map(merge)) };
  };
  if (shards.length) engines.set(langs[0], await engine(langs[0]));

  let whole;
  const complete = async () => {
    if (!shards.length) return;
    const others = await Promise.all(langs.slice(1).map(async (lang) => [lang, await engine(lang)]));
    await Promise.all([engines.get(langs[0]), ...others.map((row) => row[1])].map((one) => one.merge()));
    for (const row of others) engines.set(...row);
  };

  /** Search every language; `text` is a text, or says for a language what to search there. */
  const search = async (text, options) => {
    const each = [...engines].map(async ([lang, { pagefind }]) => {
      const words = inLanguage(text, lang);
      const found = words ? await pagefind.search(words, options) : { results: [], filters: {} };
      return { ...found, lang };
    });
    return joined(await Promise.all(each));
  };

  /** Load what the counts of these facets need, to be there with the next search. */
  const count = (facets, text) => {
    const filters = Object.fromEntries(facets.map((name) => [name, ""]));
    const each = [...engines].map(([lang, { pagefind }]) => [pagefind, inLanguage(text, lang)]);
    return Promise.all(each.map(([pagefind, words]) => words && pagefind.preload(words, { filters })));
  };

  return { shards, langs, search, count, all: () => (whole ??= complete()), small: langs.length * shards.length === 1 };
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
    found.list = found.entities.map(([id, type, ...all]) => {
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
