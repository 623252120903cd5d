import { text } from "../layouts/base.js";

export const data = { permalink: "/index.xml" };

const item = ({ url, data: { title, date } }) => `<item>
<title>${text(title)}</title>
<link>https://example.org${url}</link>
<guid>https://example.org${url}</guid>
<pubDate>${date.toUTCString()}</pubDate>
</item>`;

export const render = ({ collections }) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>The Sample Archive</title>
<link>https://example.org/</link>
<description>The Sample Archive</description>
${collections.newest.map(item).join("\n")}
</channel>
</rss>
`;
