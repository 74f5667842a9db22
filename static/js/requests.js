/* What a person is told about requests in the background: loading, slow, failed. The text goes into the nearest status
   line; what was typed stays where it is. */
(function () {
  "use strict";
  const SLOW = 20000;
  const timers = new WeakMap();

  function statusLine(element) {
    const scope = element.closest("form, section, main") || document;
    return scope.querySelector("[role=status]") || document.querySelector("main [role=status]");
  }

  function say(element, text) {
    const line = statusLine(element);
    if (line) line.textContent = text;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    const { elt, target, xhr } = event.detail;
    target.setAttribute("aria-busy", "true");
    timers.set(xhr, setTimeout(() => say(elt, "Sambungan lambat. Kami masih mencoba."), SLOW));
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    event.detail.target.removeAttribute("aria-busy");
    clearTimeout(timers.get(event.detail.xhr));
  });
  document.addEventListener("htmx:responseError", function (event) {
    say(event.detail.elt, "Permintaan gagal (kode " + event.detail.xhr.status + "). Isian Anda aman. Coba lagi.");
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, (event) => say(event.detail.elt, "Sambungan terputus. Isian Anda aman. Coba lagi."));
  });
})();
