/* The declaration names the official who is chosen above it; the server writes the same name into the record. */
(function () {
  "use strict";
  const shown = document.querySelector("[data-official]");
  const official = document.getElementById("id_official");
  const name = document.getElementById("id_official_name");
  const title = document.getElementById("id_official_title");
  if (!shown) return;

  const update = function () {
    const typed = [name.value.trim(), title.value.trim()].filter(Boolean).join(", ");
    const chosen = official.options[official.selectedIndex];
    shown.textContent = official.value === "other" ? typed || "pejabat yang tertulis di atas" : chosen.textContent;
  };
  [official, name, title].forEach((control) => control.addEventListener("input", update));
  update();
})();
