// Options go with the reply their words were put into; a chip says which, and takes one out again.
"use strict";

{
  const offers = document.getElementById("offers");
  const field = document.getElementById("reply");

  const chip = (id, name) => {
    const shown = document.createElement("span");
    shown.className = "offer-chip";
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: "offers", value: id });
    const off = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    off.setAttribute("aria-label", `× ${name}`);
    off.addEventListener("click", () => { shown.remove(); field.dispatchEvent(new Event("input", { bubbles: true })); field.focus(); });
    shown.append(input, document.createTextNode(name), off);
    return shown;
  };

  // The form that asks for an approval unfolds with this option chosen.
  const ask = (id) => {
    const fold = document.getElementById("ask-approval");
    fold.open = true;
    fold.querySelector("[name=option]").value = id;
    fold.querySelector("[name=reason]").focus();
  };

  document.getElementById("case").addEventListener("click", (event) => {
    const asks = event.target.closest("[data-asks]");
    if (asks) {
      event.preventDefault(); // without this script the link only leads to the form
      ask(asks.dataset.asks);
    }
    const link = event.target.closest("[data-offers]");
    if (!link || !offers || !field) return;
    event.preventDefault(); // without this script the link brings the reply prefilled
    const names = (link.dataset.named ?? "").split("|");
    link.dataset.offers.split(" ").forEach((id, place) => {
      if (!offers.querySelector(`input[value="${CSS.escape(id)}"]`)) offers.append(chip(id, names[place] ?? ""));
    });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
