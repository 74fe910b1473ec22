// Single keys for what the buttons of a review do. Without this script the buttons do it all; the keys can be
// switched off (WCAG 2.1.4), and do nothing while something is typed.
"use strict";
const box = document.getElementById("keys");
const NAME = "dupgraph-review-keys";
let open = null;

function isOn() { return box.checked; }

function show() {
  document.body.classList.toggle("with-keys", isOn());
}

box.closest("[hidden]").hidden = false;
try { box.checked = localStorage.getItem(NAME) !== "off"; } catch { /* no storage: on, as the page says */ }
box.addEventListener("change", () => {
  try { localStorage.setItem(NAME, isOn() ? "on" : "off"); } catch { /* it holds for this page */ }
  show();
});
show();

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (!isOn() || typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = CSS.escape(event.key.toLowerCase());
  const found = (open && open.querySelector(`[data-then="${key}"]`)) || document.querySelector(`[data-key="${key}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("details")) {
    found.open = !found.open;
    open = found.open ? found : null;
    const field = found.open && event.key.toLowerCase() === "w" && found.querySelector("input:not([type=hidden])");
    if (field) field.focus();
    else found.querySelector("summary").focus();
  } else found.click();
});
