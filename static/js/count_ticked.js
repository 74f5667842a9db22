/* Says how many boxes of a name are ticked in its form, beside data-more that have none; the boxes work without it. */
(function () {
  "use strict";
  for (const place of document.querySelectorAll("[data-ticked]")) {
    const { ticked, some, none, more = 0 } = place.dataset;
    const count = () => {
      const chosen = place.closest("form").querySelectorAll(`[name=${ticked}]:checked`).length + Number(more);
      place.textContent = chosen ? some.replace("#", chosen) : none;
    };
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
  }
})();
