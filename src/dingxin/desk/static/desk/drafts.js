// What is being written is kept in the browser until it stands in the conversation.
"use strict";

{
  const DAYS = 14;
  const prefix = "draft:";
  const forms = document.querySelectorAll("form[data-draft]");
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix) && Date.now() - (read(key)?.at ?? 0) > DAYS * 86400000) localStorage.removeItem(key);
  }

  for (const form of forms) {
    const key = prefix + form.dataset.draft;
    const text = form.elements.text;
    const token = form.elements.token;
    const kept = read(key);
    const sent = kept && document.querySelector(`[data-token="${CSS.escape(kept.token)}"]`);
    if (sent) localStorage.removeItem(key);
    else if (kept && !text.value) { text.value = kept.text; token.value = kept.token; }
    form.addEventListener("input", () => {
      if (text.value) localStorage.setItem(key, JSON.stringify({ text: text.value, token: token.value, at: Date.now() }));
      else localStorage.removeItem(key);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); form.requestSubmit(form.querySelector("[data-send]")); }
    });
  }
}
