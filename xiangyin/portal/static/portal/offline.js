/*
 * Lists on /offline/ what this device kept (sw.js), and lets go of what is public no longer.
 */

const list = document.querySelector("[data-kept]");

if ("serviceWorker" in navigator) {
  await show();
  navigator.serviceWorker.controller?.postMessage("check");
  setTimeout(show, 1500);
}

async function show() {
  const cache = await caches.open("pages");
  const rows = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept.headers.get("X-Kept-As") === "story") rows.unshift(await row(request, kept));
  }
  list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
  document.querySelector("[data-none]").hidden = rows.length > 0;
}

async function row(request, kept) {
  const page = new DOMParser().parseFromString(await kept.text(), "text/html");
  const title = page.querySelector("h1");
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(request.url).pathname;
  link.textContent = title?.textContent ?? link.href;
  if (title?.lang) link.lang = title.lang;
  const at = document.createElement("time");
  at.dateTime = kept.headers.get("X-Kept-At");
  at.textContent = new Date(at.dateTime).toLocaleString(document.documentElement.lang, {
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  item.append(link, " ", at);
  return item;
}
