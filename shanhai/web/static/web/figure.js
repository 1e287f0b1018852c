// The passport: copies a citation. Where the browser does not allow it the citation stands at the foot of the page.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const english = document.documentElement.lang.startsWith("en");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    window.shanhai.showToast(english ? "Citation copied." : "引文已复制。");
  } catch {
    window.shanhai.showToast(english ? "The browser does not allow copying; the citation stands at the foot of the page." : "浏览器不让复制，引文在本页末尾。");
  }
});
