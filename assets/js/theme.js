// The switch between light and dark; without it the reader's system decides.
const root = document.documentElement;
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

const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
const button = document.querySelector("[data-theme-switch]");
const choice = stored();
if (choice) root.dataset.theme = choice;
if (button) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(current() === "dark"));
  button.addEventListener("click", () => {
    root.dataset.theme = current() === "dark" ? "light" : "dark";
    keep(root.dataset.theme);
    button.setAttribute("aria-pressed", String(current() === "dark"));
  });
}
