// Live updates: the page is told that something changed and refetches what it shows.
// <body data-live="ADDRESS" data-last="ID"> connects; each change raises "live" on the body. A hidden page holds no
// connection and catches up when it is looked at again.
"use strict";

const PAUSE = 400; // several events of one action make one refetch
const body = document.body;
let source = null;
let waiting = null;

function connect() {
  if (source || document.hidden || !body.dataset.live) return;
  source = new EventSource(`${body.dataset.live}?after=${encodeURIComponent(body.dataset.last || "0")}`);
  source.addEventListener("changed", (event) => {
    body.dataset.last = event.lastEventId || body.dataset.last;
    clearTimeout(waiting);
    waiting = setTimeout(() => body.dispatchEvent(new CustomEvent("live", { detail: JSON.parse(event.data) })), PAUSE);
  });
}

function disconnect() {
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
window.addEventListener("pagehide", disconnect);
window.addEventListener("pageshow", connect);
connect();
