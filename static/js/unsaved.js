/* What could not be stored is kept in this browser, under titian:{user}:{number}:{section}:{version}, until it is stored,
   the person signs out, or seven days have passed. How long ago that was the device's clock knows; people are told the
   server's time. */
"use strict";

var titian = window.titian || (window.titian = {});

titian.unsaved = (function () {
  const WEEK = 7 * 24 * 3600 * 1000;
  const prefix = "titian:" + document.body.dataset.user + ":";
  let signedOut = false;
  const safely = function (action) {
    try { return action(); } catch { return null; } // storage is full or forbidden: the text still stands on the page
  };
  const keys = (start) => safely(() => Object.keys(localStorage).filter((key) => key.startsWith(start))) || [];
  const read = (key) => safely(() => JSON.parse(localStorage.getItem(key)));
  const forget = (start) => keys(start).forEach((key) => localStorage.removeItem(key));

  keys("titian:").forEach(function (key) {
    const kept = read(key);
    if (!kept || !(Date.now() - kept.at < WEEK)) localStorage.removeItem(key);
  });
  document.querySelectorAll("[data-saved]").forEach((place) => forget(prefix + place.dataset.saved + ":"));
  document.querySelectorAll("[data-kept]").forEach((place) => { place.hidden = !keys(prefix + place.dataset.kept + ":")[0]; });
  document.addEventListener("submit", function (event) {
    if (!event.target.action.endsWith("/keluar/")) return;
    forget("titian:");
    signedOut = true; // this page lives until the next one comes
  });
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-discard]");
    if (link) forget(prefix + link.dataset.discard + ":");
  });

  return {
    keep: (place, version, fields, clock) => signedOut || safely(() =>
      localStorage.setItem(prefix + place + ":" + version, JSON.stringify({ at: Date.now(), clock, fields }))),
    forget: (place) => forget(prefix + place + ":"),
    find: (place) => keys(prefix + place + ":").map((key) => read(key)).filter(Boolean).sort((a, b) => b.at - a.at),
  };
})();
