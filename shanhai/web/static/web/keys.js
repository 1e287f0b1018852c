// Keys of the pages. A page says what a key does with data-key on the button or link that does the same, so that no
// action is behind a key alone. Single letters do nothing in fields and none at all where the profile switched them off.
"use strict";

(() => {
  const SEQUENCE_MS = 1500;
  let goPressed = 0;
  let lastPicked = null;

  const singleKeys = () => document.body.hasAttribute("data-single-keys");
  const inField = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
  const isShown = (element) => element.getClientRects().length > 0 && !element.disabled;
  const items = () => [...document.querySelectorAll("[data-item]")].filter(isShown);
  const current = () => document.querySelector("[data-item][aria-current=true]");

  function moveTo(item) {
    const before = current();
    if (before) before.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    if (!item.hasAttribute("tabindex")) item.setAttribute("tabindex", "-1");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = items();
    if (!all.length) return false;
    const at = all.indexOf(current());
    moveTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
    return true;
  }

  function press(key) {
    // A key acts on the item one stands on, or on the page; never on an item one is not looking at.
    const find = (root) => [...root.querySelectorAll("[data-key]")]
      .find((element) => element.dataset.key.split("|").includes(key) && isShown(element)
        && (root !== document || !element.closest("[data-item]")));
    const item = current();
    const target = (item && find(item)) || find(document);
    if (!target) return false;
    if (target.matches("input, select, textarea")) target.focus(); else target.click();
    return true;
  }

  function pick(from) {
    const item = current();
    const box = item && item.querySelector("[data-pick]");
    if (!box) return false;
    if (from && lastPicked) {
      const all = items();
      const [a, b] = [all.indexOf(lastPicked), all.indexOf(item)].sort((x, y) => x - y);
      all.slice(a, b + 1).forEach((one) => { const mark = one.querySelector("[data-pick]"); if (mark) mark.checked = true; });
    } else {
      box.checked = !box.checked;
    }
    lastPicked = item;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  function leave(target) {
    const dialog = document.querySelector("dialog[open]");
    if (dialog) { dialog.close(); return true; }
    const field = inField(target);
    if (field) { field.blur(); return true; }
    const opened = target.closest("details[open][data-closes]");
    if (opened) { opened.open = false; opened.querySelector("summary").focus(); return true; }
    const scope = document.querySelector("[data-selection]");
    if (scope && scope.querySelector("[data-pick]:checked")) { window.shanhai.clearSelection(scope); return true; }
    return false;
  }

  function answer(event) {
    if (event.key === "Escape") return leave(event.target);
    if (inField(event.target)) return false;
    if (event.key === "Enter") {
      return event.target.matches("[data-item]") && press("Enter");
    }
    if (!singleKeys() || document.querySelector("dialog[open]")) return false;
    if (event.key === "/") { const find = document.getElementById("find"); if (find && isShown(find)) { find.focus(); return true; } return false; }
    if (event.key === "?") { document.getElementById("keys").showModal(); return true; }
    const letter = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (!letter) return false;
    if (Date.now() - goPressed < SEQUENCE_MS) {
      goPressed = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
      if (link) { link.click(); return true; }
    }
    if (letter === "g" && !event.shiftKey) { goPressed = Date.now(); return true; }
    if (letter === "j" || letter === "k") return step(letter === "j" ? 1 : -1);
    if (letter === "x") return pick(event.shiftKey);
    return press(event.shiftKey ? `Shift ${letter.toUpperCase()}` : letter.toUpperCase());
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (answer(event)) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && item !== current()) {
      const before = current();
      if (before) before.removeAttribute("aria-current");
      item.setAttribute("aria-current", "true");
    }
  });
})();
