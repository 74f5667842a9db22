/* The judgement of a block: the twin of proposals/imports/budget_judgement.py and budget_cells.py, held to the same table
   of cases. Every problem has its row and column. Pure: text in, judged rows or refusals out. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.budgetBlock = (function () {
  const MAX_RUPIAH = 10n ** 15n;
  const SCALED = /^(?:rp\.?)? ?([0-9]+(?:[.,][0-9]+)*) ?([a-z]+)\.?$/i;
  const SCALES = {
    rb: 3n, ribu: 3n, k: 3n, jt: 6n, juta: 6n, miliar: 9n, milyar: 9n, miliard: 9n, milyard: 9n, triliun: 12n, trilyun: 12n,
  };
  const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/u;

  function numbers() {
    return titian.numbers;
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
      return "Baris " + row.number + (position === undefined ? "" : ", kolom " + titian.budgetLines.letter(position));
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
      const key = titian.budgetLines.NEEDED.map((name) => row.raw[name].trim().toLowerCase()).join("\t");
      if (seen.has(key)) row.notes.push("Baris " + row.number + ": sama dengan baris " + seen.get(key) + ".");
      else seen.set(key, row.number);
    });
  }

  /* {rows, total} or {refusals}; a row has number, raw (texts), problems by field, notes, amount. */
  function read(text) {
    const { rows, columns, refusals } = titian.budgetLines.read(text);
    if (refusals) return { refusals };
    const places = rows.map((row) => judgeRow(row, columns));
    const total = price(rows);
    rows.forEach((row, index) => compareAmount(row, places[index]));
    pointOutRepetitions(rows);
    return { rows, total };
  }

  return { read };
})();
