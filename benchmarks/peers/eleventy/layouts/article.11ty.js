import { page, text, time } from "./base.js";

const link = (name) =>
  `<li><a href="/entities/${name.toLowerCase().replaceAll(" ", "-")}/">${text(name)}</a></li>`;

export const render = (data) => page(data.title, data.page.url, `<article data-article="${data.id}" data-pagefind-body>
<h1>${text(data.title)}</h1>
<p>${text(data.publisher)} ${time(data.date.toISOString().slice(0, 10))}</p>
<div data-body>
${data.content}
</div>
<h2>Mentioned here</h2>
<ul>
${data.entities.map(link).join("\n")}
</ul>
</article>`);
