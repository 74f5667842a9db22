/* Stores a section while it is being typed. The boxes and the focus are never touched: only the status line, the hidden
   version and the marks of the rows change. What fails is kept in this browser and sent again; what the server left out
   is kept until it has been corrected. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const IDLE = 2000;
  const LONGEST = 20000;
  const SLOW = 1000;
  const UNSAVED = "Ada perubahan yang belum tersimpan";
  const WAITS = [5, 15, 30];
  const WIB = 7 * 3600 * 1000;
  const KEEPALIVE_LIMIT = 60000; // bytes that a browser sends while the page goes away
  const OWN = ["csrfmiddlewaretoken", "seen_version", "rows_seen"];
  const place = form.dataset.place;
  const ahead = Date.parse(form.dataset.at) - Date.now(); // of the device's clock, the server's
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
  let incomplete = false; // whether the last answer left something out
  let outcome = ""; // what was said of the last answer
  let banner = null;

  function fields(all, source = new FormData(form)) {
    const typed = new URLSearchParams(source);
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

  const button = (text, attributes) => Object.assign(document.createElement("button"),
    { className: "btn btn-link px-2 py-0", textContent: text, ...attributes });

  /* What is still offered is neither written over nor forgotten: beside it the page has a place of its own. */
  const spot = () => place + (banner ? ":kini" : "");
  const keep = () => titian.unsaved.keep(spot(), box("seen_version").value, fields(true), Date.now() + ahead);

  /* Nothing more has to be kept than what was left out. */
  function tidy() {
    titian.unsaved.forget(spot());
    if (incomplete) keep();
  }

  function stop(text, action) {
    stopped = true;
    keep();
    say(text, true, action);
  }

  function applied(answer, content) {
    box("seen_version").value = answer.version;
    if (answer.seen !== null) box("rows_seen").value = answer.seen;
    form.dispatchEvent(new CustomEvent("tersimpan", { detail: answer }));
    incomplete = answer.left_out.length > 0;
    outcome = incomplete ? "Tersimpan, kecuali: " + answer.left_out.join(", ") : "Tersimpan pukul " + answer.at;
    if (answer.merged) outcome += ". " + answer.merged;
    say(outcome, failures || !announced || answer.merged || incomplete);
    saved = content;
    pending = null;
    failures = 0;
    announced = true;
    const dirty = isDirty();
    if (incomplete || !dirty) tidy();
    if (dirty) wait();
  }

  function failed(content, reason) {
    pending = content;
    keep();
    const seconds = Math.round((WAITS[failures] || 60) * (0.85 + 0.3 * Math.random()));
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
    [idle, latest, retry].forEach(clearTimeout);
    idle = latest = 0;
    if (stopped || sending) return;
    if (pending === null && !isDirty()) {
      if (line.textContent === UNSAVED) say(outcome, false);
      return;
    }
    sending = send(pending === null ? fields() : pending, leaving === true);
  }

  function wait() {
    if (stopped || failures) { keep(); return; }
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
  /* Whoever leaves now does not see the answer: until it has come, nobody knows whether all was stored. */
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden || stopped) return;
    if (sending || isDirty()) keep();
    save(true);
  });
  document.addEventListener("sesi-kembali", () => save());

  function offer(kept) {
    const at = new Date((kept.clock || kept.at) + WIB).toISOString().slice(11, 16).replace(":", ".");
    banner = Object.assign(document.createElement("section"), { className: "banner banner-info" });
    banner.setAttribute("role", "alert");
    banner.innerHTML = "<p>Kami menemukan isian yang belum tersimpan dari pukul " + at + ".</p><div class='button-row'>" +
      "<button class='btn btn-primary' type='button'>Pulihkan</button>" +
      "<button class='btn btn-outline-primary' type='button'>Buang</button></div>";
    const [restore, drop] = banner.querySelectorAll("button");
    restore.onclick = () => putBack(kept.fields);
    drop.onclick = function () {
      banner.remove();
      banner = null;
      tidy();
    };
    document.getElementById("isi").prepend(banner);
  }

  /* The server shows the page again with what had been typed, however many rows that was. */
  function putBack(content) {
    const carrier = Object.assign(document.createElement("form"), { method: "post", hidden: true });
    const entries = [...new URLSearchParams(content), ["aksi", "pulihkan"], [OWN[0], box(OWN[0]).value]];
    entries.forEach(([name, value]) => carrier.append(Object.assign(document.createElement("textarea"), { name, value })));
    document.body.append(carrier);
    carrier.submit();
  }

  if (saved === null) { if (form.dataset.unsaved === "") wait(); return; }
  const left = titian.unsaved.find(place).find((kept) => fields(false, kept.fields) !== saved);
  if (left) offer(left);
  else tidy();
})();
