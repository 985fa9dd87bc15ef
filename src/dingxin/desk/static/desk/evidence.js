// Files of evidence: dropped or chosen, sent one by one with their progress. Without this script the form sends them together.
"use strict";

{
  const sent = (form, file, bar) => new Promise((resolve) => {
    const data = new FormData(form);
    data.delete("file");
    data.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } });
    request.addEventListener("load", () => resolve(request.status === 201 ? "" : request.status === 422 || request.status === 413 ? request.responseText : form.dataset.wordsFailed));
    request.addEventListener("error", () => resolve(form.dataset.wordsFailed));
    request.send(data);
  });

  const line = (list, name) => {
    const row = document.createElement("li");
    const words = row.appendChild(document.createElement("bdi"));
    const bar = row.appendChild(document.createElement("progress"));
    const told = row.appendChild(document.createElement("span"));
    words.textContent = name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    told.className = "upload-told";
    list.append(row);
    return { bar, say: (text, good) => { bar.remove(); told.textContent = text; told.classList.add(good ? "good" : "bad"); } };
  };

  const send = async (form, files) => {
    const list = form.querySelector("[data-uploads]");
    const button = form.querySelector("button");
    button.disabled = true;
    for (const file of files) {
      const row = line(list, file.name);
      if (file.size > Number(form.dataset.most)) { row.say(form.dataset.wordsLarge, false); continue; }
      const wrong = await sent(form, file, row.bar);
      row.say(wrong || form.dataset.wordsDone, !wrong);
    }
    button.disabled = false;
    form.elements.file.value = "";
    document.body.dispatchEvent(new Event("live"));
  };

  const drop = (event) => event.target.closest?.("[data-drop]");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-upload]") || !form.elements.file.files.length) return;
    event.preventDefault();
    send(form, [...form.elements.file.files]);
  });
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => { const place = drop(event); if (place) { event.preventDefault(); place.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => drop(event)?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    const place = drop(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("over");
    place.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
  const ready = () => { for (const place of document.querySelectorAll("[data-drop]")) place.classList.add("ready"); };
  ready();
  document.addEventListener("htmx:afterSettle", ready);
}
