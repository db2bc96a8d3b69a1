/*
 * The question on a phone: keeps a draft while there is no signal, sends over a weak line.
 * The form may be the empty copy that the device kept (portal/sw.js): then what makes it
 * one visitor's is fetched before it is sent.
 * Without this file the form is an ordinary form and works.
 */

const form = document.querySelector("[data-ask-form]");
const state = form.querySelector("[data-state]");
const send = form.querySelector("[data-send]");
const KEPT = `ask-draft-${form.dataset.matter}`;
// Who asks is typed anew: a phone may be lent, and drafts can be read on it.
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "photos", "contact", "name"]);
const WAIT = 60_000;
// What nobody came back to for a month is nobody's draft any more.
const LASTS = 30 * 24 * 60 * 60 * 1000;

function values() {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.has(name) && typeof value === "string") kept[name] = value;
  }
  return kept;
}

function read() {
  try {
    const { at = 0, draft = {} } = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    return Date.now() - at < LASTS ? draft : {};
  } catch {
    return {};
  }
}

function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    /* nothing was kept */
  }
}

function keep() {
  const draft = values();
  if (!draft.text && !draft.title) return forget();
  try {
    localStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), draft }));
  } catch {
    /* no room or not allowed: the form still sends */
  }
}

function restore() {
  const draft = read();
  const typed = form.elements.namedItem("text").value;
  if (typed || !(draft.text || draft.title)) return;
  for (const [name, value] of Object.entries(draft)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  document.querySelector("[data-restored]").hidden = false;
}

function tell(errors) {
  for (const field of form.querySelectorAll("[data-field]")) {
    field.classList.toggle("field--wrong", field.dataset.field in errors);
    field.querySelector(".error").textContent = "";
  }
  for (const [name, words] of Object.entries(errors)) {
    const place = form.querySelector(`[data-field="${name}"] .error`) ?? state;
    place.textContent = words.join(" ");
  }
  const first = [...form.querySelectorAll(".error")].find((place) => place.textContent) ?? state;
  first.scrollIntoView({ block: "center" });
}

/* The seal of this visit, and a key where the form has none: one it has stays, so that
 * the same question sent again is still one. */
async function renew() {
  const answer = await fetch(form.action, { cache: "no-store", signal: AbortSignal.timeout(WAIT) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of ["csrfmiddlewaretoken", "client_key"]) {
    const field = form.elements.namedItem(name);
    const fresh = page.querySelector(`[data-ask-form] [name="${name}"]`);
    if (fresh && (name !== "client_key" || !field.value)) field.value = fresh.value;
  }
}

function post() {
  return fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(WAIT),
  });
}

async function deliver(event) {
  event.preventDefault();
  send.disabled = true;
  state.textContent = state.dataset.sending;
  try {
    if (!form.elements.namedItem("csrfmiddlewaretoken").value) await renew();
    keep();
    let answer = await post();
    if (answer.status === 403) {
      await renew(); // the seal was of an earlier visit
      answer = await post();
    }
    const told = await answer.json();
    if (told.next) {
      forget();
      location.assign(told.next);
      return;
    }
    state.textContent = "";
    if (told.client_key) form.elements.namedItem("client_key").value = told.client_key;
    tell(told.errors);
  } catch {
    keep();
    state.textContent = state.dataset.failed;
  }
  send.disabled = false;
}

function signal() {
  document.querySelector("[data-offline]").hidden = navigator.onLine;
}

document.querySelector("[data-forget]").addEventListener("click", () => {
  forget();
  location.reload();
});
form.addEventListener("input", keep);
form.addEventListener("submit", deliver);
addEventListener("online", signal);
addEventListener("offline", signal);
restore();
signal();
