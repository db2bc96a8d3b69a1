/*
 * The question on a phone: keeps a draft while there is no signal, sends over a weak line.
 * Without this file the form is an ordinary form and works.
 */

const form = document.querySelector("[data-ask-form]");
const state = form.querySelector("[data-state]");
const send = form.querySelector("[data-send]");
const KEPT = `ask-draft-${form.dataset.matter}`;
// Who asks is typed anew: a phone may be lent, and drafts can be read on it.
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "photos", "contact", "name"]);
const WAIT = 60_000;

function values() {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.has(name) && typeof value === "string") kept[name] = value;
  }
  return kept;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
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
    localStorage.setItem(KEPT, JSON.stringify(draft));
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
  for (const place of form.querySelectorAll("[data-field] .error")) place.textContent = "";
  for (const [name, words] of Object.entries(errors)) {
    const place = form.querySelector(`[data-field="${name}"] .error`) ?? state;
    place.textContent = words.join(" ");
  }
  const first = [...form.querySelectorAll(".error")].find((place) => place.textContent) ?? state;
  first.scrollIntoView({ block: "center" });
}

async function post(event) {
  event.preventDefault();
  keep();
  send.disabled = true;
  state.textContent = state.dataset.sending;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(WAIT),
    });
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
form.addEventListener("submit", post);
addEventListener("online", signal);
addEventListener("offline", signal);
restore();
signal();
