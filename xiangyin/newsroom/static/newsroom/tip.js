/*
 * The tip form on a phone: keeps a draft, makes photos small, sends over a weak line.
 * Without this file the form is an ordinary form and works.
 */

const form = document.querySelector("[data-tip-form]");
const words = document.querySelector("[data-words]").dataset;
const state = form.querySelector("[data-state]");
const send = form.querySelector("[data-send]");
const input = form.querySelector("#id_photos");
const list = form.querySelector("[data-photos]");
const count = form.querySelector("[data-count]");
const most = Number(form.dataset.most);
const KEPT = `tip-draft-${form.dataset.person}`;
const FIELDS = ["text", "place", "happens", "contact", "unit"];
const LIMITS = { text: 2000, place: 120, happens: 80, contact: 120 };
const LONGEST_SIDE = 1600;
const MOST_BYTES = 15 * 1024 * 1024;
const SMALL = 400 * 1024;

const say = (text, values = {}) =>
  Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), text);
const field = (name) => form.elements.namedItem(name);
const errorOf = (name) => form.querySelector(`[data-field="${name}"] .error`);

/* ---- the draft ---------------------------------------------------------- */

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  const draft = { client_key: field("client_key").value };
  for (const name of FIELDS) if (field(name)) draft[name] = field(name).value;
  try {
    if (draft.text || draft.place || draft.happens || draft.contact) {
      localStorage.setItem(KEPT, JSON.stringify(draft));
    } else forget();
  } catch {
    /* no room or not allowed: the form still sends */
  }
}

function forget() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    /* nothing was kept */
  }
}

function restore() {
  const draft = read();
  const typed = FIELDS.some((name) => name !== "unit" && field(name)?.value);
  if (typed || !FIELDS.some((name) => name !== "unit" && draft[name])) return;
  for (const name of FIELDS) if (field(name) && draft[name]) field(name).value = draft[name];
  if (draft.client_key) field("client_key").value = draft.client_key;
  document.querySelector("[data-restored]").hidden = false;
}

document.querySelector("[data-forget]").addEventListener("click", () => {
  forget();
  location.reload();
});

/* ---- help while typing --------------------------------------------------- */

function measure(name) {
  const over = [...field(name).value].length - LIMITS[name];
  errorOf(name).textContent = over > 0 ? say(words.long, { n: over }) : "";
}

form.addEventListener("input", (event) => {
  if (event.target.name in LIMITS) measure(event.target.name);
  keep();
  press();
});

const chips = document.querySelector("[data-chips]");
const happens = document.getElementById(chips.dataset.chips);
function press() {
  for (const chip of chips.querySelectorAll("button")) {
    chip.setAttribute("aria-pressed", String(happens.value.trim() === chip.textContent));
  }
}
chips.hidden = false;
chips.addEventListener("click", (event) => {
  if (event.target.tagName !== "BUTTON") return;
  happens.value = event.target.textContent;
  happens.dispatchEvent(new Event("input", { bubbles: true }));
});

/* ---- photos --------------------------------------------------------------- */

let photos = [];

async function shrink(file) {
  if (file.size <= SMALL && file.type === "image/jpeg") return file;
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

async function take(file) {
  if (file.type && !file.type.startsWith("image/")) return say(words.nophoto, { name: file.name });
  try {
    photos.push(await shrink(file));
  } catch {
    /* This browser cannot open it (HEIC, or no picture at all): the server decides. */
    if (file.size > MOST_BYTES) return say(words.large, { name: file.name });
    photos.push(file);
  }
  return "";
}

function show() {
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(
    ...photos.map((photo, at) => {
      const row = document.createElement("li");
      const image = document.createElement("img");
      image.src = URL.createObjectURL(photo);
      image.alt = photo.name;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", say(words.remove, { n: at + 1 }));
      remove.addEventListener("click", () => {
        photos.splice(at, 1);
        errorOf("photos").textContent = "";
        show();
      });
      row.append(image, remove);
      return row;
    }),
  );
  list.hidden = photos.length === 0;
  count.textContent = photos.length ? say(words.count, { n: photos.length, most }) : "";
}

async function choose() {
  const chosen = [...input.files];
  input.value = "";
  send.disabled = true;
  state.textContent = words.shrinking;
  const troubles = [];
  const room = most - photos.length;
  for (const file of chosen.slice(0, room)) {
    const trouble = await take(file);
    if (trouble) troubles.push(trouble);
    show();
  }
  if (chosen.length > room) troubles.push(say(words.many, { most, n: chosen.length - room }));
  errorOf("photos").textContent = troubles.join(" ");
  state.textContent = "";
  send.disabled = false;
}
input.addEventListener("change", choose);

/* ---- sending --------------------------------------------------------------- */

function post(body) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        state.textContent = say(words.sent, { n: Math.floor((100 * event.loaded) / event.total) });
      }
    });
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", fail);
    request.addEventListener("timeout", fail);
    request.send(body);
  });
}

function refuse(errors) {
  let first = null;
  for (const place of form.querySelectorAll("[data-field] .error")) place.textContent = "";
  for (const [name, texts] of Object.entries(errors)) {
    const place = errorOf(name);
    if (!place) continue;
    place.textContent = texts.join(" ");
    first ??= form.querySelector(`[data-field="${name}"] :is(textarea, input, select)`);
  }
  const others = Object.keys(errors).filter((name) => !errorOf(name));
  state.textContent = others.map((name) => errors[name].join(" ")).join(" ") || words.errors;
  first?.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  keep();
  const body = new FormData(form);
  body.delete("photos");
  for (const photo of photos) body.append("photos", photo, photo.name);
  send.disabled = true;
  state.textContent = words.sending;
  try {
    const request = await post(body);
    const kind = request.getResponseHeader("Content-Type") ?? "";
    const told = kind.startsWith("application/json") ? JSON.parse(request.responseText) : null;
    if (told?.next) {
      forget();
      location.href = told.next;
      return;
    }
    /* The first sending arrived after all, and was other: what stands here now is new. */
    if (told?.client_key) {
      field("client_key").value = told.client_key;
      keep();
    }
    if (told?.errors) refuse(told.errors);
    else state.textContent = request.responseURL.includes("/login") ? words.expired : words.failed;
  } catch {
    state.textContent = words.failed;
  }
  send.disabled = false;
});

/* ---- the line ---------------------------------------------------------------- */

function line() {
  document.querySelector("[data-offline]").hidden = navigator.onLine;
}
addEventListener("online", line);
addEventListener("offline", line);

form.classList.add("is-alive");
restore();
press();
line();
/* Over a slow line photos may be chosen before this file has come. */
if (input.files.length) choose();
document.querySelector("[data-errors]")?.focus();
