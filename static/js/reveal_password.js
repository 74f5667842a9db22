/* Lets people see the password they type; without JavaScript the field is an ordinary one. */
(function () {
  "use strict";
  document.querySelectorAll("input[type=password]").forEach(function (field) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary";
    button.setAttribute("aria-controls", field.id);

    function show(visible) {
      field.type = visible ? "text" : "password";
      button.textContent = visible ? "Sembunyikan" : "Tampilkan";
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = " kata sandi";
      button.append(hidden);
    }

    const row = document.createElement("div");
    row.className = "password-field";
    field.replaceWith(row);
    row.append(field, button);
    button.addEventListener("click", () => show(field.type === "password"));
    if (field.form) field.form.addEventListener("submit", () => show(false));
    show(false);
  });
})();
