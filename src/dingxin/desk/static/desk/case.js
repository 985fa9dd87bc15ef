// The case page lives: what changes is refetched without losing a draft, a place or an open form; tabs are remembered.
"use strict";

const page = document.getElementById("case");
const conversation = () => document.getElementById("conversation");
const NEAR_END = 80;

// htmx would carry style attributes over to what is put in anew, which the content-security policy refuses.
htmx.config.attributesToSettle = ["class"];

// The conversation begins at its end, where the next answer belongs.
if (!location.hash && !conversation().dataset.earlier) conversation().scrollTop = conversation().scrollHeight;

// What was open, and where one was, stays so when a part of the page is put in anew.
let place = null;
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const old = event.detail.target;
  const fresh = event.detail.fragment;
  const writes = old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (writes || old.querySelector(".deal-row + .deal-row")) { event.detail.shouldSwap = false; return; } // nothing half written is lost
  const open = new Set([...old.querySelectorAll("details[open][id]")].map((details) => details.id));
  for (const id of open) fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (old.id === "conversation") {
    const atEnd = old.scrollHeight - old.scrollTop - old.clientHeight < NEAR_END;
    place = { top: old.scrollTop, atEnd };
  }
});
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "conversation" && place) {
    const now = conversation();
    now.scrollTop = place.atEnd ? now.scrollHeight : place.top;
    place = null;
    now.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  }
  if (event.detail.target.id === "reading") document.dispatchEvent(new CustomEvent("reading"));
});

// Tabs and folded parts are remembered while one works.
for (const name of ["tab", "words"]) {
  const kept = sessionStorage.getItem(name);
  const radio = kept && page.querySelector(`input[name="${name}"][value="${CSS.escape(kept)}"]`);
  if (radio && !page.querySelector(".banner-refused") && name === "tab") radio.checked = true;
  page.addEventListener("change", (event) => { if (event.target.name === name) sessionStorage.setItem(name, event.target.value); });
}
// What is done in the panel brings one back to where one was in it.
{
  const panel = page.querySelector(".panel");
  panel?.addEventListener("submit", () => sessionStorage.setItem("place", JSON.stringify([location.pathname, panel.scrollTop, scrollY])));
  const [path, within, down] = JSON.parse(sessionStorage.getItem("place") ?? "[]");
  sessionStorage.removeItem("place");
  if (panel && path === location.pathname) {
    page.querySelector('input[name="part"][value="panel"]').checked = true;
    panel.scrollTop = within;
    scrollTo({ top: down, behavior: "instant" });
  }
}
// What an address points at, and what was refused, is shown in its tab.
const reveal = (target) => {
  const tab = target?.closest(".tab");
  if (!tab) return;
  const name = [...tab.classList].find((one) => one.startsWith("tab-")).slice(4);
  page.querySelector(`input[name="tab"][value="${name}"]`).checked = true;
  sessionStorage.setItem("tab", name);
  page.querySelector('input[name="part"][value="panel"]').checked = true;
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView({ block: "center" });
};
const named = () => location.hash.length > 1 && document.getElementById(location.hash.slice(1));
reveal(named() || (page.querySelector(".banner-refused") && page.querySelector(".tab .field-error, .tab details.correct[open] form")));
addEventListener("hashchange", () => reveal(named()));
for (const details of page.querySelectorAll("details[data-remember]")) {
  const key = `fold:${details.dataset.remember}`;
  if (localStorage.getItem(key)) details.open = localStorage.getItem(key) === "open";
  details.addEventListener("toggle", () => localStorage.setItem(key, details.open ? "open" : "folded"));
}
if (matchMedia("(max-width: 1180px) and (min-width: 861px)").matches) document.getElementById("queue-fold").open = false;
if (matchMedia("(max-width: 860px)").matches) document.getElementById("queue-fold").open = true;

// A reason stands under its words, as far to the right as there is room.
const under = (event) => {
  const why = event.target.closest?.(".ev")?.nextElementSibling;
  if (why?.matches(".why")) why.style.left = `${Math.max(0, Math.min(event.target.offsetLeft, why.offsetParent.clientWidth - why.offsetWidth))}px`;
};
page.addEventListener("mouseover", under);
page.addEventListener("focusin", under);

// An opened move is ready to be filled; on a phone, evidence leads back to the conversation.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".move") && event.target.open) event.target.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}, true);
page.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#m"]');
  if (!link) return;
  const message = document.getElementById(link.hash.slice(1));
  if (!message) return;
  event.preventDefault();
  page.querySelector('input[name="part"][value="talk"]').checked = true;
  message.scrollIntoView({ block: "center" });
  message.tabIndex = -1;
  message.focus();
});
