/* The budget table by keyboard, as in a sheet: Enter and the arrows stay in their column. Everything has a button too. */
(function () {
  "use strict";
  const table = document.querySelector("[data-budget]");
  const help = document.querySelector("[data-budget-keys]");
  if (!table || !help) return;
  const form = table.closest("form");
  help.hidden = false;

  const column = (input) => input.name.replace(/.*-/, "").replace("rate", "quantity");

  /* The box of the same column in the next row that has one; a group has only its first. */
  function neighbour(input, step) {
    const boxes = [...table.querySelectorAll("tbody input:not([type=hidden])")].filter((box) => column(box) === column(input));
    return boxes[boxes.indexOf(input) + step];
  }

  const press = (action) => form.querySelector("button[value=" + action + "]").click();

  function go(box) {
    box.focus();
    box.select();
  }

  function copy(input, source) {
    input.value = source.value;
    ["input", "change"].forEach((type) => input.dispatchEvent(new Event(type, { bubbles: true })));
  }

  /* What a key does in a box; nothing where the browser does the right thing itself. */
  function meaning({ key, shiftKey, altKey, ctrlKey, metaKey }, input) {
    const above = neighbour(input, -1);
    const below = neighbour(input, 1);
    if (ctrlKey || metaKey) {
      if (key === "Enter") return () => press("simpan");
      return key === "d" && above ? () => copy(input, above) : null;
    }
    const row = input.name.split("-")[1];
    if (altKey) return { ArrowUp: () => press("naik-" + row), ArrowDown: () => press("turun-" + row) }[key];
    if (key === "Enter" && !shiftKey) return below ? () => go(below) : () => press("tambah-item");
    if (key === "ArrowUp" || key === "Enter") return above && (() => go(above));
    return key === "ArrowDown" && below ? () => go(below) : null;
  }

  table.addEventListener("keydown", function (event) {
    const input = event.target;
    if (input.type !== "text" || event.isComposing || !/^(Enter|ArrowUp|ArrowDown|d)$/.test(event.key)) return;
    const act = meaning(event, input);
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
