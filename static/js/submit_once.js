/* One click, one request: a form with data-submit-once says that it is sending and ignores further clicks. The button
   is never disabled (screen readers would lose it); after 30 seconds it works again. The server refuses repeats anyway. */
(function () {
  "use strict";
  const PATIENCE = 20000;
  const RESTORE = 30000;

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-submit-once")) return;
    const button = event.submitter;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const status = form.querySelector("[role=status]");
    const say = (text) => status && text && (status.textContent = text);
    const label = button && button.innerHTML;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      if (form.dataset.sending) button.textContent = form.dataset.sending;
    }
    say(form.dataset.sendingStatus);

    const restore = function () {
      delete form.dataset.sent;
      if (!button) return;
      button.removeAttribute("aria-disabled");
      button.innerHTML = label;
    };
    setTimeout(() => say(form.dataset.slowStatus), PATIENCE);
    setTimeout(restore, RESTORE);
    window.addEventListener("pageshow", (shown) => shown.persisted && restore(), { once: true });
  });
})();
