// What every page needs at once; the rest is fetched when it is wanted.

// The switch between light and dark; without it the reader's system decides.
const page = document.documentElement;
const themeKey = "backfile-theme";

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

const isDark = () => (page.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "")) === "dark";
const button = document.querySelector("[data-theme-switch]");
if (stored(themeKey)) page.dataset.theme = stored(themeKey);
if (button) {
  const tell = () => (button.ariaPressed = String(isDark()));
  tell();
  button.addEventListener("click", () => {
    page.dataset.theme = isDark() ? "light" : "dark";
    tell();
    try {
      localStorage.setItem(themeKey, page.dataset.theme);
    } catch {
      // The choice then lasts for this page only.
    }
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
    if (event.key !== "/" || typing || stored("backfile-keys") === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    (own ?? field).focus();
    (own ?? field).select();
  });
}

// What an article's page offers beside its text comes when somebody turns to it.
if (document.querySelector("[data-body] p")) {
  let reading;
  const wake = async (event) => (reading ??= await import("./reading.js")).take(event);
  for (const kind of ["pointerover", "pointerup", "focusin", "keydown", "change", "selectionchange"]) document.addEventListener(kind, wake);
  if (location.search.includes("hide=")) wake();
}
