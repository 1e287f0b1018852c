// Import pages: from problem to problem and to its cell, and a preview that keeps its place when it is read anew.
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

  // A preview that was read anew stays where it was scrolled to.
  let place = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const region = document.querySelector("[data-keeps-place]");
    place = region && [region.scrollLeft, region.scrollTop];
  });
  document.addEventListener("htmx:afterSwap", () => {
    const region = document.querySelector("[data-keeps-place]");
    if (region && place) region.scrollTo({ left: place[0], top: place[1], behavior: "instant" });
  });
})();
