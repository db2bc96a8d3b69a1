/* Keys of the answers desk. Everything works without them. */

const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
const question = document.querySelector("[data-question]");
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
let here = -1;

function stand(at) {
  rows[here]?.removeAttribute("data-here");
  here = Math.max(0, Math.min(rows.length - 1, at));
  rows[here].dataset.here = "";
  rows[here].scrollIntoView({ block: "nearest" });
  rows[here].querySelector("[data-open]").focus({ preventScroll: true });
}

function onList(key) {
  if (key === "j") stand(here + 1);
  else if (key === "k") stand(here - 1);
  else return false;
  return true;
}

function onQuestion(key) {
  if (key === "u") {
    location.href = question.dataset.list;
    return true;
  }
  const act = /^[a-z]$/.test(key) && question.querySelector(`[data-key="${key}"]`);
  if (!act) return false;
  if (act.href) {
    location.href = act.href;
    return true;
  }
  act.open = true;
  act.scrollIntoView({ block: "nearest" });
  act.querySelector("form :is(input:not([type=hidden]), select, textarea, button)").focus();
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const done = question ? onQuestion(event.key) : rows.length && onList(event.key);
    if (done) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);
