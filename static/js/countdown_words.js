/* The countdown in words: the twin of proposals/countdown.py, tested against it. Pure: data and a moment in, words out. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.countdownWords = function (data, now) {
  const HOUR = 3600000;
  const WIB = 7 * HOUR;
  const OFFICE_CLOSES = "16:00";
  const THRESHOLDS = [[11, "calm"], [7, "notice"], [4, "watch"], [2, "urgent"]];

  const remaining = Date.parse(data.closesAt) - now;
  const local = new Date(now + WIB).toISOString();
  const today = local.slice(0, 10);
  const tomorrow = new Date(now + WIB + 24 * HOUR).toISOString().slice(0, 10);
  const working = JSON.parse(data.workingDates);
  const counted = working.filter((day) => day > today || (day === today && local.slice(11, 16) < OFFICE_CLOSES));
  const left = remaining > 0 ? counted.length : 0;

  const plain = (text) => ({ before: text, strong: "", after: "" });
  const lastDay = { before: "Hari kerja terakhir: ", strong: data.lastWorkingDay, after: "." };

  function level() {
    if (remaining <= 0) return "closed";
    if (remaining <= 24 * HOUR) return "critical";
    const found = THRESHOLDS.find(([fewest]) => left >= fewest);
    return found ? found[1] : "critical";
  }

  function duration() {
    const minutes = Math.floor(remaining / 60000);
    const parts = [];
    if (minutes >= 60) parts.push(Math.floor(minutes / 60) + " jam");
    if (minutes % 60) parts.push((minutes % 60) + " menit");
    return parts.join(" ") || "kurang dari 1 menit";
  }

  function amount() {
    if (remaining <= 0) return ["", ""];
    if (remaining <= 24 * HOUR) return [duration(), ""];
    if (level() !== "critical") return [String(left), "hari kerja lagi"];
    if (left && working.includes(today)) return [String(left), "hari kerja"];
    return [String(Math.floor(remaining / HOUR)), "jam"];
  }

  function critical() {
    if (remaining <= 24 * HOUR) {
      return plain("Batas: " + (today === data.cutoffDate ? "hari ini" : "besok") + " pukul " + data.lastMinute + ".");
    }
    if (!left) {
      return plain("Batas jatuh pada hari libur. Layanan tetap menerima usulan sampai pukul " + data.lastMinute + ".");
    }
    if (data.lastWorkingDate === today) {
      return { before: "", strong: "Hari ini hari kerja terakhir sebelum batas.", after: "" };
    }
    const soon = data.lastWorkingDate === tomorrow ? "besok, " : "";
    return { before: lastDay.before, strong: soon + data.lastWorkingDay, after: "." };
  }

  function sentences() {
    switch (level()) {
      case "calm": return [lastDay];
      case "notice": return [lastDay, plain("Sisihkan waktu untuk tanda tangan kepala OPD.")];
      case "watch": return [lastDay, plain("Usulan yang dikirim setelah " + data.revisableUntil + " mungkin tidak sempat diperbaiki.")];
      case "urgent": return [lastDay, plain("Kirim sekarang bila sudah lengkap.")];
      case "critical": return [critical()];
      default: return [{ before: "", strong: "Batas pengajuan sudah lewat", after: " pada " + data.cutoffDay + "." }];
    }
  }

  const [number, unit] = amount();
  return { level: level(), number: number, unit: unit, sentences: sentences() };
};
