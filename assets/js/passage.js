// The menu of a paragraph or of selected words: its address, a quotation, an anchor, a question.

const article = document.querySelector("[data-article]");
const runs = [...article.querySelectorAll("[data-start]")];

/** What of each run of the source's text lies in a range. */
function partsOf(range) {
  return runs.flatMap((run) => {
    if (!range.intersectsNode(run)) return [];
    const upTo = (node, offset, otherwise) => {
      if (!run.contains(node)) return otherwise;
      const head = new Range();
      head.selectNodeContents(run);
      head.setEnd(node, offset);
      return head.toString().length;
    };
    const text = run.textContent;
    const from = upTo(range.startContainer, range.startOffset, 0);
    const to = upTo(range.endContainer, range.endOffset, text.length);
    return to > from ? [{ run, text, from, to, block: run.closest("p, h1") }] : [];
  });
}

const encoded = (text) => encodeURIComponent(text).replaceAll("-", "%2D");

/** What leads a browser to the very words: they themselves, or their beginning and end. */
function fragment(words, before, after) {
  const single = words.split(/\s+/);
  const signs = [...words];
  let ends = [words];
  if (single.length > 8) ends = [single.slice(0, 4).join(" "), single.slice(-4).join(" ")];
  else if (signs.length > 80) ends = [signs.slice(0, 20).join(""), signs.slice(-20).join("")];
  const all = runs.map((run) => run.textContent).join("\n");
  if (all.indexOf(ends[0]) === all.lastIndexOf(ends[0])) return `:~:text=${ends.map(encoded)}`;
  // Words that occur several times are told apart by what stands around them.
  const near = (text, k, n) => encoded(text.trim().split(/\s+/).slice(k, n).join(" "));
  const [left, right] = [near(before, -3), near(after, 0, 3)];
  return `:~:text=${left && `${left}-,`}${ends.map(encoded)}${right && `,-${right}`}`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that are not served securely have the old way only.
    const give = (event) => (event.clipboardData.setData("text/plain", text), event.preventDefault());
    document.addEventListener("copy", give, { once: true });
    document.execCommand("copy");
  }
}

/** Opens the menu for a range, or for a whole paragraph; with `from`, whoever asked by key goes into it. */
export function offer(bar, place, where, from) {
  let range = where;
  if (!(where instanceof Range)) (range = new Range()).selectNodeContents(where);
  const parts = partsOf(range);
  if (!parts.length) return;
  const [{ block, text, from: start }] = parts;
  const words = parts.reduce((said, part, k) => said + (k && part.block !== parts[k - 1].block ? "\n\n" : "") + part.text.slice(part.from, part.to), "").trim();
  const { origin, pathname } = location;
  const link = `${origin === "null" ? "file://" : origin}${pathname}#${block.id}${range === where ? fragment(words, text.slice(0, start), parts.at(-1).text.slice(parts.at(-1).to)) : ""}`;
  const number = block.dataset.n ? ` ¶${block.dataset.n}.` : "";
  const quotation = `“${words}” ${article.querySelector(".citation").textContent.trim()}${number} ${link}`;

  const status = bar.querySelector("[role=status]");
  const [anchor, edit, ask] = ["at", "edit", "ask"].map((name) => bar.querySelector(`[data-do=${name}]`));
  const made = anchor && import("./anchor.js").then(({ written }) => written(article, parts));
  made?.then((at) => (anchor.disabled = !at));
  if (edit) edit.href = article.querySelector("[data-edit]").href;
  if (ask) {
    ask.dataset.to ??= ask.getAttribute("href");
    const [title, body] = [document.title, `“${words}”\n\n${link}\n`].map(encodeURIComponent);
    const mail = ask.dataset.to.startsWith("mailto:");
    ask.href = `${ask.dataset.to}${ask.dataset.to.includes("?") ? "&" : "?"}${mail ? "subject" : "title"}=${title}&body=${body}`;
  }
  bar.onclick = async ({ target }) => {
    const wanted = { link, quote: quotation, at: made }[target.closest("[data-do]")?.dataset.do];
    if (!wanted) return;
    await copy(await wanted);
    status.textContent = status.dataset.done;
  };
  status.textContent = "";
  bar.showPopover();
  place(bar, range === where ? range.getBoundingClientRect() : block.getClientRects()[0]);
  if (from) bar.querySelector("button").focus();
}
