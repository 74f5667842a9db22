/* Keeps the countdown current while a page stays open. The server's clock only: the moment the page was made, plus
   the time that passed since (a monotonic timer), corrected from /waktu/ when the tab comes back and every ten minutes. */
(function () {
  "use strict";
  const section = document.querySelector(".countdown[data-at]");
  if (!section) return;

  const MINUTE = 60000;
  let base = Date.parse(section.dataset.at);
  let started = performance.now();
  const now = () => base + performance.now() - started;

  function show(words) {
    section.querySelector(".number").textContent = words.number;
    section.querySelector(".number").classList.toggle("number-words", !words.unit);
    section.querySelector(".unit").textContent = words.unit;
    section.querySelector(".amount-of-time").hidden = !words.number;
    const line = section.querySelector(".sentences");
    line.textContent = "";
    words.sentences.forEach(function (sentence, index) {
      const strong = document.createElement("strong");
      strong.textContent = sentence.strong;
      line.append((index ? " " : "") + sentence.before, ...(sentence.strong ? [strong] : []), sentence.after);
    });
    if (words.level !== section.dataset.level) {
      section.dataset.level = words.level;
      section.querySelector(".level-change").textContent = line.textContent;
    }
  }

  function render() {
    show(window.titian.countdownWords(section.dataset, now()));
  }

  function correct() {
    fetch("/waktu/", { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then(function (text) {
        const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"\s<]*/.exec(text);
        if (!moment) return;
        base = Date.parse(moment[0]);
        started = performance.now();
        render();
      })
      .catch(() => {});
  }

  setInterval(render, MINUTE);
  setInterval(correct, 10 * MINUTE);
  window.addEventListener("pageshow", (event) => event.persisted && correct());
  document.addEventListener("visibilitychange", () => document.hidden || correct());
})();
