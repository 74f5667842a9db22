/* "Sisa 240 karakter" under a long text, in the last fifth of its limit only; spoken once at 100, 50 and 0. */
(function () {
  "use strict";
  const SPOKEN = [0, 50, 100];
  const format = new Intl.NumberFormat("id-ID");
  const sentence = (left) => (left < 0 ? "Kelebihan " : "Sisa ") + format.format(Math.abs(left)) + " karakter";

  document.querySelectorAll("textarea[data-max-length]").forEach(function (box) {
    const limit = Number(box.dataset.maxLength);
    const seen = document.createElement("p");
    seen.className = "form-text count-left";
    seen.setAttribute("aria-hidden", "true");
    const heard = document.createElement("p");
    heard.className = "visually-hidden";
    heard.setAttribute("aria-live", "polite");
    box.after(seen, heard);
    let step = -1; // what was there before is not spoken
    function count() {
      const left = limit - Array.from(box.value.trim()).length; // letters as the server counts them, not UTF-16 units
      seen.textContent = left <= limit / 5 ? sentence(left) : "";
      const reached = SPOKEN.find((mark) => left <= mark);
      if (reached < step) heard.textContent = sentence(left);
      step = reached === undefined ? Infinity : reached;
    }
    box.addEventListener("input", count);
    count();
  });
})();
