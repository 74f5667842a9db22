/* Moves the focus to the error summary, and from a line of it to the field it is about (a hash alone does not focus). */
(function () {
  "use strict";
  const focusSummary = function (root) {
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
  focusSummary(document);
})();
