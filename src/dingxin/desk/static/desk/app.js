// What every page shares: keys, the account menu, messages that go by themselves.
"use strict";

const typing = (event) => event.target.closest("input, textarea, select, [contenteditable]") !== null;
const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
const keys = document.getElementById("keys");

document.addEventListener("keydown", (event) => {
  if (!plain(event) || event.defaultPrevented) return;
  if (event.key === "Escape") closeMenus();
  if (typing(event)) return;
  if (event.key === "?" && keys) { event.preventDefault(); keys.showModal(); return; }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, textarea, select")) { target.focus(); target.select?.(); } else target.click();
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === except) continue;
    if (menu.contains(document.activeElement)) menu.firstElementChild.focus(); // nobody loses their place
    menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

for (const opener of document.querySelectorAll("[data-opens]")) opener.hidden = false;

const STAYS = 6000;
for (const line of document.querySelectorAll(".told-line")) setTimeout(() => line.remove(), STAYS);
