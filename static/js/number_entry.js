/* What people type into a number box: the twin of proposals/number_entry.py and number_format.py, held to the same
   table of cases. Exact: rupiah and thousandths are BigInt, never a float. Pure: text in, number or refusal out. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.numbers = (function () {
  const MAX_RUPIAH = 10n ** 15n;
  const QUANTITY_LIMIT = 10n ** 15n; // in thousandths
  const LONGEST_ENTRY = 60;
  const SPACES = /[ \t\r\n\u00a0\u2007\u2009\u202f]+/g;
  const CURRENCY = /^rp\.?(?=[0-9\-\u2212])/i;
  const ROUND_TAIL = /[.,][-\u2013\u2014]$/;
  const PLAIN = /^[0-9]+(?:[.,][0-9]+)*$/;
  const THOUSANDS = { ".": /^[1-9][0-9]{0,2}(?:\.[0-9]{3})+$/, ",": /^[1-9][0-9]{0,2}(?:,[0-9]{3})+$/ };
  const UNIT_WORDS = {
    rupiah: /^[0-9.,]+(rb|ribu|jt|juta|mil[iy]ard?|tril[iy]un|[kmbt])\.?$/i,
    quantity: /^[0-9.,]+(rb|ribu|jt|juta|mil[iy]ard?|tril[iy]un)\.?$/i,
  };
  const ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
  const SCALES = ["", "ribu", "juta", "miliar", "triliun", "kuadriliun"];

  function split(digits) {
    const marks = [".", ","].filter((mark) => digits.includes(mark));
    if (!marks.length) return { whole: digits, decimals: "", lone: "" };
    if (marks.length === 2) {
      const decimal = digits.lastIndexOf(".") > digits.lastIndexOf(",") ? "." : ",";
      const thousands = decimal === "." ? "," : ".";
      const at = digits.lastIndexOf(decimal);
      const whole = digits.slice(0, at);
      if (!THOUSANDS[thousands].test(whole)) return null;
      return { whole: whole.replaceAll(thousands, ""), decimals: digits.slice(at + 1), lone: "" };
    }
    const mark = marks[0];
    const grouped = THOUSANDS[mark].test(digits);
    const single = digits.split(mark).length === 2;
    if (grouped && (mark === "." || !single)) return { whole: digits.replaceAll(mark, ""), decimals: "", lone: single ? "." : "" };
    if (!single) return null;
    const [whole, decimals] = digits.split(mark);
    return { whole, decimals, lone: grouped ? "," : "" };
  }

  function read(text, kind) {
    const compact = text.slice(0, 4 * LONGEST_ENTRY).replace(SPACES, "");
    const bare = compact.replace(CURRENCY, "").replace(ROUND_TAIL, "");
    if (/^[-\u2212]/.test(bare)) {
      return { refusal: PLAIN.test(bare.slice(1).replace(CURRENCY, "")) ? "negative" : "invalid" };
    }
    if (UNIT_WORDS[kind].test(bare)) return { refusal: "unit_word" };
    const reading = PLAIN.test(bare) ? split(bare) : null;
    if (!reading) return { refusal: "invalid" };
    return bare.length > LONGEST_ENTRY ? { refusal: "too_large" } : reading;
  }

  /* Whole rupiah as BigInt. */
  function rupiah(text) {
    let reading = read(text, "rupiah");
    if (reading.refusal) return reading;
    if (reading.lone === ",") reading = { whole: reading.whole + reading.decimals, decimals: "", lone: "," };
    if (!["", "0", "00"].includes(reading.decimals)) return { refusal: "invalid" };
    const value = BigInt(reading.whole);
    if (value > MAX_RUPIAH) return { refusal: "too_large" };
    const written = formatNumber(value);
    const note = "“" + text.trim() + "” kami baca sebagai Rp" + written + ". Tulis " + written + " agar tidak keliru.";
    return { value, refusal: "", note: reading.lone === "," ? note : "" };
  }

  /* A quantity in thousandths as BigInt. */
  function quantity(text) {
    const reading = read(text, "quantity");
    if (reading.refusal) return reading;
    const decimals = reading.decimals.replace(/0+$/, "");
    if (decimals.length > 3) return { refusal: "decimals" };
    const value = BigInt(reading.whole) * 1000n + BigInt(decimals.padEnd(3, "0"));
    if (value >= QUANTITY_LIMIT) return { refusal: "too_large" };
    const other = BigInt(reading.whole);
    const note =
      "“" + text.trim() + "” kami baca sebagai " + spellQuantity(value) +
      ". Bila maksud Anda " + spellQuantity(other) + ", tulis " + formatQuantity(other) + ".";
    return { value, refusal: "", note: reading.lone === "." ? note : "" };
  }

  function formatNumber(value) {
    const digits = (value < 0n ? -value : value).toString().replace(/\B(?=(\d{3})+$)/g, ".");
    return (value < 0n ? "\u2212" : "") + digits;
  }

  function decimalsOf(thousandths) {
    return (thousandths % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  }

  function formatQuantity(thousandths) {
    const decimals = decimalsOf(thousandths);
    return formatNumber(thousandths / 1000n) + (decimals ? "," + decimals : "");
  }

  function spellBelowThousand(n) {
    if (n < 12) return ONES[n];
    if (n < 20) return ONES[n - 10] + " belas";
    if (n < 100) return ONES[Math.floor(n / 10)] + " puluh" + (n % 10 ? " " + ONES[n % 10] : "");
    const head = n < 200 ? "seratus" : ONES[Math.floor(n / 100)] + " ratus";
    return head + (n % 100 ? " " + spellBelowThousand(n % 100) : "");
  }

  function spell(value) {
    if (value === 0n) return ONES[0];
    const parts = [];
    for (let scale = SCALES.length - 1; scale >= 0; scale -= 1) {
      const group = Number((value / 1000n ** BigInt(scale)) % 1000n);
      if (!group) continue;
      const isThousand = scale === 1 && group === 1 && !parts.length;
      parts.push(isThousand ? "seribu" : (spellBelowThousand(group) + " " + SCALES[scale]).trim());
    }
    return parts.join(" ");
  }

  function spellQuantity(thousandths) {
    const digits = decimalsOf(thousandths);
    const tail = [...digits].map((digit) => ONES[Number(digit)]).join(" ");
    return spell(thousandths / 1000n) + (digits ? " koma " + tail : "");
  }

  /* Half up to whole rupiah, as the server rounds. */
  function rowAmount(thousandths, price) {
    return (2n * thousandths * price + 1000n) / 2000n;
  }

  /* The rate in thousandths of a per cent. */
  function taxAmount(base, rate) {
    return (2n * base * rate + 100000n) / 200000n;
  }

  return { rupiah, quantity, formatNumber, formatQuantity, spell, rowAmount, taxAmount };
})();
