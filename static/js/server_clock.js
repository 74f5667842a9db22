/* In the last hour the check page shows the server's clock running on from the moment it was rendered, never the
   device's: only the time that passes is measured here. WIB is seven hours ahead of UTC all year. */
(function () {
  "use strict";
  const WIB = 7 * 3600 * 1000;
  const shown = document.querySelector("[data-server-clock]");
  if (!shown) return;
  const rendered = Date.parse(shown.dataset.serverClock);

  const tick = function () {
    const now = new Date(rendered + performance.now() + WIB);
    shown.textContent = now.toISOString().slice(11, 19).replaceAll(":", ".") + " WIB";
  };
  setInterval(tick, 1000);
})();
