// What every page needs at once; the rest is fetched when it is wanted.

// The switch between light and dark; without it the reader's system decides.
const page = document.documentElement;
const key = "backfile-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(theme) {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice then lasts for this page only.
  }
}

const current = () => page.dataset.theme ?? (dark.matches ? "dark" : "light");
const button = document.querySelector("[data-theme-switch]");
const choice = stored();
if (choice) page.dataset.theme = choice;
if (button) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(current() === "dark"));
  button.addEventListener("click", () => {
    page.dataset.theme = current() === "dark" ? "light" : "dark";
    keep(page.dataset.theme);
    button.setAttribute("aria-pressed", String(current() === "dark"));
  });
}

// The search field in the header.
const form = document.querySelector("form[data-quick]");
const field = form?.querySelector("input");
// The search page has a field of its own: one is enough.
const own = document.querySelector("[data-search] [name=q]");

if (location.search.includes("mark=")) import("./landing.js");

if (field) {
  form.hidden = Boolean(own);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "quick-list" }))
    field.setAttribute(name, value);
  const load = () => import("./quick-search.js");
  if (form.contains(document.activeElement)) load();
  else form.addEventListener("focusin", load, { once: true });
  // "/" leads to the search field.
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    (own ?? field).focus();
    (own ?? field).select();
  });
}
