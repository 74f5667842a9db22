/* "Cetak" opens the browser's own dialogue; without this script the button stays hidden and the browser's menu prints. */
(function () {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
