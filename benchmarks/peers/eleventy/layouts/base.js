const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const MONTHS = [
  ..."January February March April May June July August September October November December".split(" "),
];

export const text = (words) => String(words).replace(/[&<>"]/g, (sign) => SIGNS[sign]);

export function time(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `<time datetime="${day}">${date} ${MONTHS[month - 1]} ${year}</time>`;
}

export const page = (title, url, main) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)} · The Sample Archive</title>
<link rel="canonical" href="https://example.org${url}">
<link rel="alternate" type="application/rss+xml" title="The Sample Archive" href="/index.xml">
</head>
<body>
<header><a href="/">The Sample Archive</a></header>
<main>
${main}
</main>
<footer><p>The texts keep the rights of those who wrote and published them.</p></footer>
</body>
</html>
`;
