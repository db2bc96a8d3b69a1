/*
 * Black boxes drawn on a photo, by pointer or keyboard. They are written into the field of
 * the form, one a line in percent: without this file somebody types them there.
 */

const frame = document.querySelector("[data-frame]");
const photo = frame.querySelector("img");
const field = document.querySelector("[data-boxes]");
const add = document.querySelector("[data-add]");
const shown = document.querySelector('input[name="shown"][value="yes"]');
const SMALLEST = 1;
const STEP = 1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let boxes = [];

const within = (value, least, most) => Math.min(most, Math.max(least, value));
const tenth = (value) => Math.round(value * 10) / 10;

function fit(box) {
  box.width = within(box.width, SMALLEST, 100);
  box.height = within(box.height, SMALLEST, 100);
  box.left = within(box.left, 0, 100 - box.width);
  box.top = within(box.top, 0, 100 - box.height);
  return box;
}

function write() {
  field.value = boxes
    .map((box) => [box.left, box.top, box.width, box.height].map(tenth).join(" "))
    .join("\n");
  if (boxes.length) shown.checked = true;
}

function place(box) {
  Object.assign(box.element.style, {
    left: `${box.left}%`,
    top: `${box.top}%`,
    width: `${box.width}%`,
    height: `${box.height}%`,
  });
}

function draw() {
  for (const old of frame.querySelectorAll("[data-black]")) old.remove();
  boxes.forEach((box, index) => {
    box.element = document.createElement("button");
    box.element.type = "button";
    box.element.dataset.black = index;
    box.element.setAttribute("aria-label", frame.dataset.box.replace("#", index + 1));
    place(box);
    frame.append(box.element);
  });
}

function read() {
  boxes = field.value
    .split("\n")
    .map((line) => line.trim().split(/[\s,，、]+/).map(Number))
    .filter((numbers) => numbers.length === 4 && numbers.every(Number.isFinite))
    .map(([left, top, width, height]) => fit({ left, top, width, height }));
  draw();
}

function at(event) {
  const area = photo.getBoundingClientRect();
  return {
    x: within(((event.clientX - area.left) / area.width) * 100, 0, 100),
    y: within(((event.clientY - area.top) / area.height) * 100, 0, 100),
  };
}

function byPointer(event) {
  if (event.button) return;
  event.preventDefault();
  const start = at(event);
  const held = boxes[event.target.dataset.black];
  const box = held ?? fit({ left: start.x, top: start.y, width: SMALLEST, height: SMALLEST });
  const from = { left: box.left, top: box.top };
  if (held) held.element.focus();
  else {
    boxes.push(box);
    draw();
  }
  const follow = (moved) => {
    const now = at(moved);
    if (held) {
      box.left = from.left + now.x - start.x;
      box.top = from.top + now.y - start.y;
    } else {
      box.left = Math.min(start.x, now.x);
      box.top = Math.min(start.y, now.y);
      box.width = Math.abs(now.x - start.x);
      box.height = Math.abs(now.y - start.y);
    }
    place(fit(box));
  };
  const stop = () => {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", stop);
    write();
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", stop);
}

function byKey(event) {
  const box = boxes[event.target.dataset.black];
  if (!box) return;
  if (event.key === "Delete" || event.key === "Backspace") {
    boxes.splice(boxes.indexOf(box), 1);
    draw();
    add.focus();
  } else if (event.key in ARROWS) {
    const [x, y] = ARROWS[event.key];
    if (event.shiftKey) {
      box.width += x * STEP;
      box.height += y * STEP;
    } else {
      box.left += x * STEP;
      box.top += y * STEP;
    }
    place(fit(box));
  } else return;
  event.preventDefault();
  write();
}

add.addEventListener("click", () => {
  boxes.push(fit({ left: 40, top: 40, width: 20, height: 20 }));
  draw();
  write();
  boxes.at(-1).element.focus();
});
frame.addEventListener("pointerdown", byPointer);
frame.addEventListener("keydown", byKey);
field.addEventListener("input", read);
add.hidden = false;
document.querySelector("[data-how]").hidden = false;
read();
