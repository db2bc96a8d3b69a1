/*
 * Offers below a search field while somebody types (the combobox pattern of WAI-ARIA).
 * Without this file the form works as any other. Nothing is sent while characters are
 * being put together from pinyin by the keyboard, and nothing before a pause.
 */

const PAUSE = 150;
let fields = 0;

function option(offer, id) {
  const line = document.createElement("li");
  line.id = id;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  line.dataset.address = offer.address;
  const kind = document.createElement("span");
  kind.className = "offer-kind";
  kind.textContent = offer.kind;
  line.append(offer.text, " ", kind);
  return line;
}

class Offers {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.id = `offers-${(fields += 1)}`;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.list.setAttribute("aria-label", form.dataset.offersLabel);
    this.told = document.createElement("p");
    this.told.className = "unseen";
    this.told.setAttribute("aria-live", "polite");
    form.append(this.list, this.told);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-expanded", "false");
    this.chosen = -1;
    this.asked = null;
    this.listen();
    if (document.activeElement === field && field.value) this.wait(); // typed before this came
  }

  listen() {
    this.field.addEventListener("input", (event) => event.isComposing || this.wait());
    this.field.addEventListener("compositionend", () => this.wait());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.shut());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) location.assign(line.dataset.address);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked?.abort();
    const typed = this.field.value.trim();
    if (!typed) {
      this.shut();
      return;
    }
    this.asked = new AbortController();
    const address = `${this.form.dataset.offers}?${new URLSearchParams({ q: typed })}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // The line broke, or something newer was typed: the form works without offers.
    }
  }

  show({ offers, said }) {
    if (document.activeElement !== this.field) return;
    this.list.replaceChildren(...offers.map((offer, at) => option(offer, `${this.id}-${at}`)));
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.hidden = offers.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.told.textContent = said;
  }

  shut() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.chosen = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.told.textContent = "";
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const lines = [...this.list.children];
    if (event.key === "Escape") {
      event.preventDefault();
      this.shut();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From the field to the first or the last, and past the end to the field again.
      this.choose(lines, ((this.chosen + 1 + step + lines.length + 1) % (lines.length + 1)) - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      location.assign(lines[this.chosen].dataset.address);
    }
  }

  choose(lines, at) {
    this.chosen = at;
    lines.forEach((line, place) => {
      line.setAttribute("aria-selected", String(place === at));
    });
    if (at < 0) {
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    this.field.setAttribute("aria-activedescendant", lines[at].id);
    lines[at].scrollIntoView({ block: "nearest" });
  }
}

const { offers, offersLabel } = document.querySelector("[data-offers]")?.dataset ?? {};
if (offers) {
  for (const form of document.querySelectorAll("form[role=search]")) {
    Object.assign(form.dataset, { offers, offersLabel });
    const field = form.querySelector("input[type=search]");
    if (field) new Offers(form, field);
  }
}
