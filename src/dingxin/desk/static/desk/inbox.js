// The inbox by keyboard: j and k move through the cases, Enter opens the one that has the focus. After a live update the
// focus stays on its case, or on the neighbour of a case that left the list.
"use strict";

const list = document.getElementById("case-list");
const links = () => [...list.querySelectorAll(".row-link")];
const placeOfFocus = () => links().indexOf(document.activeElement);

function focusAt(place) {
  const all = links();
  if (!all.length) return;
  const link = all[Math.max(0, Math.min(all.length - 1, place))];
  link.focus({ preventScroll: true });
  link.closest("tr").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "j") focusAt(placeOfFocus() + 1);
  else if (event.key === "k") focusAt(Math.max(0, placeOfFocus() - 1));
  else return;
  event.preventDefault();
});

let kept = null;
list.addEventListener("htmx:beforeSwap", () => {
  const place = placeOfFocus();
  kept = place < 0 ? null : { id: document.activeElement.id, place };
});
list.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  const same = document.getElementById(kept.id);
  if (same) same.focus({ preventScroll: true });
  else focusAt(kept.place);
  kept = null;
});

document.querySelector("#boxes [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
