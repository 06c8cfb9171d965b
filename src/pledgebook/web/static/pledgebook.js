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
    const button = item.querySelector('button[name="kind"][value="' + kind + '"]');
    if (!button) { return; }
    const needs = button.getAttribute("data-needs");
    const field = needs && button.form.elements[needs];
    if (field && !field.value) {
      // First say which: the field opens, and Enter in it presses the button.
      const more = field.closest("details");
      more.open = true;
      item.dataset.wanted = kind;
      (kind === "correct" ? more.querySelector("select") : field).focus();
      return;
    }
    button.click();
  }
  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".queue") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const at = event.target;
    const own = at.closest && at.closest(".queue > li");
    if (event.key === "Escape" && own) {
      go(own);
      return;
    }
    if (event.key === "Enter" && own && at.name === "other" && at.value && own.dataset.wanted) {
      event.preventDefault();
      press(own, own.dataset.wanted);
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
    const told = event.detail;
    if (told.xhr.status === 422) {
      told.shouldSwap = true;
      told.isError = false;
      told.target = told.target.querySelector("div.said[role=alert]") || told.target;
      told.swapOverride = "innerHTML";
    }
  });
  document.addEventListener("htmx:load", function (event) {
    // A decision took the place of its item: say it, and go on to the next.
    const fresh = event.detail.elt;
    if (!fresh.matches || !fresh.matches(".queue > li.noted")) { return; }
    const live = document.getElementById("live");
    if (live) { live.textContent = fresh.textContent.trim(); }
    const after = waiting().find(function (each) {
      return fresh.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    go(after || waiting()[0] || fresh);
  });
})();
