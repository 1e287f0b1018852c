// Import pages: from problem to problem and to its cell.
"use strict";

(() => {
  const problems = () => [...document.querySelectorAll(".problems > [data-item]")];

  function step(by) {
    const all = problems();
    if (!all.length) return;
    const at = all.findIndex((one) => one.getAttribute("aria-current") === "true");
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    const cell = next.dataset.cell && document.getElementById(next.dataset.cell);
    if (cell) cell.scrollIntoView({ block: "nearest", inline: "center" });
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-step]");
    if (!link) return;
    event.preventDefault();
    step(Number(link.dataset.step));
  });
})();
