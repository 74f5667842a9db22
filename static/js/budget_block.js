/* A block copied out of a spreadsheet, read and judged: the twin of proposals/imports (budget_paste, budget_columns,
   budget_lines, budget_cells, budget_block), held to the same table of cases. Pure: text in, rows or refusals out. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.budgetBlock = (function () {
  const MAX_ROWS = 500;
  const MAX_RUPIAH = 10n ** 15n;
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
  const SCALED = /^(?:rp\.?)? ?([0-9]+(?:[.,][0-9]+)*) ?([a-z]+)\.?$/i;
  const SCALES = {
    rb: 3n, ribu: 3n, k: 3n, jt: 6n, juta: 6n, miliar: 9n, milyar: 9n, miliard: 9n, milyard: 9n, triliun: 12n, trilyun: 12n,
  };
  const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/u;
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

  /* What "12,5 jt" says in digits, where only one number can be meant. */
  function inFull(entry) {
    const match = SCALED.exec(entry);
    const power = match && SCALES[match[2].toLowerCase()];
    const read = power ? numbers().quantity(match[1]) : { refusal: "invalid" };
    if (read.refusal) return "";
    const thousandths = read.value * 10n ** power;
    return thousandths % 1000n ? "" : String(thousandths / 1000n);
  }

  function numberSentence(code, label, isRupiah, entry) {
    const capital = label[0].toUpperCase() + label.slice(1);
    if (code === "unit_word") {
      const meant = inFull(entry);
      return "“" + entry + "” bukan angka. " + (meant ? "Tulis " + meant + "." : "Tulis angkanya lengkap, misalnya " + (isRupiah ? "12.000.000." : "12.000."));
    }
    const how = isRupiah ? " dalam rupiah tanpa sen, misalnya 385.000." : " dengan angka, misalnya 4,75.";
    return {
      invalid: "“" + entry + "” tidak dapat dibaca sebagai angka. Tulis " + label + how,
      negative: capital + " harus 0 atau lebih.",
      decimals: "Tulis " + label + " dengan paling banyak tiga angka di belakang koma, misalnya 4,755.",
      too_large: capital + " paling besar " + (isRupiah ? "Rp1.000.000.000.000.000." : "999.999.999.999,999."),
    }[code];
  }

  function judgeText(row, name, label, limit, say) {
    const raw = row.raw[name];
    if (FORBIDDEN.test(raw.replace(/\r\n?|[\u2028\u2029]/g, "\n"))) {
      say(name, "Ada karakter yang tidak diizinkan. Hapus karakter itu lalu simpan lagi.");
      return;
    }
    const length = [...raw.replace(/\s+/g, " ").trim().normalize("NFC")].length;
    if (length > limit) say(name, label + " paling banyak " + limit + " karakter. Sekarang " + numbers().formatNumber(BigInt(length)) + " karakter.");
    else if (!length && name === "description") say(name, "Isi uraian.");
  }

  function judgeNumber(row, name, label, say, note) {
    const raw = row.raw[name];
    if (!raw.trim()) return null;
    const isRupiah = name === "unit_price";
    const read = numbers()[isRupiah ? "rupiah" : "quantity"](raw);
    if (read.refusal) {
      say(name, numberSentence(read.refusal, label, isRupiah, raw.trim().slice(0, 60)));
      return null;
    }
    if (read.note) note(name, read.note);
    return read.value;
  }

  function judgeRow(row, columns) {
    const { raw } = row;
    const at = function (name) {
      const position = columns[name === "rate" ? "quantity" : name];
      return "Baris " + row.number + (position === undefined ? "" : ", kolom " + letter(position));
    };
    const say = (name, sentence) => { row.problems[name] = at(name) + ": " + sentence; };
    const note = (name, sentence) => row.notes.push(at(name) + ": " + sentence);
    judgeText(row, "description", "Uraian", 300, say);
    if (raw.kind === "item") {
      judgeText(row, "unit", "Satuan", 30, say);
      row.values.quantity = judgeNumber(row, "quantity", "volume", say, note);
      row.values.unit_price = judgeNumber(row, "unit_price", "harga satuan", say, note);
      [["quantity", "volume kosong."], ["unit", "satuan kosong."], ["unit_price", "harga satuan kosong."]].forEach(function ([name, gap]) {
        if (!row.problems[name] && !raw[name].trim()) note(name, gap);
      });
      if (row.values.quantity === 0n) note("quantity", "volume 0.");
    } else if (raw.kind === "tax") {
      judgeRate(row, say, note);
    } else if (raw.kind === "rounding") {
      row.values.unit_price = judgeNumber(row, "unit_price", "harga satuan", say, note);
      if (!row.values.unit_price && !row.problems.unit_price) say("unit_price", "Tulis kelipatan pembulatan, misalnya 1.000.");
    }
    return at;
  }

  function judgeRate(row, say, note) {
    const held = [];
    const rate = judgeNumber(row, "rate", "tarif pajak", say, (name, sentence) => held.push([name, sentence]));
    if (row.problems.rate) return;
    if (rate === null) say("rate", "Tulis tarif pajak dalam persen, misalnya 11.");
    else if (rate > 100000n) say("rate", "Tarif pajak paling besar 100.");
    else if (rate % 10n) say("rate", "Tulis tarif pajak dengan paling banyak dua angka di belakang koma.");
    if (row.problems.rate) return;
    row.values.rate = rate;
    if (held.length) note(...held[0]);
    else if (rate > 0n && rate < 1000n) {
      const meant = numbers().formatQuantity(rate * 100n);
      note("rate", "tarif pajak kami baca " + numbers().formatQuantity(rate) + " persen. Bila maksud Anda " + meant + " persen, tulis " + meant + ".");
    }
  }

  function price(rows) {
    let sum = 0n;
    const take = (kind, amount) => rows.filter((row) => row.raw.kind === kind).forEach(function (row) {
      row.amount = amount(row.values);
      sum += row.amount;
    });
    take("item", ({ quantity, unit_price }) => (quantity === null || unit_price === null ? 0n : numbers().rowAmount(quantity, unit_price)));
    const base = sum;
    take("tax", ({ rate }) => numbers().taxAmount(base, rate || 0n));
    take("rounding", ({ unit_price }) => (unit_price ? -(sum % unit_price) : 0n));
    return sum;
  }

  function compareAmount(row, at) {
    const rupiah = (value) => "Rp" + numbers().formatNumber(value);
    if (row.amount > MAX_RUPIAH) {
      row.problems.quantity = row.problems.quantity || at("quantity") + ": Jumlah baris paling besar " + rupiah(MAX_RUPIAH) + ".";
      return;
    }
    if (row.raw.kind !== "item" || Object.keys(row.problems).length || !row.stated) return;
    const read = numbers().rupiah(row.stated);
    if (read.refusal) return;
    const difference = read.value > row.amount ? read.value - row.amount : row.amount - read.value;
    if (difference <= 1n) return;
    row.notes.push(
      at("amount") + ": tertulis " + rupiah(read.value) + ", sedangkan volume kali harga satuan " + rupiah(row.amount) +
      " (selisih " + rupiah(difference) + "). Yang dipakai hasil hitungan."
    );
  }

  function pointOutRepetitions(rows) {
    const seen = new Map();
    rows.filter((row) => row.raw.kind === "item").forEach(function (row) {
      const key = NEEDED.map((name) => row.raw[name].trim().toLowerCase()).join("\t");
      if (seen.has(key)) row.notes.push("Baris " + row.number + ": sama dengan baris " + seen.get(key) + ".");
      else seen.set(key, row.number);
    });
  }

  function tooMany(count) {
    return { refusals: ["Ada " + numbers().formatNumber(BigInt(count)) + " baris. RAB paling banyak berisi " + MAX_ROWS + " baris."] };
  }

  /* {rows, total} or {refusals}; a row has number, raw (texts), problems by field, notes, amount. */
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
    if (rows.length > MAX_ROWS) return tooMany(rows.length);
    const places = rows.map((row) => judgeRow(row, columns));
    const total = price(rows);
    rows.forEach((row, index) => compareAmount(row, places[index]));
    pointOutRepetitions(rows);
    return { rows, total };
  }

  return { MAX_ROWS, read };
})();
