/* The budget table while it is being filled in: amounts, total and words follow what is typed, for sight only; the server
   computes them again and its numbers are what counts. */
(function () {
  "use strict";
  const table = document.querySelector("[data-budget]");
  if (!table) return;
  const numbers = titian.numbers;
  const total = table.querySelector("[data-total]");
  const words = document.querySelector("[data-words]");
  const spoken = document.querySelector("[data-spoken-total]");
  const ANNOUNCE_AFTER = 1000;
  let timer = 0;

  function box(row, field) {
    return row.querySelector("input[name$='-" + field + "']");
  }

  function value(row, field) {
    const input = box(row, field);
    const parsed = input ? numbers[input.dataset.number](input.value) : { refusal: "invalid" };
    return parsed.refusal ? null : parsed.value;
  }

  function itemAmount(row) {
    const quantity = value(row, "quantity");
    const price = value(row, "unit_price");
    return quantity === null || price === null ? 0n : numbers.rowAmount(quantity, price);
  }

  function amounts(rows) {
    const found = new Map();
    let sum = 0n;
    const take = (kind, amount) => rows.filter((row) => row.dataset.kind === kind).forEach((row) => found.set(row, amount(row)));
    take("item", itemAmount);
    found.forEach((amount) => { sum += amount; });
    const base = sum;
    take("tax", function (row) {
      const tax = numbers.taxAmount(base, value(row, "rate") || 0n);
      sum += tax;
      return tax;
    });
    take("rounding", function (row) {
      const rounding = -(sum % (value(row, "unit_price") || 1n));
      sum += rounding;
      return rounding;
    });
    return { found, sum };
  }

  function refresh() {
    const { found, sum } = amounts([...table.querySelectorAll("tr[data-kind]")]);
    found.forEach((amount, row) => { row.querySelector("output").textContent = numbers.formatNumber(amount); });
    const written = numbers.formatNumber(sum);
    if (total.textContent === written) return;
    total.textContent = written;
    words.textContent = "Terbilang: " + numbers.spell(sum) + " rupiah";
    words.hidden = sum === 0n;
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = "Jumlah seluruhnya Rp" + written; }, ANNOUNCE_AFTER);
  }

  /* When the box is left: the number as it was understood, and a soft note where it could mean something else. */
  function settle(input) {
    const parsed = numbers[input.dataset.number](input.value);
    const place = input.closest("tr").querySelector(".row-messages");
    place.querySelectorAll("[data-note='" + input.name + "']").forEach((note) => note.remove());
    if (parsed.refusal) return;
    if (parsed.note) {
      const note = document.createElement("p");
      note.className = "form-text";
      note.dataset.note = input.name;
      note.textContent = parsed.note;
      place.append(note);
    }
    input.value = input.dataset.number === "rupiah" ? numbers.formatNumber(parsed.value) : numbers.formatQuantity(parsed.value);
  }

  table.addEventListener("input", refresh);
  table.addEventListener("change", function (event) {
    if (!event.target.dataset.number) return;
    settle(event.target);
    refresh();
  });
})();
