// Rows of an agreement are added and removed in place; without this script the server sends the form anew with them.
"use strict";

document.getElementById("case").addEventListener("click", (event) => {
  const more = event.target.closest(".deal-more");
  const less = event.target.closest(".deal-less");
  if (!more && !less) return;
  event.preventDefault();
  const option = event.target.closest(".deal-option");
  if (less) {
    less.closest(".deal-row").remove();
    option.querySelector(".deal-more").focus();
    return;
  }
  const rows = [...option.querySelectorAll(".deal-row")];
  const last = rows.at(-1);
  const number = Number(last.dataset.row) + 1;
  const sums = rows.map((row) => Number(row.querySelector('[name^="amount_"]')?.value || 0));
  const rest = Number(option.querySelector('[name^="left_"]').value) - sums.reduce((sum, one) => sum + one, 0);
  const row = last.cloneNode(true);
  row.dataset.row = number;
  row.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+/, rows.length + 1));
  for (const error of row.querySelectorAll(".field-error")) error.remove();
  const renamed = (name) => name.replace(/_(\d+)(_\d+)?$/, (_whole, pk) => `_${pk}_${number}`);
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.name.startsWith("row_")) { field.value = number; continue; }
    const twin = last.querySelector(`[name="${field.name}"]`);
    field.name = renamed(field.name);
    const label = row.querySelector(`label[for="${field.id}"]`);
    field.id = renamed(field.id);
    if (label) label.htmlFor = field.id;
    for (const mark of ["aria-invalid", "aria-describedby", "aria-errormessage"]) field.removeAttribute(mark);
    field.value = field.name.startsWith("what_") ? "" : field.name.startsWith("amount_") ? (rest > 0 ? String(Math.round(rest * 100) / 100) : "") : twin.value;
  }
  const off = row.querySelector(".deal-less");
  off.value = `${row.querySelector('[name^="row_"]').name.slice(4)}_${number}`;
  off.hidden = off.disabled = false;
  last.after(row);
  row.querySelector('[name^="what_"]').focus();
});
