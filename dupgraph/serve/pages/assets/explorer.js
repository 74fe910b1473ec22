// What makes the explorer's pages nicer where scripts run: citations to copy, and names beyond those that a page brings.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.text);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

for (const field of document.querySelectorAll("input[data-more]")) {
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = field.value;
      if (typed.length < 2) return;
      const answer = await fetch(`${field.dataset.more}&typed=${encodeURIComponent(typed)}`);
      if (!answer.ok || typed !== field.value) return;
      field.list.replaceChildren(...(await answer.json()).map((each) => {
        const option = document.createElement("option");
        option.value = each.value;
        option.textContent = each.note;
        return option;
      }));
    }, 200);
  });
}
