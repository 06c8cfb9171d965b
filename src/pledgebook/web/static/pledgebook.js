// Keys for the review queue, and small help for people with a keyboard. Everything works without this file.
(function () {
  "use strict";
  const keys = { a: "accept", r: "reject", c: "correct", s: "same", d: "different", p: "part_of" };

  function items() {
    return Array.from(document.querySelectorAll(".queue > li"));
  }
  function waiting() {
    return items().filter(function (item) { return item.querySelector("form.decide"); });
  }
  function current() {
    const own = document.activeElement && document.activeElement.closest(".queue > li");
    return own || document.querySelector(".queue > li.current");
  }
  function go(item) {
    if (!item) { return; }
    items().forEach(function (each) { each.classList.toggle("current", each === item); });
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
  function move(step) {
    const all = items(), at = all.indexOf(current());
    go(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
  }
  function help() {
    const box = document.getElementById("keys");
    if (!box) { return; }
    if (box.open) { box.close(); } else { box.showModal(); }
  }
  function press(item, kind) {
    const button = item.querySelector('form.decide button[value="' + kind + '"]');
    if (!button) { return; }
    const needs = button.getAttribute("data-needs");
    const field = needs && item.querySelector('form.decide [name="' + needs + '"]');
    const more = field && field.closest("details");
    if (field && !field.value && field.type !== "hidden") {
      if (more) { more.open = true; }
      const first = more ? more.querySelector("select, input") : field;
      first.focus();
      return;
    }
    button.click();
  }
  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".queue") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const at = event.target;
    if (event.key === "Escape" && at.closest && at.closest("form.decide")) {
      go(at.closest(".queue > li"));
      return;
    }
    if (at.matches && at.matches("input, select, textarea")) { return; }
    if (event.key === "j") { move(1); }
    else if (event.key === "k") { move(-1); }
    else if (event.key === "?") { help(); }
    else if (keys[event.key] && current()) { press(current(), keys[event.key]); }
    else { return; }
    event.preventDefault();
  });
  document.addEventListener("focusin", function (event) {
    const item = event.target.closest && event.target.closest(".queue > li");
    if (item) { items().forEach(function (each) { each.classList.toggle("current", each === item); }); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-keys]")) { help(); }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    // What could not be noted is told where the form is.
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; event.detail.target = event.detail.target.querySelector(".said") || event.detail.target; event.detail.swapOverride = "innerHTML"; }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    const swapped = event.detail.elt;
    if (swapped && swapped.closest && swapped.closest(".queue")) {
      const live = document.getElementById("live");
      const told = document.querySelector(".queue > li.noted.fresh") || swapped;
      if (live) { live.textContent = told.textContent.trim(); }
      const fresh = document.querySelector(".queue > li.noted.fresh");
      if (fresh) {
        fresh.classList.remove("fresh");
        const all = waiting(), after = all.find(function (each) { return fresh.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING; });
        go(after || all[0] || fresh);
      }
    }
  });
})();
