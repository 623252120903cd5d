// Keeps an open page of the preview fresh: asks what is new when the server says that something is.
import { show } from "./overlay.js";

const OWN = "/_backfile/";
const PLACE = "backfile-place";
const PATIENCE = 5000; // milliseconds
const tag = document.querySelector("script[data-backfile]");
const { digest } = tag.dataset;
let { style } = tag.dataset;
let asking = null;
let again = false;
let leaving = false;

function look() {
  again = true;
  asking ??= ask().finally(() => { asking = null; });
}

async function ask() {
  while (again) {
    again = false;
    try {
      const page = encodeURIComponent(decodeURIComponent(location.pathname));
      const answer = await fetch(`${OWN}state?page=${page}`, { cache: "no-store" });
      if (answer.ok) take(await answer.json());
    } catch {
      // The server is gone; the stream of events tells when it is back.
    }
  }
}

function take(now) {
  if (leaving) return;
  if (now.digest !== digest || String(now.round) !== tag.dataset.round) {
    reload();
    return;
  }
  if (now.style && now.style !== style) swapStyle(now.style);
  show(now);
}

function reload() {
  sessionStorage.setItem(PLACE, JSON.stringify({ at: location.href, ...place() }));
  history.scrollRestoration = "manual";
  location.reload();
}

/** Where the reader is: the first thing with an id in sight, and how far from the top it stands. */
function place() {
  for (const one of document.querySelectorAll("main [id]")) {
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return { id: one.id, top, y: scrollY };
  }
  return { id: "", top: 0, y: scrollY };
}

function goBack() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  if (kept === null) return;
  if (kept.at === location.href) {
    const one = kept.id && kept.y > 0 ? document.getElementById(kept.id) : null;
    const y = one ? scrollY + one.getBoundingClientRect().top - kept.top : kept.y;
    scrollTo({ top: y, behavior: "instant" });
  }
}

function swapStyle(fresh) {
  const old = [...document.querySelectorAll("link[rel=stylesheet]")].find((link) => link.href.endsWith(`/${style}`));
  style = fresh;
  if (!old) return;
  const link = old.cloneNode();
  link.href = old.getAttribute("href").slice(0, -tag.dataset.style.length) + fresh;
  tag.dataset.style = fresh;
  link.addEventListener("load", () => old.remove());
  link.addEventListener("error", () => old.remove());
  old.after(link);
}

// One stream for all tabs where the browser can share it: a browser opens only six to one server.
let stream = null;

function listen() {
  if (globalThis.SharedWorker) {
    const { port } = new SharedWorker(`${OWN}listen.js`, { type: "module" });
    port.onmessage = look;
    port.start();
    addEventListener("pagehide", () => port.postMessage("bye"));
    return;
  }
  stream = new EventSource(`${OWN}events`);
  stream.onmessage = look;
}

// Loading the page again would undo what the reader has just asked for: a link, a form, another address.
// A link to a mail or a download leaves nothing: whoever is still here after a while is told again.
addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => { leaving = false; look(); }, PATIENCE);
});
addEventListener("pagehide", () => { leaving = true; stream?.close(); });
addEventListener("pageshow", (event) => {
  leaving = false;
  // Out of the browser's memory, as it was when it was left.
  if (event.persisted) { listen(); look(); }
});

goBack();
addEventListener("load", () => {
  goBack();
  sessionStorage.removeItem(PLACE);
  history.scrollRestoration = "auto";
});
listen();
look();
