// What makes an upload nicer where scripts run: a place to drop the file on, and progress without reloading.
"use strict";

function takeDrops(form) {
  const field = form.elements.file;
  const zone = field.closest(".drop");
  const fault = zone.querySelector(".fault");
  zone.querySelector(".invite").hidden = false;
  const check = () => {
    const file = field.files[0];
    fault.textContent = file && file.size > Number(field.dataset.most) ? field.dataset.large : "";
    return !fault.textContent;
  };
  field.addEventListener("change", check);
  form.addEventListener("submit", (event) => { if (!check()) event.preventDefault(); });
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    if (check()) form.requestSubmit();
  });
}

function showProgress(list, news) {
  if (["outline", "done", "failed", "stopped"].includes(news.state)) {
    location.reload();
    return false;
  }
  for (const [place, item] of [...list.children].entries()) {
    const isNow = item.dataset.stage === news.stage;
    const isPast = place < news.done;
    item.className = isNow ? "now" : isPast ? "past" : "";
    if (isNow) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.querySelector("em").textContent = isNow ? list.dataset.now : isPast ? list.dataset.done : "";
    if (isNow) document.getElementById("said").textContent = item.querySelector("span").textContent;
  }
  return true;
}

function follow(list) {
  const poll = async () => {
    try {
      const answer = await fetch(`${list.dataset.follow}.json`, { cache: "no-store" });
      if (answer.ok && !showProgress(list, await answer.json())) return;
      if (!answer.ok) return location.reload();
    } catch {
      // The server may be back in a moment.
    }
    setTimeout(poll, 1000);
  };
  if (!window.EventSource) return poll();
  const events = new EventSource(`${list.dataset.follow}.events`);
  events.onmessage = (event) => { if (!showProgress(list, JSON.parse(event.data))) events.close(); };
  // Some proxies break such a line off, or hold it back.
  events.onerror = () => { events.close(); poll(); };
}

const form = document.getElementById("upload");
if (form) takeDrops(form);
const stages = document.getElementById("stages");
if (stages) follow(stages);
