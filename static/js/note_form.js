/* A stock phrase goes into the note at once, which the server does too. Ctrl+Enter saves the note, and who leaves with
   one that is typed but not saved is asked. */
"use strict";

for (const body of document.querySelectorAll("[data-save-keys]")) {
  const { form } = body;
  const { phrase, insert } = form;
  if (insert) insert.addEventListener("click", function (event) {
    event.preventDefault();
    if (!phrase.value) return phrase.focus();
    body.value = (body.value.trimEnd() + "\n" + phrase.selectedOptions[0].text).trim();
    phrase.value = "";
    body.dispatchEvent(new Event("input"));
    body.focus();
  });
  body.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", () => { body.defaultValue = body.value; });
  window.addEventListener("beforeunload", function (event) {
    if (body.value !== body.defaultValue) event.preventDefault();
  });
}
