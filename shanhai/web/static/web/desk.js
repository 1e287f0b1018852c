// The desk: the claim one stands on is lit in the article, N and P go to the claims that want something, and a reason
// is sent with Enter. Everything here is an addition: links, buttons and fields all work as whole pages without it.
"use strict";

(() => {
  const findings = () => [...document.querySelectorAll(".findings > li[data-item]")];
  const current = () => document.querySelector(".findings > li[aria-current=true]");

  function light(number) {
    document.querySelectorAll(".claim.lit").forEach((one) => one.classList.remove("lit"));
    const claims = document.querySelectorAll(`.claim[data-claim="${CSS.escape(number)}"]`);
    claims.forEach((one) => one.classList.add("lit"));
    return claims[0];
  }

  // The article is its own scroller beside the findings; on a phone it is part of the page and stays where it is.
  function scrollWithin(claim) {
    const sheet = claim.closest(".desk > .sheet");
    if (!sheet || getComputedStyle(sheet).overflowY !== "auto") return false;
    sheet.scrollTop += claim.getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 2;
    return true;
  }

  function goTo(item) {
    const before = current();
    if (before && before !== item) before.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    item.focus({ preventScroll: true });
    history.replaceState(history.state, "", `#${item.id}`); // coming back to the page comes back to this claim
    const claim = light(item.dataset.claim);
    if (claim && !scrollWithin(claim)) claim.scrollIntoView({ block: "center" });
    item.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = findings();
    const wanted = all.filter((one) => one.hasAttribute("data-wanted"));
    const among = wanted.length ? wanted : all;
    if (!among.length) return;
    const at = all.indexOf(current());
    const next = by > 0 ? among.find((one) => all.indexOf(one) > at) : among.filter((one) => at < 0 || all.indexOf(one) < at).pop();
    goTo(next || (by > 0 ? among[0] : among[among.length - 1]));
  }

  document.addEventListener("click", (event) => {
    const way = event.target.closest('.keys [data-key="N"], .keys [data-key="P"]');
    const claim = event.target.closest(".claim[data-claim]");
    if (way) {
      event.preventDefault();
      step(way.dataset.key === "N" ? 1 : -1);
    } else if (claim) {
      const item = document.getElementById(`f${claim.dataset.claim}`);
      if (item) { event.preventDefault(); goTo(item); }
    }
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest(".findings > li[data-claim]");
    const claim = item && light(item.dataset.claim);
    if (claim) scrollWithin(claim);
    if (item && item === event.target) history.replaceState(history.state, "", `#${item.id}`);
  });
  document.addEventListener("keydown", (event) => {
    // Enter in a reason dismisses that claim, and does not press the first button of its form.
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-reason]")) return;
    event.preventDefault();
    event.target.closest(".dismiss").querySelector("button").click();
  });
  // A file dropped anywhere on the form is the file of the form; a dropped text goes where it falls.
  const dropped = (event) => event.target.closest("form[data-drop]");
  const holdsFile = (event) => [...event.dataTransfer.types].includes("Files");
  const leave = () => document.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
  document.addEventListener("dragover", (event) => {
    leave();
    const form = dropped(event);
    if (!form || !holdsFile(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) leave(); });
  document.addEventListener("drop", (event) => {
    leave();
    const form = dropped(event);
    if (!form || !holdsFile(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    const input = form.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
  window.addEventListener("load", () => {
    // A round that reads many documents again goes on by itself; without a script its button is pressed each time.
    const going = document.querySelector("form[data-goes-on]");
    if (going) going.requestSubmit();
    const item = location.hash.startsWith("#f") && document.getElementById(location.hash.slice(1));
    if (item && item.matches(".findings > li")) goTo(item);
  });
})();
