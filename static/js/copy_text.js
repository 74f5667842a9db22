/* Copies a prepared text to the clipboard; without JavaScript it stands there to be marked by hand. */
(function () {
  "use strict";
  document.querySelectorAll("[data-copy] button[hidden]").forEach(function (button) {
    button.hidden = false;
  });
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy] button");
    if (!button) return;
    const box = button.closest("[data-copy]");
    const text = box.querySelector(".copy-text");
    const status = box.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = "Pesan disalin.";
    } catch {
      // Without a secure connection there is no clipboard; the text is marked instead.
      getSelection().selectAllChildren(text);
      status.textContent = "Pesan ditandai. Salin dengan menu perangkat Anda.";
    }
  });
})();
