/* Makes "Kembali" on an error page go back in the history, where what was typed still stands. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-back]") || history.length < 2) return;
    event.preventDefault();
    history.back();
  });
})();
