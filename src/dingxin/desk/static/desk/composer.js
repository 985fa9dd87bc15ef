// The composer: every word is reviewed as it is typed; findings are underlined in place; one key takes a rewrite.
"use strict";

const composer = document.getElementById("composer");
const reply = document.getElementById("reply");
if (reply) startReply();

composer.classList.add("live");

document.getElementById("case").addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button || !reply) return;
  if (button.href) event.preventDefault(); // without this script the link brings the reply prefilled
  const tab = composer.querySelector('input[name="words"][value="send_reply"]');
  document.querySelector('input[name="part"][value="talk"]').checked = true;
  if (tab) tab.checked = true;
  insert(reply, button.dataset.insert, button.dataset.at);
});

// Put words at the start or the end of a draft, or where the cursor is, with a blank between Latin words.
function insert(field, words, at) {
  const { value } = field;
  const place = at === "start" ? 0 : at === "end" || !value ? value.length : field.selectionEnd;
  const glued = (left, right) => (/[\w.,!?;:]$/.test(left) && /^\w/.test(right) ? " " : "");
  const before = glued(value.slice(0, place), words);
  const after = glued(words, value.slice(place));
  put(field, place, place, before + words + after);
}

// Replace part of a field so that the browser's own undo brings it back.
function put(field, start, end, words) {
  field.focus();
  field.setSelectionRange(start, end);
  const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (!done) {
    field.setRangeText(words, start, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The server counts code points, the browser UTF-16 units.
function unitsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (place) => place;
  const units = [0];
  for (const char of text) units.push(units.at(-1) + char.length);
  return (place) => units[Math.min(place, units.length - 1)];
}

function startReply() {
  const WAIT = 60;
  const form = reply.form;
  const mirror = document.getElementById("mirror");
  const send = document.getElementById("send");
  const news = document.getElementById("news");
  const said = document.getElementById("review-said");
  const review = () => document.getElementById("review");
  let findings = [];
  let shown = reply.value;
  let asked = 0;
  let timer = null;
  let request = null;
  let popover = null;

  const find = () => {
    const units = unitsOf(shown);
    findings = [...review().querySelectorAll(".finding")].map((item) => ({
      item, start: units(Number(item.dataset.start)), end: units(Number(item.dataset.end)), weight: item.dataset.weight, wide: "wide" in item.dataset,
    }));
  };

  // Between a key and its review the findings move with their words; those whose words were touched go.
  const follow = () => {
    const next = reply.value;
    let head = 0;
    const most = Math.min(shown.length, next.length);
    while (head < most && shown[head] === next[head]) head += 1;
    let tail = 0;
    while (tail < most - head && shown[shown.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1;
    const shift = next.length - shown.length;
    findings = findings.flatMap((finding) => {
      if (finding.end <= head) return [finding];
      if (finding.start >= shown.length - tail) return [{ ...finding, start: finding.start + shift, end: finding.end + shift }];
      return [];
    });
    shown = next;
  };

  // What concerns the whole draft stands in the list only: underlining it would point at nothing.
  const paint = () => {
    const marked = findings.filter(({ wide }) => !wide);
    const caret = document.activeElement === reply ? reply.selectionStart : -1;
    const edges = [...new Set([0, shown.length, ...marked.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    const parts = edges.slice(0, -1).map((left, place) => {
      const words = shown.slice(left, edges[place + 1]);
      const over = marked.filter(({ start, end }) => start <= left && end > left);
      if (!over.length) return document.createTextNode(words);
      const mark = document.createElement("mark");
      mark.textContent = words;
      mark.className = over.some(({ weight }) => weight === "stop") ? "stop" : "warn";
      if (over.some(({ start, end }) => start <= caret && caret <= end)) mark.classList.add("here");
      mark.findings = over;
      return mark;
    });
    mirror.replaceChildren(...parts, document.createTextNode("\u200b"));
    mirror.scrollTop = reply.scrollTop;
    for (const { item, start, end } of marked) item.classList.toggle("here", start <= caret && caret <= end);
  };

  const settle = () => {
    const empty = !reply.value.trim();
    composer.classList.toggle("writing", !empty);
    const { verdict, button, summary } = review().dataset;
    send.textContent = empty ? send.dataset.plain : (button ?? send.dataset.plain);
    send.disabled = empty || verdict === "stop";
    send.toggleAttribute("data-empty", empty);
    send.classList.remove("stopped");
    if (said.textContent !== (summary ?? "")) said.textContent = empty ? "" : (summary ?? "");
  };

  const take = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("review");
    if (!fresh) return;
    const old = review();
    const top = old.scrollTop;
    if (old.querySelector(".whole")?.open) fresh.querySelector(".whole")?.setAttribute("open", "");
    old.replaceWith(fresh);
    fresh.scrollTop = top;
    find();
    paint();
    settle();
  };

  const ask = async () => {
    const mine = ++asked;
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(reply.dataset.review, {
        method: "POST", body: new FormData(form), signal: request.signal, headers: { "HX-Request": "true" },
      });
      const html = answer.ok ? await answer.text() : "";
      if (mine === asked && html) take(html); // an answer to an older draft is dropped
    } catch (error) {
      if (error.name !== "AbortError") console.info("The review could not be fetched; sending checks again.", error.message);
    }
  };

  const later = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };

  reply.addEventListener("input", (event) => { follow(); paint(); settle(); if (!event.isComposing) later(); });
  reply.addEventListener("compositionend", later);
  reply.addEventListener("scroll", () => { mirror.scrollTop = reply.scrollTop; });
  document.addEventListener("selectionchange", () => { if (document.activeElement === reply) paint(); });

  reply.addEventListener("mousemove", (event) => {
    const mark = document.elementsFromPoint(event.clientX, event.clientY).find((element) => element.parentNode === mirror);
    if (!mark) { popover?.remove(); popover = null; return; }
    if (popover?.mark === mark) return;
    popover?.remove();
    popover = document.createElement("div");
    popover.className = "popover-why";
    popover.mark = mark;
    popover.textContent = mark.findings.map(({ item }) => item.dataset.why).join("\n");
    const box = mark.getBoundingClientRect();
    document.body.append(popover);
    popover.style.left = `${Math.min(box.left, innerWidth - popover.offsetWidth - 8)}px`;
    popover.style.top = `${box.top - popover.offsetHeight - 4}px`;
  });
  reply.addEventListener("mouseleave", () => { popover?.remove(); popover = null; });

  const rewrite = (button) => {
    const finding = findings.find(({ item }) => item === button.closest(".finding"));
    if (finding) put(reply, finding.start, finding.end, button.dataset.rewrite);
  };
  composer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rewrite], [data-whole], [data-seen]");
    if (!button) return;
    if (button.dataset.rewrite !== undefined) rewrite(button);
    else if (button.dataset.whole !== undefined) put(reply, 0, reply.value.length, button.dataset.whole);
    else { news.hidden = true; form.elements.revision.value = conversation().dataset.revision; reply.focus(); later(); }
  });
  document.addEventListener("keydown", (event) => {
    const digit = event.altKey && !event.ctrlKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    const button = digit && review().querySelector(`[data-alt="${digit}"]`);
    if (button) { event.preventDefault(); rewrite(button); }
  });

  // The customer wrote meanwhile: the answer must know of it.
  document.addEventListener("refreshed", () => {
    const { revision } = conversation().dataset;
    if (form.elements.revision.value === revision) return;
    if (reply.value.trim()) news.hidden = false;
    else form.elements.revision.value = revision;
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.id === "check" || (news.hidden && !send.disabled && !form.dataset.sending)) { form.dataset.sending = "yes"; return; }
    event.preventDefault();
    if (!news.hidden) news.querySelector("button").focus();
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sending; });

  find();
  paint();
  settle();
  if (reply.value.trim()) ask();
}
