// The mentions of this page in another order; the choice is in the address.
const form = document.querySelector("[data-sort]");
const section = form.closest("section");
const written = [...section.querySelectorAll(".year, .in-article")];
const level = section.querySelector(".year");
const select = form.elements.sort;

const byPublisher = new Intl.Collator(document.documentElement.lang).compare;
const publisher = (group) => group.querySelector(".publisher")?.textContent ?? "";

function newest() {
  const years = [];
  for (const piece of written) {
    if (piece.matches(".year")) years.push([piece]);
    else years.at(-1).splice(1, 0, piece);
  }
  return years.reverse().flat();
}

function publishers() {
  const groups = written.filter((piece) => piece.matches(".in-article"));
  groups.sort((a, b) => byPublisher(publisher(a), publisher(b)));
  let last;
  return groups.flatMap((group) => {
    const name = publisher(group);
    if (name === last) return [group];
    last = name;
    const heading = level.cloneNode();
    heading.removeAttribute("id");
    heading.textContent = name || "–";
    return [heading, group];
  });
}

function order() {
  section.querySelectorAll(".year, .in-article").forEach((piece) => piece.remove());
  section.append(...({ newest, publisher: publishers }[select.value]?.() ?? written));
}

select.value = new URLSearchParams(location.search).get("sort") ?? "";
if (select.selectedIndex > 0) order();
else select.value = "";
form.hidden = false;
select.addEventListener("change", () => {
  const to = new URL(location);
  if (select.value) to.searchParams.set("sort", select.value);
  else to.searchParams.delete("sort");
  history.replaceState(null, "", to);
  order();
});
