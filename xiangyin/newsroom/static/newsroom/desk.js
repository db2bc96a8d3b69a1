/* Keys and small helps of the newsroom's desks. Everything works without them. */

const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
const tip = document.querySelector("[data-tip]");
const help = document.querySelector("[data-keys-help]");
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
const steps = { t: "take_up", d: "decline", m: "merge" };
let here = -1;

function stand(at) {
  if (!rows.length) return;
  rows[here]?.removeAttribute("data-here");
  here = Math.max(0, Math.min(rows.length - 1, at));
  rows[here].dataset.here = "";
  rows[here].scrollIntoView({ block: "nearest" });
  rows[here].querySelector("[data-open]").focus({ preventScroll: true });
}

function open(step) {
  const act = document.getElementById(step);
  if (!act) return;
  if (act.tagName === "DETAILS") act.open = true;
  act.scrollIntoView({ block: "nearest" });
  const first = step === "take_up" ? "[data-main]" : "input:not([type=hidden]), textarea, button";
  (act.querySelector("form " + first) ?? act.querySelector("button"))?.focus();
}

function onList(key) {
  if (key === "j") stand(here + 1);
  else if (key === "k") stand(here - 1);
  else if (steps[key] && here >= 0 && document.querySelector("[data-keys-help]")) {
    location.href = `${rows[here].querySelector("[data-open]").href}#${steps[key]}`;
  } else return false;
  return true;
}

function onTip(key) {
  if (steps[key]) open(steps[key]);
  else if (key === "j" && tip.dataset.next) location.href = tip.dataset.next;
  else if (key === "u") location.href = tip.dataset.list;
  else return false;
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    let done = false;
    if (event.key === "?" && help) {
      help.showModal();
      done = true;
    } else if (tip) done = onTip(event.key);
    else if (rows.length) done = onList(event.key);
    if (done) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.addEventListener("click", () => help.showModal());
}
for (const field of document.querySelectorAll("[data-submits]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

/* A decision or a step is sent once, however often the button is pressed. */
for (const form of document.querySelectorAll(".desk form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* The jump to the decision goes away where the decision is in sight. */
const jump = document.querySelector(".reading-jump");
const decide = document.getElementById("decide");
if (jump && decide) {
  new IntersectionObserver(([seen]) => {
    jump.hidden = seen.isIntersecting;
  }).observe(decide);
}

if (tip && steps && location.hash) open(location.hash.slice(1));
