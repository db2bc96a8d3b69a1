/*
 * Keeps what was read on this device, for when there is no network.
 *
 * The network comes first: a kept copy is shown only where there is none, and says so.
 * Kept are public pages that mark themselves (<html data-keep>), their pictures, and the
 * look of the site; never a page of the staff or of a person. Of a form the empty one is
 * kept, without what makes it one visitor's. The server puts a line before this file:
 * OURS = {page, gone, shell}.
 */
/* global OURS */

const LOOK = "look"; // style and script: their names change with their content
const PAGES = "pages";
const PICTURES = "pictures";
const MOST = { story: 40, page: 12, form: 12, pictures: 160, look: 40 };
const NEVER = ["/admin/", "/accounts/", "/my/", "/start/", "/display/", "/language/", "/ask/status/"];
// What a form carries for one visitor: fetched anew before it is sent (answers/ask.js).
const ONE_PERSONS = /(name="(?:csrfmiddlewaretoken|client_key)" value=")[^"]*"/g;
const AWAY = new Set([502, 503, 504]); // the server's door answers, the house does not
const CHECK_EVERY = 10 * 60 * 1000;
// When a check began that came to its end, and when there was no network last.
let checked = 0;
let lost = 0;

addEventListener("install", (event) => {
  event.waitUntil(prepare().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOldLook().then(() => clients.claim()));
});

addEventListener("message", (event) => {
  if (event.data === "check") event.waitUntil(letGoWhatIsGone());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (NEVER.some((start) => address.pathname.startsWith(start))) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (OURS.shell.includes(address.pathname)) event.respondWith(look(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(look(request));
  else if (address.pathname.startsWith("/media/images/")) event.respondWith(picture(event));
});

async function prepare() {
  const cache = await caches.open(LOOK);
  await cache.addAll([...OURS.shell, OURS.page].map((path) => new Request(path, { cache: "reload" })));
}

/* Of an older look nothing is shown again: a kept page says the newest it knows. */
async function forgetOldLook() {
  const cache = await caches.open(LOOK);
  await bound(LOOK, MOST.look, (path) => !OURS.shell.includes(path) && path !== OURS.page);
  return cache;
}

/* ---- pages ---------------------------------------------------------------- */

async function page(event, address) {
  const { request } = event;
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    lost = Date.now();
    return (await copyOf(address)) ?? instead();
  }
  if (AWAY.has(answer.status)) return (await copyOf(address)) ?? answer;
  event.waitUntil(note(address, answer.clone()));
  return answer;
}

async function note(address, answer) {
  if (address.search === "" && (answer.status === 404 || answer.status === 410)) {
    await letGo(address.pathname);
  } else if (answer.ok && !answer.redirected) await keep(address, answer);
  if (checked <= lost || Date.now() - checked > CHECK_EVERY) await letGoWhatIsGone();
}

async function keep(address, answer) {
  const said = answer.headers.get("Cache-Control") ?? "";
  const isPage = (answer.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (address.search !== "" || !isPage) return;
  let html = await answer.text();
  const kind = /^[\s\S]{0,200}<html[^>]*\sdata-keep="(story|page|form)"/.exec(html)?.[1];
  if (kind === "form") html = html.replace(ONE_PERSONS, '$1"');
  else if (!kind || /no-store|private/.test(said)) return;
  const cache = await caches.open(PAGES);
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  headers.set("X-Kept-As", kind);
  await cache.delete(address.pathname); // so that it stands last again
  await cache.put(address.pathname, new Response(html, { headers }));
  const same = async (path) => (await cache.match(path)).headers.get("X-Kept-As") === kind;
  await bound(PAGES, MOST[kind], same, letGo);
}

/* The copy, with the line that says what it is. */
async function copyOf(address) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(address.pathname);
  if (!kept || address.search !== "") return undefined;
  const at = new Date(kept.headers.get("X-Kept-At"));
  const html = (await kept.text())
    .replace(/(<p class="saved"[^>]*?) hidden>/, "$1>")
    .replace('<span class="saved-at"></span>', `<span class="saved-at">${stamp(at)}</span>`);
  return new Response(html, { headers: kept.headers });
}

async function instead() {
  const cache = await caches.open(LOOK);
  return (await cache.match(OURS.page)) ?? Response.error();
}

const two = (number) => String(number).padStart(2, "0");
const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

function stamp(at) {
  return day(at) === day(new Date()) ? clock(at) : `${day(at)} ${clock(at)}`;
}

/* ---- look and pictures ---------------------------------------------------- */

/* Names carry a hash where the site is installed; where not, the network comes first. */
async function look(request) {
  const cache = await caches.open(LOOK);
  const hashed = /\.[0-9a-f]{12}\.\w+$/.test(new URL(request.url).pathname);
  const kept = await cache.match(request);
  if (kept && hashed) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await cache.put(request, answer.clone());
      await bound(LOOK, MOST.look, (path) => !OURS.shell.includes(path) && path !== OURS.page);
    }
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function picture(event) {
  const { request } = event;
  const cache = await caches.open(PICTURES);
  try {
    const answer = await fetch(request);
    const isPublic = /\bpublic\b/.test(answer.headers.get("Cache-Control") ?? "");
    if (answer.ok && isPublic) event.waitUntil(putPicture(cache, request, answer.clone()));
    else if (answer.status === 404) event.waitUntil(cache.delete(request));
    return answer;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

async function putPicture(cache, request, answer) {
  await cache.put(request, answer);
  await bound(PICTURES, MOST.pictures, () => true);
}

/* ---- letting go ----------------------------------------------------------- */

/* Keep the `most` newest of those that `counts`. */
async function bound(name, most, counts, drop) {
  const cache = await caches.open(name);
  const paths = [];
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (await counts(pathname)) paths.push(pathname);
  }
  for (const path of paths.slice(0, Math.max(0, paths.length - most))) {
    await (drop ? drop(path) : cache.delete(path));
  }
}

/* A page and the pictures that it showed. */
async function letGo(path) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(path);
  if (!kept) return;
  const shown = new Set((await kept.text()).match(/\/media\/images\/[^\s",&]+/g) ?? []);
  await cache.delete(path);
  const pictures = await caches.open(PICTURES);
  for (const address of shown) await pictures.delete(address);
}

/* Ask which of the kept stories are public no longer. */
async function letGoWhatIsGone() {
  const began = Date.now();
  const cache = await caches.open(PAGES);
  const asked = new URLSearchParams();
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept.headers.get("X-Kept-As") === "story") asked.append("p", new URL(request.url).pathname);
  }
  try {
    if (asked.size) {
      const answer = await fetch(`${OURS.gone}?${asked}`);
      if (!answer.ok) return;
      for (const path of (await answer.json()).gone) await letGo(path);
    }
    checked = began;
  } catch {
    /* no network yet: asked again with the next page */
  }
}
