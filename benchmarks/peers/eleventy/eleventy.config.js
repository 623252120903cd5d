// One collection entry for every page of every list, so that Eleventy's own pagination makes them.
const PART = 50;

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");

function parts(base, groups) {
  const pages = [];
  for (const [name, articles] of groups) {
    const count = Math.ceil(articles.length / PART);
    for (let number = 0; number < count; number += 1) {
      const rows = articles.slice(number * PART, (number + 1) * PART);
      pages.push({ base, slug: slug(name), name, number: number + 1, count, rows });
    }
  }
  return pages;
}

function lists(api) {
  const articles = api.getFilteredByTag("article").reverse();
  const entities = new Map();
  const years = new Map();
  const put = (groups, key, row) => (groups.get(key) ?? groups.set(key, []).get(key)).push(row);
  for (const { url, data } of articles) {
    const day = data.date.toISOString().slice(0, 10);
    const row = { url, id: data.id, title: data.title, publisher: data.publisher, day };
    for (const name of data.entities) put(entities, name, row);
    put(years, day.slice(0, 4), row);
  }
  return [...parts("entities", entities), ...parts("years", years)];
}

export default function (config) {
  config.setUseGitIgnore(false);
  config.addCollection("lists", lists);
  config.addCollection("newest", (api) => api.getFilteredByTag("article").slice(-50).reverse());
  config.setServerOptions({ showAllHosts: false });
  return {
    dir: { input: "content", includes: "../layouts", output: "_site" },
    templateFormats: ["md", "11ty.js"],
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
