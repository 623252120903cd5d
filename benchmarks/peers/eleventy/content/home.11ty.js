import { page, text, time } from "../layouts/base.js";

export const data = { permalink: "/index.html" };

const row = ({ url, data: { title, date } }) =>
  `<li><a href="${url}">${text(title)}</a> ${time(date.toISOString().slice(0, 10))}</li>`;

export function render({ collections }) {
  const years = new Map();
  for (const { base, slug, rows } of collections.lists) {
    if (base === "years") years.set(slug, (years.get(slug) ?? 0) + rows.length);
  }
  const list = [...years].map(([year, count]) => `<li><a href="/years/${year}/">${year}</a> ${count}</li>`);
  return page("The Sample Archive", "/", `<h1>The Sample Archive</h1>
<ol>
${collections.newest.slice(0, 10).map(row).join("\n")}
</ol>
<ul>
${list.join("\n")}
</ul>`);
}
