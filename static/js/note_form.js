/* A stock phrase goes into the note at once, and Ctrl+Enter saves it; the server does the former too. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[name=insert]");
    if (!button) return;
    event.preventDefault();
    const { phrase, body } = button.form.elements;
    if (!phrase.value) return phrase.focus();
    body.value = [body.value.trimEnd(), phrase.selectedOptions[0].text].filter(Boolean).join("\n");
    phrase.value = "";
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  });
  document.addEventListener("keydown", function (event) {
    const saves = (event.ctrlKey || event.metaKey) && event.key === "Enter";
    if (saves && event.target.matches("[data-save-keys]")) event.target.form.requestSubmit();
  });
})();
