/*
 * What a page begins. It is fetched when the page is painted (templates/portal/_start.js),
 * so that nothing is fetched beside its text and its cover: the browser is asked to keep
 * what is read (sw.js), the offers come with the first search field in sight, the voice
 * where something can be read aloud. Without this file pages are read as ever.
 */

const { search, aloud } = document.querySelector("script[data-search]").dataset;

function begin() {
  if (document.querySelector("#aloud")) import(aloud);
  if (document.querySelector("[data-offers]")) awaitFields();
  const isKept = document.querySelector("[data-keep], [data-kept]");
  if (isKept && "serviceWorker" in navigator) keep(navigator.serviceWorker);
}

function keep(worker) {
  addEventListener("online", () => worker.controller?.postMessage("check"));
  worker.register("/sw.js").catch(() => {
    /* not allowed here: pages are read over the network */
  });
}

/* On a phone the field of the masthead is not shown: most pages need no offers there. */
function awaitFields() {
  const sight = new IntersectionObserver((fields) => {
    if (!fields.some((field) => field.isIntersecting)) return;
    sight.disconnect();
    import(search);
  });
  for (const form of document.querySelectorAll("form[role=search]")) sight.observe(form);
}

begin();
