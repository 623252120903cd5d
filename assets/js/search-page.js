// What the parts of the search page share: its words, its elements, what values are called.

export const form = document.querySelector("[data-search]");
export const root = new URL(form.dataset.root, location);
export const say = JSON.parse(document.querySelector("[data-words]").textContent);
export const language = document.documentElement.lang;

/** The archive's names, once they are loaded, as `known`. */
export const archive = {};

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
// The pages have the digits 0 to 9 in every language.
export const number = (n) => n.toLocaleString(language, { numberingSystem: "latn" });

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return element;
}

/** What a value of a facet is called. */
export function labelOf(name, value) {
  if (name === "in") return say.within[value] ?? value;
  if (name === "lang") return tongue(value);
  if (name === "year") return value === "none" ? say.undated : value;
  if (name === "entity" || name === "publisher") return archive.known?.byId.get(value)?.name ?? value;
  return archive.known?.[`${name}s`]?.[value] ?? value;
}

function tongue(tag) {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

/** The first value a document has for a filter. */
export const one = (page, name) => page.filters[name]?.[0] ?? "";

export const unquoted = (q) => q.replace(/["“”„«»]/g, "").trim();
