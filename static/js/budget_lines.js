/* A block copied out of a spreadsheet as rows: the twin of proposals/imports (budget_paste, budget_columns, budget_lines),
   held to the same table of cases. Pure: text in, rows or refusals out. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.budgetLines = (function () {
  const MAX_ROWS = 500;
  const MOST_LINES = 2000;
  const MOST_COLUMNS = 40;
  const LONGEST_TEXT = 1000000;
  const HEADINGS_WITHIN = 5;
  const NEEDED = ["description", "quantity", "unit", "unit_price"];
  const NAMES = {
    description: "Uraian", quantity: "Volume", unit: "Satuan", unit_price: "Harga satuan",
    amount: "Jumlah", number: "No", kind: "Jenis", uuid: "Kode baris",
  };
  const HEADINGS = [
    ["uuid", /^kode baris$/],
    ["kind", /^jenis( baris)?$/],
    ["number", /^(no|nomor|no urut)$/],
    ["unit_price", /^(harga|hrg|biaya|tarif)( per| tiap)?( satuan| sat| unit)?$/],
    ["quantity", /^(volume|vol|kuantitas|qty|banyak(nya)?|volume pekerjaan|volume kegiatan)$/],
    ["unit", /^(satuan|sat|unit|satuan volume)$/],
    ["amount", /^((jumlah|total|jml)( (harga|biaya|total|anggaran))?|nilai)$/],
    ["description", /^((uraian|rincian|deskripsi|nama|jenis|item|komponen)( (pekerjaan|kegiatan|belanja|biaya|barang|barang jasa|komponen))?|pekerjaan|kegiatan|komponen biaya)$/],
  ];
  const KINDS = {
    group: "group", kelompok: "group", item: "item", rincian: "item", tax: "tax", pajak: "tax", rounding: "rounding", pembulatan: "rounding",
  };
  const SUMMARY = /^((sub ?)?(jumlah|total)\b|terbilang\b)/i;
  const TAX = /\b(ppn|pph|pajak)\b/i;
  const PER_CENT = /([0-9]+(?:[.,][0-9]+)?) ?%/;
  const ROUNDING = /^((di)?bulatkan\b|pembulatan\b)/i;
  const COLUMN_NUMBER = /^[(\[]?[0-9]{1,2}[)\]]?$/;
  const EDGES = /^[ \t\r\n\u00a0\u2007\u2009\u202f]+|[ \t\r\n\u00a0\u2007\u2009\u202f]+$/g;

  function numbers() {
    return titian.numbers;
  }

  /* Lines of trimmed cells. A cell with line breaks comes in quotes; a quote that closes nothing is an inch. */
  function split(text) {
    const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g;
    const unified = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    const lines = [[]];
    for (const [, quoted, plain, end] of unified.matchAll(cell)) {
      const line = lines[lines.length - 1];
      const found = quoted ? quoted.replaceAll('""', '"') : plain || "";
      if (line.length < MOST_COLUMNS) line.push(found.replace(EDGES, ""));
      if (end === "\n") lines.push([]);
      else if (!end) break;
    }
    return lines;
  }

  function fieldNamed(heading) {
    if (heading.length > 60) return "";
    const words = heading.toLowerCase().replace(/\([^()]*\)|\brp\b\.?/g, " ").replace(/[\s./:*\-_]+/g, " ").trim();
    const found = HEADINGS.find(([, pattern]) => pattern.test(words));
    return found ? found[0] : "";
  }

  function readHeader(cells) {
    const places = {};
    cells.forEach(function (cell, position) {
      const field = fieldNamed(cell);
      if (field) (places[field] = places[field] || []).push(position);
    });
    if (!places.quantity && places.amount && places.amount.length === 2) places.quantity = [places.amount.shift()];
    const columns = {};
    Object.entries(places).forEach(([field, found]) => { columns[field] = found[0]; });
    return { columns, twice: Object.keys(places).filter((field) => places[field].length > 1) };
  }

  function missing(header) {
    return NEEDED.filter((field) => !(field in header.columns));
  }

  /* Two rows of headings as one: the lower names what the upper, merged over it, leaves open. */
  function joined(upper, lower) {
    const taken = Object.fromEntries(Object.entries(upper.columns).map(([field, position]) => [position, field]));
    const columns = { ...upper.columns };
    Object.entries(lower.columns).forEach(function ([field, position]) {
      if (!(field in upper.columns) && !NEEDED.includes(taken[position])) columns[field] = position;
    });
    return { columns, twice: upper.twice };
  }

  function letter(position) {
    return position < 26 ? String.fromCharCode(65 + position) : letter(Math.floor(position / 26) - 1) + letter(position % 26);
  }

  function wrongColumns(header, number) {
    const wrong = [];
    const lacking = missing(header).map((field) => NAMES[field]).join(", ");
    const needed = NEEDED.map((field) => NAMES[field]).join(", ");
    if (lacking) wrong.push("Baris " + number + ": kolom " + lacking + " tidak ditemukan. Judul kolom yang diperlukan: " + needed + ".");
    header.twice.forEach(function (field) {
      const first = letter(header.columns[field]);
      wrong.push("Baris " + number + ": kolom " + NAMES[field] + " ada lebih dari satu, yang pertama kolom " + first + ". Sisakan satu.");
    });
    return wrong;
  }

  function findColumns(lines) {
    for (let index = 0; index < Math.min(lines.length, HEADINGS_WITHIN); index += 1) {
      let header = readHeader(lines[index].cells);
      if (!("description" in header.columns) || missing(header).length > 2) continue;
      let body = lines.slice(index + 1);
      if (missing(header).length && body.length) {
        const wider = joined(header, readHeader(body[0].cells));
        if (Object.keys(wider.columns).length > Object.keys(header.columns).length) {
          header = wider;
          body = body.slice(1);
        }
      }
      return { columns: header.columns, body, wrong: wrongColumns(header, lines[index].number) };
    }
    const width = Math.max(...lines.map((line) => line.cells.length));
    const names = beginsWithNumber(lines, width) ? ["number", ...NEEDED, "amount"] : [...NEEDED, "amount"];
    return { columns: Object.fromEntries(names.map((name, at) => [name, at]).filter(([, at]) => at < width)), body: lines, wrong: [] };
  }

  function beginsWithNumber(lines, width) {
    if (width < 5) return false;
    const at = (...positions) => lines.reduce((sum, { cells }) => sum + positions.filter((p) => p < cells.length && !numbers().quantity(cells[p]).refusal).length, 0);
    const later = at(2, 4);
    const earlier = at(1, 3);
    return later > earlier || (later === earlier && width > 5);
  }

  function rateOf(texts) {
    const written = ["", "%"].includes(texts.unit) ? texts.quantity : "";
    const named = PER_CENT.exec(texts.description);
    return written.replace(/%$/, "").trimEnd() || (named ? named[1] : "");
  }

  function kindOf(texts, bare) {
    if (!texts.unit_price && (texts.unit === "%" || (TAX.test(texts.description) && (rateOf(texts) || bare)))) return "tax";
    if (ROUNDING.test(texts.description) && !texts.quantity && !texts.unit) return "rounding";
    return bare ? "group" : "item";
  }

  /* A row as found; nothing for an empty line, a total, or the numbers under the headings. */
  function readLine(number, cells, columns, allItems) {
    const of = (name) => (name in columns ? cells[columns[name]] || "" : "");
    const amountOf = (name) => of(name).replace(/^[-–—]$/, "");
    const texts = { quantity: amountOf("quantity"), unit_price: amountOf("unit_price"), unit: of("unit"), description: of("description") };
    const given = KINDS[of("kind").toLowerCase()];
    const bare = !(texts.quantity || texts.unit || texts.unit_price);
    if (!texts.description && bare && /[A-Za-z]{3}/.test(of("number"))) texts.description = of("number");
    if (!texts.description && bare) return null;
    const isColumnNumbers = NEEDED.every((name) => COLUMN_NUMBER.test(texts[name]));
    if (!given && (isColumnNumbers || (bare && SUMMARY.test(texts.description)))) return null;
    const kind = given || kindOf(texts, bare && !allItems);
    const raw = { uuid: of("uuid"), kind, description: texts.description, quantity: "", unit: "", unit_price: "", rate: "" };
    if (kind === "tax") raw.rate = rateOf(texts);
    if (kind === "rounding") raw.unit_price = texts.unit_price;
    if (kind === "item") Object.assign(raw, { quantity: texts.quantity, unit: texts.unit, unit_price: texts.unit_price });
    return { number, raw, stated: amountOf("amount"), problems: {}, notes: [], values: {}, amount: 0n };
  }

  function tooMany(count) {
    return { refusals: ["Ada " + numbers().formatNumber(BigInt(count)) + " baris. RAB paling banyak berisi " + MAX_ROWS + " baris."] };
  }

  /* {rows, columns} or {refusals}; a row has number, raw (texts) and the amount that is stated beside it. */
  function read(text) {
    const breaks = (text.match(/\n/g) || []).length;
    if (text.length > LONGEST_TEXT || breaks > MOST_LINES) return tooMany(breaks + 1);
    const lines = split(text).map((cells, at) => ({ number: at + 1, cells })).filter(({ cells }) => cells.some(Boolean));
    if (!lines.length) return { refusals: ["Tempel baris dari Excel lebih dulu."] };
    const { columns, body, wrong } = findColumns(lines);
    if (wrong.length) return { refusals: wrong };
    const allItems = !NEEDED.every((name) => name in columns);
    const rows = body.map(({ number, cells }) => readLine(number, cells, columns, allItems)).filter(Boolean);
    if (!rows.length) return { refusals: ["Tidak ada baris yang dapat dibaca. Pastikan ada uraian di bawah baris judul."] };
    return rows.length > MAX_ROWS ? tooMany(rows.length) : { rows, columns };
  }

  return { MAX_ROWS, NEEDED, letter, read };
})();
