/* "Pakai lokasi perangkat ini": fills the coordinates of a location row from the device, on request only. */
(function () {
  "use strict";
  const UNAVAILABLE = "Lokasi perangkat tidak tersedia. Tulis koordinat atau kosongkan.";
  if (!navigator.geolocation) return;

  function fill(group, position) {
    const written = [position.coords.latitude, position.coords.longitude].map((n) => n.toFixed(6).replace(".", ","));
    group.querySelectorAll("input").forEach((box, index) => { box.value = written[index]; });
  }

  document.querySelectorAll("[data-coordinates]").forEach(function (group) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm mb-3";
    button.textContent = "Pakai lokasi perangkat ini";
    const status = document.createElement("p");
    status.className = "form-text";
    status.setAttribute("role", "status");
    button.addEventListener("click", function () {
      status.textContent = "Mencari lokasi…";
      navigator.geolocation.getCurrentPosition(
        function (position) { fill(group, position); status.textContent = "Koordinat sudah diisi."; },
        function () { status.textContent = UNAVAILABLE; },
        { enableHighAccuracy: true, timeout: 15000 }
      );
    });
    group.append(button, status);
  });
})();
