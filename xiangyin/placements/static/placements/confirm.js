// The confirm screen: passages light up on both sides, and keys press the buttons.
// Without this file every button still works.

const root = document.querySelector("[data-pair]");

function light(passage, on) {
  for (const mark of root.querySelectorAll(`[data-passage="${passage}"]`)) {
    mark.classList.toggle("lit", on);
  }
}

function passageOf(event) {
  return event.target.closest?.("[data-passage]")?.dataset.passage;
}

// Bring the other side's first mark of a passage into sight, within its own column.
function meet(mark) {
  const own = mark.closest(".pair-side");
  const other = [...root.querySelectorAll(".pair-side")].find((side) => side !== own);
  const match = other?.querySelector(`[data-passage="${mark.dataset.passage}"]`);
  match?.scrollIntoView({ block: "nearest" });
}

function linkPassages() {
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    root.addEventListener(name, (event) => {
      const passage = passageOf(event);
      if (passage) light(passage, on);
    });
  }
  root.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-passage]");
    if (mark) meet(mark);
  });
  root.addEventListener("focusin", (event) => {
    const mark = event.target.closest("mark[data-passage]");
    if (mark) meet(mark);
  });
}

const press = (name) => root.querySelector(`[data-key="${name}"]:not(:disabled)`)?.click();
const help = root.querySelector(".pair-help") ?? document.querySelector(".pair-help");

function undo() {
  const last = root.querySelector("[data-undo] button");
  if (last) last.click();
  else press("undo");
}

const keys = {
  c: () => press("confirm"),
  r: () => press("reject"),
  j: () => press("next"),
  ArrowRight: () => press("next"),
  ArrowLeft: () => press("previous"),
  u: undo,
  k: () => root.querySelector("[data-decide] select")?.focus(),
  "?": () => help?.showModal(),
};

function listen() {
  // Captured before Wagtail's own "?" can open its general list over ours.
  window.addEventListener(
    "keydown",
    (event) => {
      const busy = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
      if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key] ?? keys[event.key.toLowerCase()]; // with Caps Lock too
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    },
    true,
  );
}

if (root) {
  linkPassages();
  const filter = root.querySelector("[data-filter]");
  if (filter) {
    filter.querySelector("[data-without-script]").hidden = true;
    filter.addEventListener("change", () => filter.requestSubmit());
  }
  if ("keys" in root.dataset) {
    listen();
    const button = root.querySelector("[data-help]");
    if (button && help) {
      button.hidden = false;
      button.addEventListener("click", () => help.showModal());
    }
  }
}
