// Pagefind's bundles and the archive's names, opened once a page. The search page and the quick
// search import this module; `root` is the address of the site's root.

let opened;
let known;

/** Open the bundles: `first` can search the newest one, `all` every bundle in every language. */
export function open(root) {
  opened ??= start(root);
  return opened;
}

async function start(root) {
  // The list says which bundles belong together: an old copy would lead to files that are gone.
  const answer = await fetch(new URL("pagefind/now/shards.json", root), { cache: "no-cache" });
  const { shards } = await answer.json();
  const place = (shard) => new URL(`pagefind/${shard.name}/`, root).href;
  const pagefind = await import(`${place(shards[0])}pagefind.js`);
  const own = { baseUrl: "/", excerptLength: 1, ranking: { metaWeights: { title: 3, aliases: 0.5 } } };
  await pagefind.options({ ...own, metaCacheTag: shards[0].name });
  await pagefind.init();
  const merge = async (shard, language) =>
    pagefind.mergeIndex(place(shard), { ...own, language, metaCacheTag: shard.name });
  const rest = shards.flatMap((shard, number) =>
    shard.langs
      .filter((language) => number || language !== spoken(shard.langs))
      .map((language) => [shard, language]),
  );
  let all;
  const merged = () => (all ??= Promise.all(rest.map((row) => merge(...row))).then(() => pagefind));
  return { pagefind, shards, merged, whole: !rest.length };
}

/** The language whose index Pagefind opens by itself. */
function spoken(langs) {
  const own = document.documentElement.lang.toLowerCase();
  return [own, own.split("-")[0]].find((lang) => langs.includes(lang)) ?? langs[0];
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
