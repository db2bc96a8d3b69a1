/*
 * Shows how much of a film has gone up, and says so before it goes if it is too large.
 * Without script the form works as it is.
 */
(() => {
  const placeOf = (form) => form.querySelector("[data-film-most]");

  function say(place, words, share = null) {
    const bar = place.querySelector("progress");
    bar.hidden = share === null;
    bar.value = share ?? 0;
    const line = place.querySelector("[role=status]");
    if (line.textContent !== words) line.textContent = words;
  }

  function follow(upload, place) {
    const { filmGoes, filmRead } = place.dataset;
    upload.addEventListener("progress", (event) => {
      const share = event.lengthComputable ? event.loaded / event.total : 0;
      say(place, share < 1 ? filmGoes : filmRead, share);
    });
  }

  document.addEventListener("change", (event) => {
    const { target } = event;
    const place = target.type === "file" && target.form && placeOf(target.form);
    if (!place || !place.parentElement.contains(target)) return;
    const [file] = target.files;
    const isLarge = file && file.size > Number(place.dataset.filmMost);
    target.setCustomValidity(isLarge ? place.dataset.filmLarge : "");
    say(place, isLarge ? place.dataset.filmLarge : "");
    const title = target.form.querySelector("input[name$=title]");
    if (file && title && !title.value) title.value = file.name.replace(/\.[^.]*$/, "").slice(0, 60);
  });

  // The page that brings a film.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const place = placeOf(form);
    if (!place || form.matches("[data-chooser-modal-creation-form]")) return;
    event.preventDefault();
    const input = place.parentElement.querySelector("input[type=file]");
    if (!input.checkValidity()) return;
    const request = new XMLHttpRequest();
    follow(request.upload, place);
    request.addEventListener("load", () => {
      history.replaceState(null, "", request.responseURL);
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
  });

  // The window in which one is chosen: Wagtail sends the form by itself.
  window.jQuery?.ajaxPrefilter((options) => {
    const form = document.querySelector("[data-chooser-modal-creation-form]");
    const place = form && placeOf(form);
    if (!place || !(options.data instanceof FormData)) return;
    const input = place.parentElement.querySelector("input[type=file]");
    if (!input.checkValidity()) options.beforeSend = () => false;
    const made = options.xhr;
    options.xhr = () => {
      const request = made();
      follow(request.upload, place);
      return request;
    };
  });
})();
