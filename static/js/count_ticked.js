/* Says how many boxes of a name are ticked in the form around it, and data-more that have none; all works without. */
(function () {
  "use strict";
  for (const place of document.querySelectorAll("[data-ticked]")) {
    const { ticked, some, none, more = 0 } = place.dataset;
    const count = () => {
      const boxes = [...place.closest("form").elements].filter((box) => box.name === ticked && box.checked);
      const chosen = boxes.length + Number(more);
      place.textContent = chosen ? some.replace("#", chosen) : none;
    };
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
  }
})();
