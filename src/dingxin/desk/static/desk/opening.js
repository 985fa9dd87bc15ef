// Opening a case: a found customer goes into the form with one click, Ctrl+Enter opens, a second click opens nothing twice.
"use strict";

const form = document.getElementById("opening");
const found = document.getElementById("found");

found.addEventListener("click", (event) => {
  const customer = event.target.closest(".found");
  if (!customer) return;
  form.elements.phone.value = customer.dataset.phone;
  if (customer.dataset.name) form.elements.name.value = customer.dataset.name;
  found.replaceChildren();
  form.elements.text.focus();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => delete form.dataset.sent);

form.querySelector(".field-error")?.closest("div, fieldset")?.querySelector("input, textarea, select")?.focus();
