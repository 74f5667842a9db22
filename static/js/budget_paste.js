/* Paste of several cells into the budget table: shown in a dialog, and put into the form only when the person says so.
   The rows go with the form to the server, which shows them in the table; nothing is stored before it is saved. */
(function () {
  "use strict";
  const table = document.querySelector("[data-budget]");
  const dialog = document.querySelector("[data-paste-dialog]");
  if (!table || !dialog || !dialog.showModal) return;
  const form = table.closest("form");
  const block = titian.budgetBlock;
  const numbers = titian.numbers;
  const FIELDS = ["uuid", "kind", "description", "quantity", "unit", "unit_price", "rate"];
  const KEPT = ["uuid", "kind"];
  const part = (name) => dialog.querySelector("[data-paste-" + name + "]");
  let shown = [];

  function element(tag, text, attributes) {
    const made = document.createElement(tag);
    made.textContent = text;
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function cellText(row, name) {
    const value = row.values[name];
    if (row.problems[name] || value === null || value === undefined) return row.raw[name];
    if (name === "unit_price") return numbers.formatNumber(value);
    return numbers.formatQuantity(value) + (name === "rate" ? "%" : "");
  }

  function line(row) {
    const made = element("tr", "");
    const problems = Object.values(row.problems);
    made.dataset.kind = row.raw.kind;
    if (problems.length || row.notes.length) made.className = "to-look-at";
    made.append(element("td", row.number, { "data-label": "Baris" }));
    const head = element("th", row.raw.description, { scope: "row" });
    problems.forEach((sentence) => head.append(element("p", sentence, { class: "field-message" })));
    row.notes.forEach((sentence) => head.append(element("p", sentence, { class: "form-text" })));
    made.append(head);
    const second = row.raw.kind === "tax" ? ["rate", "Tarif pajak (%)"] : ["quantity", "Volume"];
    [second, ["unit", "Satuan"], ["unit_price", "Harga satuan (Rp)"]].forEach(function ([name, label]) {
      const text = name === "unit" ? row.raw.unit : cellText(row, name);
      made.append(element("td", text, { "data-label": label, class: name === "unit" ? "" : "amount" }));
    });
    const amount = row.raw.kind === "group" ? "" : numbers.formatNumber(row.amount);
    made.append(element("td", amount, { "data-label": "Jumlah (Rp)", class: "amount" }));
    return made;
  }

  /* A new row's own name, by which it is known however often it is sent. crypto.randomUUID is missing without HTTPS. */
  function identity() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* The rows of the form, by key: their controls, and whether anything is in them. */
  function formRows() {
    const rows = new Map();
    form.querySelectorAll("[name^='rows-']").forEach(function (control) {
      const [, key, name] = control.name.split("-");
      const row = rows.get(Number(key)) || { controls: [] };
      row.controls.push(control);
      if (name === "removed") row.isRemoved = true;
      else if (!KEPT.includes(name) && control.value.trim()) row.isFilled = true;
      rows.set(Number(key), row);
    });
    return rows;
  }

  function show(text) {
    const read = block.read(text);
    shown = read.rows || [];
    const toLookAt = shown.filter((row) => row.notes.length || Object.keys(row.problems).length).length;
    part("count").textContent = shown.length
      ? "Kami membaca " + shown.length + " baris." + (toLookAt ? " " + toLookAt + " baris perlu diperiksa." : "")
      : read.refusals.join(" ");
    part("rows").replaceChildren(...shown.map(line));
    part("total").textContent = shown.length ? numbers.formatNumber(read.total) : "";
    part("insert").textContent = "Masukkan " + shown.length + " baris";
    part("refusal").textContent = "";
    dialog.querySelectorAll("[data-paste-when-read]").forEach((region) => { region.hidden = !shown.length; });
    part("choice").hidden = !shown.length || ![...formRows().values()].some((row) => row.isFilled && !row.isRemoved);
    dialog.showModal();
    part("title").focus();
  }

  function insert() {
    const rows = formRows();
    const replaces = dialog.querySelector("[value=ganti]").checked && !part("choice").hidden;
    const stays = ([, row]) => row.isRemoved || (row.isFilled && !replaces);
    const staying = [...rows].filter(stays);
    const asText = table.querySelectorAll(".still [data-kind]"); // rows of a long budget that this page does not send
    const count = staying.filter(([, row]) => !row.isRemoved).length + shown.length + asText.length;
    if (count > titian.budgetLines.MAX_ROWS) {
      part("refusal").textContent = "RAB akan berisi " + count + " baris. Batasnya " + titian.budgetLines.MAX_ROWS + " baris.";
      return;
    }
    [...rows].filter((entry) => !stays(entry)).forEach(([, row]) => row.controls.forEach((control) => { control.disabled = true; }));
    const first = Math.max(-1, ...staying.map(([key]) => key)) + 1;
    shown.forEach((row, index) => FIELDS.forEach(function (name) {
      const value = name === "uuid" ? identity() : row.raw[name].replace(/\s+/g, " ");
      form.append(element("input", "", { type: "hidden", name: "rows-" + (first + index) + "-" + name, value }));
    }));
    const button = element("button", "", { name: "aksi", value: "tempel", hidden: "" });
    form.append(button);
    form.action = location.pathname + location.search + "#rows-" + ((form.rows_from ? form.rows_from.value - 1 : 0) + staying.length) + "-description";
    form.requestSubmit(button);
  }

  table.addEventListener("paste", function (event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    show(text);
  });
  part("insert").addEventListener("click", insert);
  part("cancel").addEventListener("click", () => dialog.close());
})();
