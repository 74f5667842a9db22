/* Kecamatan narrows Desa/kelurahan: the combined select becomes two, made from what stands on the page already, so that a
   weak line is not asked for anything. Without this script the combined select does the same work. */
(function () {
  "use strict";
  document.querySelectorAll("[data-villages]").forEach(function (village) {
    const groups = [...village.querySelectorAll("optgroup")];
    const first = village.options[0];
    const district = document.createElement("select");
    district.className = "form-select";
    district.id = village.id + "-district";
    district.append(new Option("Pilih kecamatan", ""));
    groups.forEach((group, index) => district.append(new Option(group.label.replace("Kecamatan ", ""), index)));

    const field = document.createElement("div");
    field.className = "field";
    const label = village.closest(".field").querySelector("label");
    const heading = label.cloneNode(true);
    heading.htmlFor = district.id;
    heading.firstChild.data = "Kecamatan";
    label.firstChild.data = "Desa/kelurahan";
    field.append(heading, district);
    village.closest(".field").before(field);

    const groupOf = () => village.selectedOptions[0].closest("optgroup");
    function narrow() {
      const chosen = village.value;
      village.replaceChildren(first, ...(district.value ? [groups[district.value]] : groups));
      village.value = chosen;
      if (village.selectedIndex < 0) village.value = "";
    }
    function follow() {
      if (!groupOf()) return;
      district.value = groups.indexOf(groupOf());
      narrow();
    }
    district.addEventListener("change", narrow);
    village.addEventListener("change", follow);
    follow();
    if (village.autofocus) {
      village.autofocus = false;
      district.focus();
    }
  });
})();
