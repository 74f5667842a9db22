/* Stores a section while it is being typed. The boxes and the focus are never touched: only the status line, the hidden
   version and the marks of the rows change. What fails is kept in this browser and sent again. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const IDLE = 2000;
  const LONGEST = 20000;
  const SLOW = 1000;
  const UNSAVED = "Ada perubahan yang belum tersimpan";
  const WAITS = [5, 15, 30, 60];
  const KEEPALIVE_LIMIT = 60000; // bytes that a browser sends while the page goes away
  const OWN = ["csrfmiddlewaretoken", "seen_version", "rows_seen"];
  const place = form.dataset.place;
  const line = form.querySelector(".save-status");
  const box = (name) => form.querySelector("input[name=" + name + "]");
  let idle = 0;
  let latest = 0;
  let retry = 0;
  let failures = 0;
  let sending = null;
  let pending = null;
  let stopped = false;
  let announced = false;

  function fields(all) {
    const typed = new URLSearchParams(new FormData(form));
    (all ? OWN.slice(0, 1) : OWN).forEach((name) => typed.delete(name));
    return typed.toString();
  }

  let saved = form.dataset.unsaved === undefined ? fields() : null;
  const isDirty = () => fields() !== saved;

  /* Only the first save, failures and the recovery are spoken; the rest is for sight. */
  function say(text, spoken, button) {
    line.setAttribute("aria-live", spoken ? "polite" : "off");
    line.replaceChildren(text, ...(button ? [" ", button] : []));
  }

  function button(text, attributes) {
    const made = document.createElement("button");
    Object.assign(made, { className: "btn btn-link px-2 py-0", textContent: text, ...attributes });
    return made;
  }

  const keep = () => titian.unsaved.keep(place, box("seen_version").value, fields(true));

  function stop(text, action) {
    stopped = true;
    keep();
    say(text, true, action);
  }

  function applied(answer, content) {
    box("seen_version").value = answer.version;
    if (answer.seen !== null) box("rows_seen").value = answer.seen;
    form.dispatchEvent(new CustomEvent("tersimpan", { detail: answer }));
    const news = failures || !announced || answer.merged || answer.left_out.length;
    saved = content;
    pending = null;
    failures = 0;
    announced = true;
    const dirty = isDirty();
    if (!dirty) titian.unsaved.forget(place);
    const except = answer.left_out.length ? "Tersimpan, kecuali: " + answer.left_out.join(", ") : "Tersimpan pukul " + answer.at;
    say([except, answer.merged].filter(Boolean).join(". "), news);
    if (dirty) wait();
  }

  function failed(content, reason) {
    pending = content;
    keep();
    const seconds = Math.round(WAITS[Math.min(failures, WAITS.length - 1)] * (0.85 + 0.3 * Math.random()));
    failures += 1;
    const now = button("Coba sekarang", { type: "button", onclick: () => save() });
    say("Belum tersimpan. " + reason + " Mencoba lagi dalam " + seconds + " detik.", failures === 1, now);
    clearTimeout(retry);
    retry = setTimeout(save, seconds * 1000);
  }

  async function refused(response, content) {
    if (response.status === 401) {
      pending = content;
      keep();
      say("Belum tersimpan. Masuk lagi untuk melanjutkan.", true);
      document.dispatchEvent(new Event("sesi-berakhir"));
    } else if (response.status === 403) {
      const { state } = await titian.session.refresh();
      if (state.user === document.body.dataset.user) failed(content, "Halaman ini sudah lama terbuka.");
      else { keep(); document.dispatchEvent(new Event("sesi-berakhir")); }
    } else if (response.status === 409) {
      const answer = await response.json();
      if (answer.reason !== "stale") { stop("Belum tersimpan. " + answer.text); return; }
      stop("Bagian ini sudah diubah " + answer.name + " pada pukul " + answer.at + ". Isian Anda belum tersimpan.",
        button("Lihat dan gabungkan", { name: "aksi", value: "bandingkan" }));
    } else if (response.status < 500) {
      stop("Belum tersimpan. Permintaan gagal (kode " + response.status + "). Isian Anda masih ada di halaman ini.");
    } else failed(content, "Layanan sedang sibuk.");
  }

  async function send(content, leaving) {
    const body = new URLSearchParams(content);
    OWN.forEach((name) => box(name) && body.set(name, box(name).value));
    const slow = setTimeout(() => failures || say("Menyimpan…", false), SLOW);
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { "HX-Request": "true" },
        keepalive: leaving && body.toString().length < KEEPALIVE_LIMIT,
        signal: AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined,
      });
      if (response.ok && !response.redirected) applied(await response.json(), content);
      else await refused(response, content);
    } catch {
      failed(content, "Sambungan terputus.");
    } finally {
      clearTimeout(slow);
      sending = null;
    }
  }

  /* An unanswered request is sent again as it was, before anything newer: if it did arrive, the repeat changes nothing. */
  function save(leaving) {
    clearTimeout(idle);
    clearTimeout(latest);
    clearTimeout(retry);
    idle = latest = 0;
    if (stopped || sending) return;
    if (pending === null && !isDirty()) {
      if (line.textContent === UNSAVED) say("", false);
      return;
    }
    sending = send(pending === null ? fields() : pending, leaving === true);
  }

  function wait() {
    if (stopped) { keep(); return; }
    if (failures) { keep(); return; }
    clearTimeout(idle);
    idle = setTimeout(save, IDLE);
    latest = latest || setTimeout(save, LONGEST);
  }

  function typed() {
    if (!failures && !stopped && !sending && line.textContent !== UNSAVED) say(UNSAVED, false);
    wait();
  }

  /* Reading hundreds of boxes takes longer than showing a key: what was typed is only compared when it is to be saved. */
  form.addEventListener("input", typed);
  form.addEventListener("change", () => failures || setTimeout(save));
  form.addEventListener("submit", async function (event) {
    if (sending) { // its answer brings the version that this request needs
      event.preventDefault();
      const submitter = event.submitter;
      await sending;
      form.requestSubmit(submitter);
      return;
    }
    [idle, latest, retry].forEach(clearTimeout);
    if (isDirty() || pending !== null) keep();
    stopped = true;
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { stopped = false; typed(); } });
  window.addEventListener("online", () => failures && save());
  document.addEventListener("visibilitychange", () => document.hidden && save(true));
  document.addEventListener("sesi-kembali", () => save());

  function offer(kept) {
    const banner = document.createElement("section");
    banner.className = "banner banner-info";
    banner.setAttribute("role", "alert");
    const at = new Date(kept.at).toLocaleTimeString("id-ID", { timeZone: "Asia/Jakarta", hour: "2-digit", minute: "2-digit" });
    const text = document.createElement("p");
    text.textContent = "Kami menemukan isian yang belum tersimpan dari pukul " + at.replace(":", ".") + ".";
    const restore = button("Pulihkan", { type: "button", className: "btn btn-primary", onclick: () => putBack(kept.fields) });
    const drop = button("Buang", { type: "button", className: "btn btn-outline-primary" });
    drop.onclick = function () { titian.unsaved.forget(place); banner.remove(); };
    const row = document.createElement("div");
    row.className = "button-row";
    row.append(restore, drop);
    banner.append(text, row);
    document.getElementById("isi").prepend(banner);
  }

  /* The server shows the page again with what had been typed, however many rows that was. */
  function putBack(content) {
    const carrier = document.createElement("form");
    carrier.method = "post";
    const entries = [...new URLSearchParams(content), ["aksi", "pulihkan"], [OWN[0], box(OWN[0]).value]];
    entries.forEach(function ([name, value]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      carrier.append(field);
    });
    carrier.hidden = true;
    document.body.append(carrier);
    carrier.submit();
  }

  const kept = titian.unsaved.find(place);
  if (saved === null) { if (form.dataset.unsaved === "") wait(); return; }
  if (!kept) return;
  const before = new URLSearchParams(kept.fields);
  OWN.forEach((name) => before.delete(name));
  if (before.toString() === saved) titian.unsaved.forget(place);
  else offer(kept);
})();
