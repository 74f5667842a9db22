/* Says how many boxes of a name are ticked in the form around it; the boxes work without it. */
(function () {
  "use strict";
  for (const place of document.querySelectorAll("[data-ticked]")) {
    const { ticked, some, none } = place.dataset;
    const count = () => {
      const chosen = [...place.closest("form").elements].filter((box) => box.name === ticked && box.checked).length;
      place.textContent = chosen ? some.replace("#", chosen) : none;
    };
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
  }
})();
