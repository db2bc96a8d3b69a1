/* Marks around what is selected: the button writes what somebody could type. */

const button = document.querySelector("[data-mark]");
let field = null;

function mark() {
  const { selectionStart: start, selectionEnd: end, value } = field ?? {};
  if (!field || start === end) return;
  field.setRangeText(`[[${value.slice(start, end)}]]`, start, end, "end");
  field.focus();
}

if (button) {
  for (const each of document.querySelectorAll("[data-marks]")) {
    each.addEventListener("select", () => {
      field = each;
    });
  }
  button.addEventListener("click", mark);
  button.hidden = false;
}
