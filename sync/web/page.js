(function () {
  var ticket = document.getElementById("ticket"), waiting = false;
  function state() { var n = ticket.querySelector("[data-ticket-state]"); return n && n.getAttribute("data-ticket-state"); }
  function refresh() {
    if (waiting || document.hidden) { return; }
    waiting = true;
    fetch(ticket.getAttribute("data-state"), { cache: "no-store" }).then(function (r) {
      return r.ok ? r.text() : null;
    }).then(function (text) {
      var box = document.createElement("div"), before = state();
      if (text === null) { return; }
      box.innerHTML = text;
      if (box.innerHTML === ticket.innerHTML) { return; }
      ticket.innerHTML = text;
      if (state() !== before) { location.replace(ticket.getAttribute("data-page")); }
    }).catch(function () {}).then(function () { waiting = false; });
  }
  setInterval(refresh, 4000);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("pageshow", refresh);
})();
