// The shortest anchor that means a stretch of the source's text, as a sidecar has it after `at`.
// backfile/anchor_writing.py tells the rules and does the same; whatever either writes is tried before it is given.

const LONGEST = 400;
const SENTENCE_END = /[.!?…؟۔।॥։。！？｡][.!?…。！？"'”’»)\]」』】）》›]*/gu;
const SHORT = new Set(
  ("mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj rev hon st jr sr vs no nos vol inc ltd co corp bros dept est fig approx " +
    "jan feb mar apr jun jul aug sep sept oct nov dec bzw ca usw nr bd hr fr dipl ing sog sra srta ud uds av mme mlle").split(" "),
);
const isWord = (sign) => /[\p{L}\p{N}]/u.test(sign ?? "");
const isSpace = (sign) => /[^\S\ufeff]/.test(sign);

/** Every place of some words, overlapping ones too. */
function occurrences(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
  return found;
}

/** Tells whether a sign at `start` ends a sentence and not an abbreviation or a number. */
function endsSentence(text, sign, start, end, first) {
  if (!isSpace(text[end])) return /[。！？｡]/.test(sign);
  const [following] = text.slice(end, end + 40).trimStart().replace(/^["'“‘«([„‚¿¡—–\-「『]+/, "");
  if (/\p{Lowercase}/u.test(following ?? "")) return false;
  if (sign !== ".") return true;
  const word = text.slice(Math.max(first, start - 30), start + 1).match(/([\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*)\.$/u)?.[1];
  if (!word) return true;
  return !(word.includes(".") || /^\p{L}$/u.test(word) || /^\p{Decimal_Number}{1,2}$/u.test(word) || SHORT.has(word.toLowerCase()));
}

function* sentences(text, [first, last]) {
  let from = first;
  for (const found of text.slice(first, last).matchAll(SENTENCE_END)) {
    const start = first + found.index;
    let end = start + found[0].length;
    if (end >= last || !endsSentence(text, found[0], start, end, first)) continue;
    while (end < last && isSpace(text[end])) end++;
    yield [from, end];
    from = end;
  }
  if (from < last) yield [from, last];
}

function firstWords(text, count) {
  let end = 0;
  for (let k = 0; k < count; k++) {
    while (end < text.length && isSpace(text[end])) end++;
    const limit = end + 16;
    while (end < Math.min(limit, text.length) && !isSpace(text[end])) end++;
  }
  return text.slice(0, end);
}

/** Returns the anchor of a stretch of `text`; `hidden` and `blocks` are the stretches of hidden words and of paragraphs. */
export function anchorFor({ text, hidden, blocks }, span) {
  const trimmed = ([start, end]) => {
    while (start < end && isSpace(text[start])) start++;
    while (end > start && isSpace(text[end - 1])) end--;
    return [start, end];
  };
  const same = (one, other) => one[0] === other[0] && one[1] === other[1];
  const wordsOf = ([start, end]) => text.slice(start, end);
  const dark = ([start, end]) => hidden.some(([from, to]) => from < end && start < to);
  const places = (words, [first, last] = [0, text.length]) =>
    occurrences(text, words).map((at) => [at, at + words.length]).filter((found) => first <= found[0] && found[1] <= last && !dark(found));
  const only = (words, meant, scope) => {
    const found = places(words, scope);
    return found.length === 1 && same(found[0], meant);
  };

  /** Ever wider stretches in whole words. */
  function widening() {
    const found = [];
    let [start, end] = span;
    while (end - start < LONGEST) {
      let [left, right] = [start, end];
      while (left > 0 && !isWord(text[left - 1])) left--;
      for (let k = 0; k < 12 && isWord(text[left - 1]); k++) left--;
      while (right < text.length && !isWord(text[right])) right++;
      for (let k = 0; k < 12 && isWord(text[right]); k++) right++;
      if (same([left, right], [start, end])) break;
      for (const wider of [[left, end], [start, right], [left, right]]) {
        const one = trimmed(wider);
        if (!dark(one) && !same(one, span) && !found.some((other) => same(one, other))) found.push(one);
      }
      [start, end] = [left, right];
    }
    return found;
  }

  function passages() {
    const holds = ([start, end]) => start <= span[0] && span[1] <= end;
    const block = blocks.find(holds);
    const within = block ? [...sentences(text, block), block].filter(holds).map(trimmed) : [];
    return [...within.filter((one) => one[1] - one[0] <= LONGEST && !same(one, span)), ...widening()];
  }

  span = trimmed(span);
  const quote = wordsOf(span);
  if (!quote) return undefined;
  const shown = !dark(span);
  const nth = (scope) => places(quote, scope).findIndex((found) => same(found, span)) + 1;
  if (shown && quote.length <= LONGEST) {
    if (only(quote, span)) return { quote };
    const unique = passages().filter((one) => only(wordsOf(one), one));
    const clear = unique.find((one) => only(quote, span, one)) ?? unique[0];
    if (clear) return { quote, in: wordsOf(clear), ...(only(quote, span, clear) ? {} : { nth: nth(clear) }) };
  }
  for (let count = 3; count < 24; count += 4) {
    const from = firstWords(quote, count);
    const until = [...firstWords([...quote].reverse().join(""), count)].reverse().join("");
    if (from.length + until.length > quote.length) continue;
    const heads = places(from);
    const tail = places(until, [span[0] + from.length, text.length])[0];
    if (heads.length === 1 && heads[0][0] === span[0] && tail?.[1] === span[1]) return { from, until };
  }
  return shown ? { quote, nth: nth() } : undefined;
}

/** Reads the source's text: the file beside the page where there is one, else what the page shows of it. */
export async function sourceOf(article) {
  const runs = [...article.querySelectorAll("[data-start]")].map((run) => ({ run, start: Number(run.dataset.start), words: run.textContent }));
  runs.sort((one, other) => one.start - other.start);
  const file = article.querySelector(".provenance a[href$='text.txt']");
  let text = file ? await fetch(file.href).then((answer) => answer.text()).catch(() => "") : "";
  text = text.replace(/\r\n?/g, "\n");
  let signs = [...text];
  const told = ({ start, words }) => signs.slice(start, start + words.length).join("").startsWith(words.slice(0, 9));
  if (!runs.every(told)) {
    signs = [];
    for (const { start, words } of runs) signs.push(..."\ufffc".repeat(start - signs.length), ...words);
    text = signs.join("");
  }
  // Places are counted in characters by the page, and in units of UTF-16 here.
  const place = signs.length === text.length ? (at) => at : (at) => signs.slice(0, at).join("").length;
  for (const one of runs) one.end = (one.start = place(one.start)) + one.words.length;
  const hidden = [];
  let last = 0;
  for (const { start, end } of [...runs, { start: text.length, end: text.length }]) {
    const gap = text.slice(last, start);
    if (gap.trim()) hidden.push([last + gap.length - gap.trimStart().length, last + gap.trimEnd().length]);
    last = end;
  }
  const blocks = [...article.querySelectorAll("[data-body] > p")].map((block) => {
    const inside = runs.filter(({ run }) => block.contains(run));
    return [inside[0].start, inside.at(-1).end];
  });
  return { text, hidden, blocks, runs };
}

/** Returns `at: …` for parts of runs, or undefined where no anchor means them. */
export async function written(article, parts) {
  const source = await sourceOf(article);
  const startOf = ({ run }) => source.runs.find((one) => one.run === run).start;
  const [first, last] = [parts[0], parts.at(-1)];
  const anchor = anchorFor(source, [startOf(first) + first.from, startOf(last) + last.to]);
  const quoted = (value) =>
    typeof value === "number" ? value : JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.codePointAt(0).toString(16).padStart(4, "0")}`);
  if (!anchor) return undefined;
  const keys = Object.entries(anchor).map(([key, value]) => `${key}: ${quoted(value)}`);
  return keys.length === 1 ? `at: ${quoted(anchor.quote)}` : `at: {${keys.join(", ")}}`;
}
