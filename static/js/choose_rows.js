/* Says how many rows of a table are ticked for the form that they belong to; the boxes work without it. */
(function () {
  "use strict";
  for (const place of document.querySelectorAll("[data-chosen]")) {
    const form = document.getElementById(place.dataset.chosen);
    const nothing = place.textContent;
    const count = () => {
      const chosen = [...form.elements].filter((box) => box.type === "checkbox" && box.checked).length;
      place.textContent = chosen ? `${chosen} usulan dipilih` : nothing;
    };
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
  }
})();
