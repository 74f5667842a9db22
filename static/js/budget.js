/* The budget table while it is being filled in: amounts, total and words follow what is typed, for sight only; the server
   computes them again and its numbers are what counts. */
(function () {
  "use strict";
  const table = document.querySelector("[data-budget]");
  if (!table) return;
  const numbers = titian.numbers;
  const total = table.querySelector("[data-total]");
  const words = document.querySelector("[data-words]");
  const totalCheck = document.querySelector("[data-total-check]");
  const spoken = document.querySelector("[data-spoken-total]");
  const ANNOUNCE_AFTER = 1000;
  const KINDS = { quantity: "quantity", rate: "quantity", unit_price: "rupiah" };
  const [items, taxes, roundings] = ["item", "tax", "rounding"].map((kind) => [...table.querySelectorAll("[data-kind=" + kind + "]")]);
  const shown = new Map(); // of each row, the amount beside it
  let base = 0n;
  let timer = 0;

  const kindOf = (input) => KINDS[input.name.replace(/.*-/, "")];

  /* Of a long budget most rows stand there as text, in the same columns. */
  function value(row, field) {
    const input = row.querySelector("input[name$='-" + field + "']");
    const text = input ? input.value : row.cells[field === "unit_price" ? 3 : 1].textContent;
    const parsed = numbers[KINDS[field]](text);
    return parsed.refusal ? null : parsed.value;
  }

  function itemAmount(row) {
    const quantity = value(row, "quantity");
    const price = value(row, "unit_price");
    return quantity === null || price === null ? 0n : numbers.rowAmount(quantity, price);
  }

  function show(row, amount) {
    const output = row.querySelector("output") || row.cells[4];
    const text = numbers.formatNumber(amount);
    shown.set(row, amount);
    if (output.textContent !== text) output.textContent = text;
    return amount;
  }

  /* Of the items only the row that changed is read again: a budget may have five hundred. */
  function refresh(changed) {
    items.filter((row) => !changed || row === changed || !shown.has(row)).forEach((row) => {
      base -= shown.get(row) || 0n;
      base += show(row, itemAmount(row));
    });
    let sum = base;
    taxes.forEach((row) => { sum += show(row, numbers.taxAmount(base, value(row, "rate") || 0n)); });
    roundings.forEach((row) => { sum += show(row, -(sum % (value(row, "unit_price") || 1n))); });
    const written = numbers.formatNumber(sum);
    if (total.textContent === written) return;
    total.textContent = written;
    words.textContent = "Terbilang: " + numbers.spell(sum) + " rupiah";
    words.hidden = !sum;
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = "Jumlah seluruhnya Rp" + written; }, ANNOUNCE_AFTER);
  }

  /* Put a remark under a row, where its boxes refer to it. */
  function say(row, sentence, name, value) {
    let place = row.querySelector(".row-messages");
    if (!place) {
      place = document.createElement("div");
      place.className = "row-messages";
      const boxes = row.querySelectorAll("input:not([type=hidden])");
      place.id = boxes[0].id.replace(/[^-]*$/, "messages");
      boxes.forEach((box) => box.setAttribute("aria-describedby", place.id));
      row.querySelector("th").append(place);
    }
    const remark = document.createElement("p");
    remark.className = "form-text";
    remark.dataset[name] = value;
    remark.textContent = sentence;
    place.append(remark);
  }

  /* When the box is left: the number as it was understood, and a soft note where it could mean something else. */
  function settle(input) {
    const parsed = numbers[kindOf(input)](input.value);
    const row = input.closest("tr");
    row.querySelectorAll("[data-note='" + input.name + "']").forEach((note) => note.remove());
    if (parsed.refusal) return;
    if (parsed.note) say(row, parsed.note, "note", input.name);
    input.value = kindOf(input) === "rupiah" ? numbers.formatNumber(parsed.value) : numbers.formatQuantity(parsed.value);
  }

  /* What the server found worth a second look, after an autosave. */
  function point(event) {
    const { rows, total: remark } = event.detail.checks;
    table.querySelectorAll("[data-check]").forEach((check) => check.remove());
    Object.entries(rows).forEach(([key, sentences]) => {
      const row = document.getElementById("rows-" + key + "-description").closest("tr");
      sentences.forEach((sentence) => say(row, sentence, "check", ""));
    });
    totalCheck.textContent = remark;
    totalCheck.hidden = !remark;
  }

  table.closest("form").addEventListener("tersimpan", point);
  /* What is typed is seen before it is summed up: on a cheap phone the sums cost more than the key. */
  table.addEventListener("input", function ({ target }) {
    if (!kindOf(target)) return;
    requestAnimationFrame(() => setTimeout(() => refresh(target.closest("tr"))));
  });
  /* A note that pushes a button away while it is being pressed would swallow the click: it waits for the release. */
  table.addEventListener("change", function ({ target }) {
    if (!kindOf(target)) return;
    const show = () => { settle(target); refresh(target.closest("tr")); };
    if (document.querySelector(":active")) addEventListener("pointerup", () => setTimeout(show), { once: true });
    else show();
  });
  addEventListener("pageshow", () => refresh()); // a browser may bring back what had been typed
})();
