// The law of a judgement is narrowed down while one types; without this script the server does it when asked to.
"use strict";

for (const law of document.querySelectorAll("[data-law]")) {
  const [words, topic, trade] = law.querySelectorAll(".law-look input, .law-look select");
  const count = law.querySelector("[data-law-count]");
  const none = law.querySelector("[data-law-none]");
  const rules = [...law.querySelectorAll(".choice")];
  if (!law.querySelector(".choice") || words.value || topic.value || trade.value) continue; // the server left some out: it goes on

  const narrow = () => {
    const terms = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const rule of rules) {
      const fits = terms.every((term) => rule.dataset.find.includes(term))
        && (!topic.value || rule.dataset.topic === topic.value)
        && (!trade.value || !rule.dataset.trades || rule.dataset.trades.split(" ").includes(trade.value));
      rule.hidden = !fits && !rule.querySelector("input").checked;
      if (!rule.hidden) shown += 1;
    }
    for (const group of law.querySelectorAll(".law-group")) group.hidden = !group.querySelector(".choice:not([hidden])");
    none.hidden = shown > 0;
    count.textContent = shown === 1 ? count.dataset.one : count.dataset.many.replace("N", shown);
  };
  law.querySelector(".law-look button").hidden = true;
  words.addEventListener("input", narrow);
  topic.addEventListener("change", narrow);
  trade.addEventListener("change", narrow);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key !== "ArrowDown") return;
    event.preventDefault(); // from the word straight to the first rule found
    law.querySelector(".choice:not([hidden]) input")?.focus();
  });
}
