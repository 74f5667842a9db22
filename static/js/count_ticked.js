/* Says how many boxes of a name are ticked on the page, beside data-more that have none; the boxes work without it. */
for (const place of document.querySelectorAll("[data-ticked]")) {
  const { ticked, some, none, more = 0 } = place.dataset;
  const count = function () {
    const chosen = document.querySelectorAll(`[name=${ticked}]:checked`).length + +more;
    place.textContent = chosen ? some.replace("#", chosen) : none;
  };
  document.addEventListener("change", count);
  window.addEventListener("pageshow", count);
}
