export default {
  tags: ["article"],
  layout: "article.11ty.js",
  permalink: ({ id }) => `/articles/${id}/index.html`,
};
