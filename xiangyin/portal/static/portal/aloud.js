/*
 * Reads a story, or what is marked data-aloud, aloud where the browser can, sentence by sentence; says nothing by itself.
 *
 * Only voices of the device are used: others would send the text to somebody else. Where
 * there is none for the story's language no button appears.
 */

const STEPS = "h1, .story-lead, .prose p, .prose h2, .prose h3, .prose li, .prose dt, .prose dd";
// Of a page that is no story what tells something, its form among that; never what was typed.
const ON_PAGES = "h1, h2, p, legend, label, dt, dd, summary, li > a, .ask-lines li";
const SENTENCE = /[\s\S]+?(?:[。！？!?；;…\n]+[」』”’）)"]*|\.(?=\s)|$)/g;
const KEPT = "aloud-rate";
const template = document.querySelector("#aloud");
const story = document.querySelector(".story, [data-aloud]");
const speech = window.speechSynthesis;
let panel;
let voice;
let sentences = [];
let at = 0;
let run = 0; // which listening it is: the end of a cancelled sentence belongs to an older one
let state = "still";
let saying; // a browser may forget an utterance that nobody holds, and never say that it ended

if (template && story && speech && "SpeechSynthesisUtterance" in window) {
  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", stop);
  offer();
}

function offer() {
  if (panel) return;
  const told = story.dataset.aloud ?? story.querySelector(".prose").lang;
  const wanted = told.slice(0, 2).toLowerCase();
  voice = speech
    .getVoices()
    .filter((each) => each.localService && each.lang.toLowerCase().startsWith(wanted))
    .sort((a, b) => rank(b) - rank(a))[0];
  if (!voice) return;
  template.after(template.content.cloneNode(true));
  panel = document.querySelector(".aloud");
  panel.querySelector("[data-play]").addEventListener("click", turn);
  panel.querySelector("[data-stop]").addEventListener("click", stop);
  panel.querySelector("select").value = remembered();
  panel.querySelector("select").addEventListener("change", change);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && stop());
}

/* Mandarin before other ways to speak Chinese. */
function rank(each) {
  return (/^(zh|cmn)[-_](cn|hans)/i.test(each.lang) ? 2 : 0) + (each.default ? 1 : 0);
}

function turn() {
  if (state === "speaking") {
    show("paused");
    run += 1;
    speech.cancel(); // pause() is not heeded by every browser: the sentence begins anew
  } else {
    if (state === "still") begin();
    show("speaking");
    speak();
  }
}

function stop() {
  if (state === "still") return;
  run += 1;
  at = 0;
  speech.cancel();
  mark();
  show("still");
}

function change() {
  try {
    localStorage.setItem(KEPT, panel.querySelector("select").value);
  } catch {
    /* not allowed: it holds for this page */
  }
  if (state !== "speaking") return;
  run += 1;
  speech.cancel();
  speak();
}

function remembered() {
  try {
    const rate = localStorage.getItem(KEPT);
    return ["0.75", "1", "1.25", "1.5"].includes(rate) ? rate : "1";
  } catch {
    return "1";
  }
}

function begin() {
  at = 0;
  sentences = [...story.querySelectorAll("aloud" in story.dataset ? ON_PAGES : STEPS)]
    .filter((step) => !step.querySelector("p") && step.checkVisibility?.() !== false)
    .filter((step) => !step.closest(".aloud, nav"))
    .flatMap(cut);
}

/* The sentences of one paragraph, each with the range that it stands in. */
function cut(step) {
  const nodes = [];
  const walker = document.createTreeWalker(step, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const text = nodes.map((node) => node.data).join("");
  const ranges = [];
  for (const found of text.matchAll(SENTENCE)) {
    if (!/[\p{L}\p{N}]/u.test(found[0])) continue;
    const range = document.createRange();
    place(nodes, found.index, (node, offset) => range.setStart(node, offset));
    place(nodes, found.index + found[0].length, (node, offset) => range.setEnd(node, offset));
    ranges.push({ text: found[0].trim(), range, step });
  }
  return ranges;
}

function place(nodes, offset, put) {
  for (const node of nodes) {
    if (offset <= node.length) return put(node, offset);
    offset -= node.length;
  }
  return undefined;
}

function speak() {
  const sentence = sentences[at];
  if (!sentence) return stop();
  const mine = run;
  const said = new SpeechSynthesisUtterance(sentence.text);
  said.voice = voice;
  said.lang = voice.lang;
  said.rate = Number(panel.querySelector("select").value);
  const next = () => {
    if (mine !== run) return;
    at += 1;
    speak();
  };
  said.addEventListener("end", next);
  said.addEventListener("error", next);
  mark(sentence);
  saying = said;
  speech.speak(saying);
  return undefined;
}

/* Mark what is being said, without touching the text where the browser can. */
function mark(sentence) {
  for (const old of document.querySelectorAll(".aloud-now")) old.classList.remove("aloud-now");
  if (window.Highlight && CSS.highlights) {
    CSS.highlights.delete("aloud");
    if (sentence) CSS.highlights.set("aloud", new Highlight(sentence.range));
  } else sentence?.step.classList.add("aloud-now");
}

function show(now) {
  state = now;
  panel.dataset.state = now;
  const play = panel.querySelector("[data-play]");
  play.textContent = now === "speaking" ? play.dataset.pause : now === "paused" ? play.dataset.on : play.dataset.listen;
  panel.querySelector("[data-stop]").hidden = now === "still";
}
