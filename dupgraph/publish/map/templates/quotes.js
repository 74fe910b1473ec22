
  /* The plan's own words: a quote, the way to where it stands, and its citation to take away. */
  /* What stands around is cut in the middle of a sentence: dots say so. */
  const before = ({ before: text, isFirst }) => (text.trim() && !isFirst ? `… ${text}` : text);
  const after = ({ after: text, isLast }) => (!text.trim() || isLast || /[.!?…]\s*$/.test(text) ? text : `${text} …`);
  /* The sentence, the plan, the element and the page: as answers cite it. */
  function citationOf(quote, element) {
    const level = state.l === data.plan.language ? element.level_name.charAt(0).toLowerCase() + element.level_name.slice(1) : say(`short_${element.kind}`);
    const page = quote.page === null ? "" : `p. ${quote.page}`;
    return [say("cited", { words: quote.sentence || quote.words }), data.plan.title, `${level} ${element.code}`, page].filter(Boolean).join(", ");
  }
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      /* Where a page may not write to the clipboard, its own selection may be copied. */
      const field = make("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" }, text);
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    button.textContent = say("copied");
    live.textContent = `${say("copied")}: ${text}`;
    setTimeout(() => (button.textContent = say("copy")), 2000);
  }
  function quoteLine(mention, element) {
    const quote = quoteOf(mention);
    const kind = quote.involvement == null ? "" : pick(data.involvements[quote.involvement]);
    const place = quote.page === null ? say("read") : `${say("page")} ${quote.page}`;
    const name = `${place}: ${quote.words}`;
    return make("div", { class: "quoted", "data-quote": String(mention[0]), tabindex: "-1" },
      make("q", { class: "quote", ...spoken },
        make("span", { class: "around" }, before(quote)), make("mark", {}, quote.words), make("span", { class: "around" }, after(quote))),
      make("small", {}, kind ? `${kind}, ` : "",
        make("button", { type: "button", class: "stands", "aria-label": name, title: say("read"), onclick: () => go({ ...NOTHING, f: element.id, a: String(mention[0]) }) }, place), " ",
        make("button", { type: "button", class: "stands copy", "aria-label": `${say("copy")}: ${quote.words}`, onclick: ({ currentTarget }) => copy(citationOf(quote, element), currentTarget) }, say("copy")),
        quote.reviewed ? ` ✓ ${say("reviewed")}` : ""));
  }
  const MANY = 3;
  function quoteLines(mentions, element) {
    const lines = mentions.map((mention) => quoteLine(mention, element));
    if (lines.length <= MANY + 1) return lines;
    return [...lines.slice(0, MANY), make("details", {}, make("summary", {}, say("more_quotes", { n: lines.length - MANY })), lines.slice(MANY))];
  }
  /* The text of an element: each mark knows where it begins, so that a quote finds the one it is. */
  function textLines(node) {
    const pieces = (data.texts[node.number] || [[], []])[1];
    if (!pieces.length) return [];
    let at = 0;
    return [heading(say("text")), make("p", { class: "text", ...spoken }, pieces.map((piece) => {
      const text = typeof piece === "string" ? piece : piece[0];
      const start = at;
      at += text.length;
      if (typeof piece === "string") return piece;
      const them = piece.slice(1).map((number) => nodes[number]);
      return make("mark", { class: "open", tabindex: "-1", "data-from": String(start), "data-to": String(at), title: them.map((thing) => `${kindName(thing)}: ${nameOf(thing)}`).join("; "), onclick: () => focusOn(them[0]) }, text);
    }))];
  }
  /* Where the quote stands that the address asks for: in the text, else among the quotes. */
  function findQuote() {
    const span = state.a && data.spans[state.a];
    if (!span) return null;
    const inText = typeof span[0] === "number" && nodes[span[0]].id === state.f &&
      [...panel.querySelectorAll("mark[data-from]")].find((mark) => Number(mark.dataset.from) <= span[1] && span[1] < Number(mark.dataset.to));
    return inText || panel.querySelector(`[data-quote="${state.a}"]`);
  }
  function goToQuote() {
    const place = findQuote();
    if (!place) return;
    const box = place.closest("details");
    if (box) box.open = true;
    place.classList.add("here");
    panel.scrollTop += place.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
    place.focus({ preventScroll: true });
  }
