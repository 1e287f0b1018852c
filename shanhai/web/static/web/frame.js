// Small interactions of every page: toasts, the menu on phones, selections, forms that ask before they go.
// Everything here is an addition; each page works without it.
"use strict";

const TOAST_MS = 6000;

function keepToast(toast) {
  // A toast leaves after six seconds, but stays while the pointer or the focus is on it.
  let left = setTimeout(() => toast.remove(), TOAST_MS);
  const stay = () => clearTimeout(left);
  const go = () => { stay(); left = setTimeout(() => toast.remove(), TOAST_MS); };
  toast.addEventListener("focusin", stay);
  toast.addEventListener("mouseenter", stay);
  toast.addEventListener("focusout", go);
  toast.addEventListener("mouseleave", go);
}

function findTooLarge(form) {
  // A file above the limit is not sent at all: sending it would take minutes only to be told so.
  const most = Number(form.dataset.fileBytesMax || Infinity);
  const inputs = [...form.querySelectorAll("input[type=file]")];
  return inputs.find((input) => [...input.files].some((file) => file.size > most));
}

function markTooLarge(input, text) {
  // Said at the field, where it stays until another file is chosen.
  const told = document.createElement("span");
  told.className = "wrong";
  told.id = `too-large-${input.id || input.name}`;
  told.setAttribute("role", "alert");
  told.textContent = text;
  unmarkTooLarge(input);
  input.before(told);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-errormessage", told.id);
  input.addEventListener("change", () => unmarkTooLarge(input), { once: true });
  input.focus();
}

function unmarkTooLarge(input) {
  const told = document.getElementById(`too-large-${input.id || input.name}`);
  if (told) told.remove();
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-errormessage");
}

function tellNotDone(text) {
  // What was not done stays on the page until something is: the row looks as before, so nothing else would tell.
  const box = document.getElementById("toasts");
  if (!box) return;
  forgetNotDone();
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.dataset.notDone = "yes";
  toast.setAttribute("role", "alert");
  toast.textContent = text;
  box.append(toast);
}

function forgetNotDone() {
  document.querySelectorAll("[data-not-done]").forEach((toast) => toast.remove());
}

function writes(event) {
  const asked = event.detail.requestConfig;
  return Boolean(asked) && asked.verb !== "get";
}

function showToast(text) {
  const box = document.getElementById("toasts");
  if (!box) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  toast.textContent = text;
  box.append(toast);
  keepToast(toast);
}

function showCurrentMenuItem() {
  const menu = document.querySelector(".nav");
  const current = menu && menu.querySelector("[aria-current]");
  if (current && menu.scrollWidth > menu.clientWidth) menu.scrollLeft = current.offsetLeft - 24;
}

function nameTableParts(root) {
  // Rows become blocks on phones; the roles keep the table a table for those who hear the page.
  for (const table of root.querySelectorAll("table.cards:not([role])")) {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((part) => part.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
    table.querySelectorAll("td").forEach((cell) => cell.setAttribute("role", "cell"));
    table.querySelectorAll("thead th").forEach((cell) => cell.setAttribute("role", "columnheader"));
    table.querySelectorAll("tbody th, tfoot th").forEach((cell) => cell.setAttribute("role", "rowheader"));
  }
}

function picksOf(scope) {
  return [...scope.querySelectorAll("input[type=checkbox][data-pick]")];
}

function tellSelection(scope) {
  const chosen = picksOf(scope).filter((box) => box.checked);
  for (const box of picksOf(scope)) {
    const row = box.closest("[data-item]");
    if (row && row.tagName === "TR") row.setAttribute("aria-selected", String(box.checked));
  }
  const bulk = scope.querySelector("[data-bulk]");
  if (!bulk) return;
  bulk.hidden = chosen.length === 0;
  bulk.querySelectorAll("[data-chosen-count]").forEach((spot) => { spot.textContent = String(chosen.length); });
  scope.dispatchEvent(new CustomEvent("selection", { detail: { count: chosen.length } }));
}

function clearSelection(scope) {
  picksOf(scope).forEach((box) => { box.checked = false; });
  scope.querySelectorAll("[data-pick-all]").forEach((box) => { box.checked = false; });
  tellSelection(scope);
}

document.addEventListener("change", (event) => {
  const scope = event.target.closest("[data-selection]");
  if (scope && event.target.matches("[data-pick-all]")) {
    picksOf(scope).forEach((box) => { box.checked = event.target.checked; });
  }
  if (scope && event.target.matches("[data-pick], [data-pick-all]")) tellSelection(scope);
  if (event.target.matches("[data-go-on-change]")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-clear-selection]");
  if (clear) clearSelection(clear.closest("[data-selection]"));
  const opens = event.target.closest("[data-opens]");
  if (opens) document.getElementById(opens.dataset.opens).showModal();
  const print = event.target.closest("[data-print]");
  if (print) window.print();
});

function openTarget() {
  // A link to a folded part of the page opens it.
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.matches("details")) target.open = true;
}

window.addEventListener("hashchange", openTarget);
openTarget();

document.addEventListener("submit", (event) => {
  // A form that writes goes once, however often its button is pressed.
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  const tooLarge = findTooLarge(form);
  if (tooLarge) {
    event.preventDefault();
    markTooLarge(tooLarge, form.dataset.tooLarge);
    return;
  }
  if (form.dataset.gone) { event.preventDefault(); return; }
  form.dataset.gone = "yes";
  setTimeout(() => { delete form.dataset.gone; }, 5000);
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-gone]").forEach((form) => { delete form.dataset.gone; });
});

document.addEventListener("htmx:afterSettle", (event) => nameTableParts(event.target));
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => { if (writes(event)) tellNotDone(document.body.dataset.noAnswer); });
}
document.addEventListener("htmx:responseError", (event) => {
  if (writes(event)) tellNotDone(document.body.dataset.refused.replace("%s", event.detail.xhr.status));
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && writes(event)) forgetNotDone(); });
document.addEventListener("shanhai:told", (event) => showToast(event.detail.value || event.detail));

document.querySelectorAll(".toast").forEach(keepToast);
document.querySelectorAll("[data-selection]").forEach(tellSelection);
nameTableParts(document);
showCurrentMenuItem();
const summary = document.querySelector(".summary[role=alert]");
if (summary) summary.focus();

window.shanhai = { showToast, clearSelection, tellSelection };
