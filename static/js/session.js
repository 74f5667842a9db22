/* The end of a session: a warning five minutes before, and signing in again without leaving the page. Signing in tells
   the page by the event "sesi-kembali"; "sesi-berakhir" asks for it. Time is the server's; only what passes is measured. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.session = (function () {
  const ADDRESS = "/masuk/sesi/";
  const WARN_BEFORE = 300;
  const user = document.body.dataset.user;
  const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");
  let timer = 0;
  let ends = 0;
  let dialog = null;

  const left = () => Math.round((ends - performance.now()) / 1000);

  function take(state) {
    if (state.user && state.user !== user) return state; // with that token this page would be sent in another name
    tokens().forEach((box) => { box.value = state.token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": state.token }));
    if (state.user === user) schedule(state.seconds);
    return state;
  }

  async function ask(fields) {
    const body = fields && new URLSearchParams({ csrfmiddlewaretoken: tokens()[0] ? tokens()[0].value : "", ...fields });
    const answer = await fetch(ADDRESS, { method: body ? "POST" : "GET", body, headers: { "HX-Request": "true" } });
    return { ok: answer.ok, state: answer.ok ? take(await answer.json()) : await answer.json().catch(() => ({})) };
  }

  function schedule(seconds) {
    ends = performance.now() + seconds * 1000;
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(0, seconds - WARN_BEFORE) * 1000);
  }

  // Another tab may have kept the session alive meanwhile: the server knows.
  async function check() {
    const { state } = await ask().catch(() => ({ state: {} }));
    if (state.token && state.user !== user) signInAgain();
    else if (left() <= WARN_BEFORE) warn();
  }

  function open(title, content) {
    if (dialog) dialog.remove();
    dialog = document.createElement("dialog");
    dialog.setAttribute("aria-labelledby", "sesi-judul");
    dialog.innerHTML = "<h2 id='sesi-judul'></h2>" + content;
    dialog.querySelector("h2").textContent = title;
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  function close() {
    if (dialog) dialog.remove();
    dialog = null;
  }

  function warn() {
    const box = open("Anda akan keluar dalam 5 menit",
      "<p>Isian yang sudah tersimpan aman.</p><p role='status'></p><div class='button-row'>" +
      "<button class='btn btn-primary btn-wide' type='button' autofocus>Tetap masuk</button>" +
      "<button class='btn btn-outline-primary btn-wide' type='button'>Keluar</button></div>");
    const [stay, leave] = box.querySelectorAll("button");
    const status = box.querySelector("[role=status]");
    const keep = function () {
      clearInterval(ticking);
      close();
      ask({}).then(({ ok }) => ok || signInAgain()).catch(() => schedule(WARN_BEFORE));
    };
    let shown = 5;
    const ticking = setInterval(function () {
      const minutes = Math.ceil(left() / 60);
      if (left() <= 0) { clearInterval(ticking); check(); return; }
      if (minutes === shown) return;
      shown = minutes;
      box.querySelector("h2").textContent = "Anda akan keluar dalam " + minutes + " menit";
      if (minutes === 1) status.textContent = "Sisa waktu 1 menit.";
    }, 1000);
    status.textContent = "Sisa waktu 5 menit.";
    stay.addEventListener("click", keep);
    box.addEventListener("cancel", keep);
    leave.addEventListener("click", () => document.querySelector("form[action='/keluar/']").requestSubmit());
  }

  async function signInAgain() {
    if (dialog && dialog.querySelector("form")) return;
    const { state } = await ask().catch(() => ({ state: {} }));
    if (state.user === user) { done(); return; }
    const box = open("Masuk lagi untuk melanjutkan",
      "<p>Isian Anda masih ada di halaman ini.</p><form><p class='field-message' role='alert'></p>" +
      "<div class='field'><label class='form-label' for='sesi-sandi'>Kata sandi</label>" +
      "<input class='form-control' type='password' id='sesi-sandi' autocomplete='current-password' autofocus></div>" +
      "<div class='button-row'><button class='btn btn-primary btn-wide'>Masuk</button></div></form>");
    const message = box.querySelector("[role=alert]");
    if (state.user) { // somebody else has signed in here: nothing of this page is sent in that name
      box.querySelector("form").replaceWith("Orang lain sudah masuk di peramban ini. Isian Anda tidak dikirim atas namanya.");
      return;
    }
    box.querySelector("form").addEventListener("submit", async function (event) {
      event.preventDefault();
      const password = box.querySelector("input").value;
      const { ok, state: answer } = await ask({ username: user, password }).catch(() => ({ ok: false, state: {} }));
      if (ok) done();
      else message.textContent = answer.message || "Sambungan terputus. Coba lagi.";
    });
  }

  function done() {
    close();
    document.dispatchEvent(new Event("sesi-kembali"));
  }

  document.addEventListener("sesi-berakhir", signInAgain);
  if (user) schedule(Number(document.body.dataset.session));
  return { refresh: ask, schedule };
})();
