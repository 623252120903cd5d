import { page, text, time } from "../layouts/base.js";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => address(list, list.number) + "index.html",
};

const address = ({ base, slug }, number) =>
  number === 1 ? `/${base}/${slug}/` : `/${base}/${slug}/part/${number}/`;

const row = ({ id, url, title, publisher, day }) =>
  `<li data-mention data-article="${id}"><a href="${url}">${text(title)}</a> ${text(publisher)} ${time(day)}</li>`;

export function render({ list, page: { url } }) {
  const before = list.number > 1
    ? `<a href="${address(list, list.number - 1)}" rel="prev">Before</a>` : "";
  const after = list.number < list.count
    ? `<a href="${address(list, list.number + 1)}" rel="next">More</a>` : "";
  return page(list.name, url, `<h1>${text(list.name)}</h1>
<ol>
${list.rows.map(row).join("\n")}
</ol>
${before}
${after}`);
}
