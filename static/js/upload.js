/* Files go up as soon as they are chosen: one request each, two at a time, with progress, cancel and retry. Without
   this script each slot is an ordinary form. The server answers with the slot, of which only what changed is replaced. */
(function () {
  "use strict";
  const AT_ONCE = 2;
  const STALL = 30000;
  const MB = 1024 * 1024;
  const slots = document.querySelector("[data-uploads]");
  const limit = Number(slots.dataset.maxBytes);
  const waiting = [];
  const running = new Set();
  const keepsPlace = document.getElementById("simpan-lokasi");
  slots.dataset.live = "";

  const tenths = (bytes, round) => String(round((bytes * 10) / MB) / 10).replace(".", ",");
  const sizeUp = (bytes) => tenths(bytes, Math.ceil) + " MB";

  function part(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function button(label, name, act) {
    const element = part("button", "btn btn-outline-primary btn-sm", label);
    element.type = "button";
    element.append(part("span", "visually-hidden", " " + name));
    element.addEventListener("click", act);
    return element;
  }

  function announce(form, text) {
    form.querySelector("[data-announce]").textContent = text;
  }

  /* What stands at the control about the file that was chosen last; an empty text takes it away. */
  function showError(form, text) {
    const place = form.querySelector("[data-upload-error]");
    const input = form.querySelector("input[type=file]");
    place.replaceChildren();
    form.querySelector(".field").classList.toggle("field-invalid", Boolean(text));
    if (!text) return;
    const line = part("p", "field-message");
    line.append(part("span", "visually-hidden", "Galat: "), text);
    place.append(line);
    input.setAttribute("aria-describedby", place.id);
    announce(form, text);
  }

  /* Says what was done, or the answer's own sentence where it knows better. */
  function swapSlot(form, answered, done) {
    const slot = form.closest("li");
    slot.querySelector("[data-slot-state]").replaceWith(answered.querySelector("[data-slot-state]"));
    form.querySelector("label").innerHTML = answered.querySelector("label").innerHTML;
    const refusal = answered.querySelector("[data-sentence]");
    showError(form, refusal ? refusal.textContent : "");
    if (refusal) return;
    const told = slot.querySelector("[data-told]");
    announce(form, told ? told.textContent : done);
  }

  function slotOf(xhr, form) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    return page.getElementById(form.closest("li").id);
  }

  function reasonOf(xhr) {
    if ([0, 400].includes(xhr.status)) return "sambungan terputus";
    if ([200, 401, 403].includes(xhr.status)) return "Anda sudah keluar, muat ulang halaman untuk masuk lagi";
    if (xhr.status === 507) return "ruang penyimpanan server penuh, hubungi Bappeda";
    return "layanan sedang terganggu";
  }

  function show(upload, text, buttons) {
    upload.line.textContent = text;
    upload.buttons.replaceChildren(...buttons);
  }

  function leave(upload) {
    running.delete(upload);
    clearTimeout(upload.stall);
    upload.bar.hidden = true;
    next();
  }

  function close(upload) {
    const held = upload.row.contains(document.activeElement);
    upload.row.remove();
    if (held) upload.form.querySelector("input[type=file]").focus();
  }

  function cancel(upload) {
    upload.cancelled = true;
    if (upload.xhr) upload.xhr.abort();
    if (waiting.includes(upload)) waiting.splice(waiting.indexOf(upload), 1);
    leave(upload);
    close(upload);
    announce(upload.form, "Unggahan " + upload.file.name + " dibatalkan.");
  }

  function fail(upload, reason) {
    const name = upload.file.name;
    leave(upload);
    upload.failed = true;
    show(upload, "Gagal mengunggah " + name + ": " + reason + ". Berkas lain aman.", [
      button("Coba lagi", name, () => queue(upload)),
      button("Batalkan", name, () => close(upload)),
    ]);
    announce(upload.form, upload.line.textContent);
  }

  /* The server takes so many at once and no more: it stays one of ours, and goes up again when the server has said. */
  function waitForPlace(upload) {
    const seconds = Number(upload.xhr.getResponseHeader("Retry-After")) || 10;
    clearTimeout(upload.stall);
    upload.bar.hidden = true;
    upload.line.textContent = "Server sedang menerima banyak berkas. Dicoba lagi dalam " + seconds + " detik.";
    announce(upload.form, upload.line.textContent);
    upload.stall = setTimeout(function () {
      running.delete(upload);
      queue(upload);
    }, seconds * (1000 + Math.random() * 200));
  }

  function watchForStall(upload) {
    clearTimeout(upload.stall);
    upload.stall = setTimeout(() => (upload.line.textContent = "Unggahan tersendat. Masih mencoba."), STALL);
  }

  function progress(upload, loaded) {
    const size = upload.file.size;
    const sent = Math.min(loaded, size);
    const percent = size ? Math.floor((sent * 100) / size) : 100;
    watchForStall(upload);
    upload.bar.value = percent;
    upload.line.textContent =
      "Mengunggah " + percent + "% (" + tenths(sent, Math.round) + " dari " + tenths(size, Math.round) + " MB)";
    if (percent >= 50 && !upload.halfway) {
      upload.halfway = true;
      announce(upload.form, "Mengunggah " + upload.file.name + ", 50%");
    }
  }

  function finish(upload) {
    if (upload.xhr.status === 429) return waitForPlace(upload);
    const answered = slotOf(upload.xhr, upload.form);
    if (!answered) return fail(upload, reasonOf(upload.xhr));
    leave(upload);
    close(upload);
    swapSlot(upload.form, answered, "Berkas " + upload.file.name + " sudah diunggah, 100%");
  }

  function start(upload) {
    running.add(upload);
    upload.line.textContent = "Menyiapkan berkas";
    upload.ready = upload.ready || titian.photo.shrink(upload.file, keepsPlace.checked);
    upload.ready.then(function (file) {
      upload.file = file;
      if (running.has(upload)) send(upload);
    });
  }

  function send(upload) {
    const xhr = (upload.xhr = new XMLHttpRequest());
    const body = new FormData(upload.form);
    body.set("file", upload.file, upload.file.name);
    xhr.upload.addEventListener("progress", (event) => progress(upload, event.loaded));
    xhr.addEventListener("load", () => finish(upload));
    xhr.addEventListener("error", () => upload.cancelled || fail(upload, reasonOf(xhr)));
    xhr.open("POST", upload.form.action);
    xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    xhr.send(body);
    upload.bar.hidden = false;
    progress(upload, 0);
    announce(upload.form, "Mengunggah " + upload.file.name + ", 0%");
  }

  function next() {
    while (running.size < AT_ONCE && waiting.length) start(waiting.shift());
  }

  function queue(upload) {
    upload.failed = upload.halfway = upload.cancelled = false;
    show(upload, "Menunggu giliran", [button("Batalkan", upload.file.name, () => cancel(upload))]);
    waiting.push(upload);
    next();
  }

  function choose(form, file) {
    if (file.size > limit && !titian.photo.canShrink(file)) {
      showError(form, "Berkas " + file.name + " berukuran " + sizeUp(file.size) + ". Batasnya " + sizeUp(limit) + ".");
      return;
    }
    const row = part("div", "upload-row");
    const bar = part("progress");
    bar.max = 100;
    bar.hidden = true;
    bar.setAttribute("aria-label", "Kemajuan unggahan " + file.name);
    const upload = { form, file, row, bar, line: part("p", "mb-1"), buttons: part("div", "button-row") };
    row.append(part("p", "upload-name", file.name), bar, upload.line, upload.buttons);
    form.querySelector("[data-upload-rows]").append(row);
    queue(upload);
  }

  slots.addEventListener("change", function (event) {
    if (event.target.type !== "file") return;
    const form = event.target.form;
    showError(form, "");
    /* A slot holds one file: a new choice takes the place of the one still on its way. */
    if (!event.target.multiple) {
      [...waiting, ...running].filter((upload) => upload.form === form).forEach(cancel);
      form.querySelector("[data-upload-rows]").replaceChildren();
    }
    [...event.target.files].forEach((file) => choose(form, file));
    event.target.value = "";
  });

  slots.addEventListener("submit", function (event) {
    const removal = event.target;
    if (!removal.hasAttribute("data-remove-file")) return;
    const form = removal.closest("li").querySelector("[data-upload-form]");
    event.preventDefault();
    fetch(removal.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(removal)),
      headers: { "X-Requested-With": "XMLHttpRequest" },
    })
      .then((answer) => answer.text())
      .then(function (text) {
        const answered = slotOf({ responseText: text }, form);
        if (!answered) throw new Error("not a slot");
        swapSlot(form, answered, "Berkas sudah dihapus.");
        form.querySelector("input[type=file]").focus();
      })
      .catch(() => showError(form, "Berkas belum terhapus. Periksa sambungan, lalu coba lagi."));
  });

  window.addEventListener("beforeunload", function (event) {
    if (running.size || waiting.length) event.preventDefault();
  });
  document.querySelectorAll("[data-photos]").forEach((place) => (place.hidden = false));
  slots.querySelectorAll("[data-many]").forEach((input) => (input.multiple = true));
})();
