// The sign queue: the sum of a selection, where the focus goes after a word is given, and the count in the menu.
// Everything here is an addition: buttons, fields and questions all work as whole pages without it.
"use strict";

(() => {
  let lastIndex = 0;

  const queue = () => document.getElementById("queue");
  const rows = () => [...document.querySelectorAll("#queue [data-item]")];

  function writeAmount(amount, divisor, decimals) {
    // Integers throughout: smallest parts in, rounded half up once, as the server does.
    const scaled = amount * 10n ** BigInt(decimals);
    const size = scaled < 0n ? -scaled : scaled;
    const rounded = (2n * size + divisor) / (2n * divisor);
    const digits = rounded.toString().padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
    return (amount < 0n ? "−" : "") + whole + (decimals ? "." + digits.slice(-decimals) : "");
  }

  function showSum(scope) {
    const spot = scope.querySelector("[data-chosen-sum]");
    if (!spot) return;
    const sums = new Map();
    for (const box of scope.querySelectorAll("[data-pick]:checked")) {
      const { amount, divisor, decimals, unit } = box.dataset;
      const before = sums.get(unit) || { amount: 0n, divisor: BigInt(divisor), decimals: Number(decimals) };
      before.amount += BigInt(amount);
      sums.set(unit, before);
    }
    spot.textContent = [...sums].map(([unit, sum]) => `${writeAmount(sum.amount, sum.divisor, sum.decimals)} ${unit}`).join(" · ");
  }

  function rememberPlace() {
    const current = document.querySelector("#queue [data-item][aria-current=true]");
    // A question put in between takes the focus, not the place.
    if (current) lastIndex = rows().indexOf(current);
  }

  function goOn() {
    // After a word: to the question if there is one, to the field that needs mending, else to the row now in its place.
    const asked = document.querySelector("#queue [data-ask] [data-focus]");
    const wrong = document.querySelector("#queue [aria-invalid=true], #queue .differ[open] [data-first]");
    const target = asked || wrong;
    if (target) { target.focus(); return; }
    const all = rows();
    if (!all.length) { const main = document.getElementById("main"); if (main) main.focus(); return; }
    const next = all[Math.min(lastIndex, all.length - 1)];
    next.setAttribute("aria-current", "true");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function tellMenu() {
    const count = Number(queue().dataset.waiting);
    const item = document.querySelector('.nav [data-go="s"]');
    if (!item) return;
    let spot = item.querySelector(".count");
    if (!spot && count) {
      spot = document.createElement("span");
      spot.className = "count hot";
      item.append(spot);
    }
    if (spot) spot.textContent = count ? String(count) : "";
  }

  document.addEventListener("selection", (event) => showSum(event.target), true);
  document.addEventListener("change", (event) => { const scope = event.target.closest("#queue"); if (scope) showSum(scope); });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches && event.target.matches("#queue .differ[open]")) event.target.querySelector("[data-first]").focus();
  }, true);
  document.addEventListener("focusin", (event) => {
    // The difference one stands on is open, so that its keys work; the others stay as they are.
    const item = event.target.closest("#queue [data-item]");
    const shut = item && item === event.target && item.querySelector("[data-unfold]:not([open])");
    if (shut) shut.open = true;
  });
  document.addEventListener("keydown", (event) => {
    // Enter in a field of a difference states that amount, and not the first button of the whole form.
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("#queue .differ input")) return;
    event.preventDefault();
    event.target.closest(".differ").querySelector("button").click();
  });
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest("#queue")) rememberPlace(); });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "queue") return;
    window.shanhai.tellSelection(queue());
    showSum(queue());
    tellMenu();
    goOn();
  });
  window.addEventListener("load", () => { if (queue()) { window.shanhai.tellSelection(queue()); showSum(queue()); } });
})();
