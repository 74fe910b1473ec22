
  /* The plan's own words: a quote, the way to where it stands, and its citation to take away. */
  /* The sentence, the plan, the element and the page: as answers cite it. */
  function citationOf(quote, element) {
    const level = state.l === data.plan.language ? element.level_name.charAt(0).toLowerCase() + element.level_name.slice(1) : say(`short_${element.kind}`);
    const page = quote.page === null ? "" : `p. ${quote.page}`;
    return [say("cited", { words: quote.cited }), data.plan.title, `${level} ${element.code}`, page].filter(Boolean).join(", ");
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
  /* The sentence of some quotes, the words of each marked; of words within others, the first. */
  function markSentence(quotes) {
    const { sentence } = quotes[0];
    const pieces = [];
    let done = 0;
    for (const { from, to } of [...quotes].sort((a, b) => a.from - b.from || b.to - a.to)) {
      if (from < done || from === to) continue;
      pieces.push(sentence.slice(done, from), make("mark", {}, sentence.slice(from, to)));
      done = to;
    }
    return [...pieces, sentence.slice(done)];
  }
  function quoteLine(quotes, element) {
    const [quote] = quotes;
    const kind = quote.involvement == null ? "" : pick(data.involvements[quote.involvement]);
    const place = quote.page === null ? say("read") : `${say("page")} ${quote.page}`;
    const words = [...new Set(quotes.map((each) => each.words))].join(", ");
    return make("div", { class: "quoted", "data-quote": quotes.map((each) => each.place).join(" "), tabindex: "-1" },
      make("q", { class: "quote", ...spoken }, markSentence(quotes)),
      make("small", {}, kind ? `${kind}, ` : "",
        make("button", { type: "button", class: "stands", "aria-label": `${place}: ${words}`, title: say("read"), onclick: () => go({ ...NOTHING, f: element.id, a: String(quote.place) }) }, place), " ",
        make("button", { type: "button", class: "stands copy", "aria-label": `${say("copy")}: ${words}`, onclick: ({ currentTarget }) => copy(citationOf(quote, element), currentTarget) }, say("copy")), " ",
        data.start.original && make("a", { class: "stands", href: `${data.start.original}?quote=${quote.start}-${quote.end}#quote`, "aria-label": `${say("original")}: ${words}` }, say("original")),
        quote.reviewed ? ` ✓ ${say("reviewed")}` : ""));
  }
  const MANY = 3;
  /* Each sentence once, with all of the words in it; what says otherwise who is involved, or is confirmed, apart. */
  function quoteLines(mentions, element) {
    const groups = new Map();
    for (const quote of mentions.map(quoteOf)) groups.set(quote.group, [...(groups.get(quote.group) || []), quote]);
    const lines = [...groups.values()].map((quotes) => quoteLine(quotes, element));
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
    return inText || panel.querySelector(`[data-quote~="${state.a}"]`);
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
