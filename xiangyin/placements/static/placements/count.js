// Counts the characters of a text as it is written, all but spaces and line ends.
const text = document.querySelector("[data-count]");
const told = document.querySelector("[data-counted]");
if (text && told) {
  const count = () => {
    told.querySelector("output").value = [...text.value.replace(/\s+/g, "")].length;
  };
  text.addEventListener("input", count);
  told.hidden = false;
  count();
}
