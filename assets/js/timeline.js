// Shows the moments of one thread or kind; the address carries the choice, to other years, too.
const form = document.querySelector("[data-filter]");
const status = form.querySelector("[data-shown]");
const rows = [...document.querySelectorAll(".moments > li")];
const marks = [...document.querySelectorAll(".band [data-n]")];
const selects = [...form.querySelectorAll("select")];

function show() {
  const wanted = Object.fromEntries(selects.map(({ name, value }) => [name, value]));
  for (const row of rows) {
    const threads = row.dataset.threads?.split(" ") ?? [];
    const kind = !wanted.kind || row.dataset.kind === wanted.kind;
    row.hidden = !(kind && (!wanted.thread || threads.includes(wanted.thread)));
  }
  for (const mark of marks) mark.classList.toggle("off", rows[mark.dataset.n - 1].hidden);
  for (const month of document.querySelectorAll(".month"))
    month.hidden = !month.querySelector(".moments > li:not([hidden])");
  const shown = rows.filter((row) => !row.hidden).length;
  const choice = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  status.textContent = choice.size ? status.dataset.shown.replace("{n}", shown).replace("{all}", rows.length) : "";
  for (const link of document.querySelectorAll(".jumps a")) link.search = choice;
  return choice;
}

const given = new URLSearchParams(location.search);
for (const select of selects) {
  select.value = given.get(select.name) ?? "";
  if (select.selectedIndex < 0) select.value = "";
}
form.hidden = false;
show();
form.addEventListener("change", () => {
  const to = new URL(location);
  to.search = show();
  history.replaceState(null, "", to);
});
form.addEventListener("submit", (event) => event.preventDefault());
