
  /* The panel, built of text nodes alone: nothing that a plan says can become markup. */
  const panel = document.getElementById("panel");
  const live = document.getElementById("live");
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }
  const badge = (node) => make("span", { class: `badge top-${node.top}` }, node.code);
  /* The classes that draw a mark in the legend: a level's rank, a thing's shape; what is no kind has its own. */
  const shapeOf = (kind) => (drawn.has(kind) ? drawn.get(kind).rank || `${drawn.get(kind).shape}${isHollowKind(kind) ? " hollow" : ""}` : kind);
  const shape = (kind) => make("span", { class: `shape ${shapeOf(kind)}`, "aria-hidden": "true" });
  const markOfNode = (node) => (isElement(node) ? badge(node) : shape(kindOf(node)));
  const spoken = { lang: data.plan.language };
  const tongueOf = (node) => (isElement(node) ? spoken : { lang: state.l === "it" || !node.name_en ? "it" : "en" });
  const heading = (text) => make("h3", {}, text);
  /* What bears one name as two things, a place and a theme, is listed once, as both. */
  const twinsOf = (link) => link.element.links.filter(({ thing }) => plain(nameOf(thing)) === plain(nameOf(link.thing)));
  const isFirstTwin = (link) => twinsOf(link)[0] === link;
  const twinMentions = (link) => [...new Map(twinsOf(link).flatMap(({ mentions }) => mentions).map((mention) => [mention[0], mention])).values()];
  const twinKinds = (link) => (twinsOf(link).length > 1 ? [...new Set(twinsOf(link).map(({ thing }) => kindName(thing)))].join(" · ") : "");
  function toNode(node, count, kinds = "") {
    return make("button", { type: "button", class: "link", onclick: () => focusOn(node) },
      markOfNode(node), make("span", tongueOf(node), isElement(node) ? node.name : nameOf(node), kinds ? make("small", { lang: state.l }, ` (${kinds.toLowerCase()})`) : null),
      count === undefined ? null : make("span", { class: "count" }, String(count)));
  }
  function iriLine(iri) {
    return make("p", {}, make("small", {}, `${say("address")}: `, isWeb(iri) ? make("a", { href: iri, rel: "noreferrer noopener" }, iri) : iri));
  }
  function queryLine(name, values) {
    const given = Object.entries(values).map(([key, value]) => ` -p ${key}='${value.replaceAll("'", "'\\''")}'`).join("");
    return make("p", { class: "query" }, make("small", {}, `${say("query")}: `), make("code", {}, `dupgraph query ${name}${given}`));
  }
  function crumb(...children) {
    return make("div", { class: "crumb" }, ...children,
      make("button", { type: "button", class: "close", "aria-label": say("close"), title: say("close"), onclick: () => go({ ...NOTHING }) }, "×"));
  }
  const toggle = (text, pressed, onclick, extra = {}) => make("button", { type: "button", class: "chip", "aria-pressed": String(pressed), onclick, ...extra }, text);
  function stepChoice() {
    return make("div", { class: "chips", role: "group", "aria-label": say("steps") },
      ["1", "2"].map((step) => toggle(say(`step_${step}`), state.s === step, () => go({ s: step }))));
  }
  function tieButton(tie, from) {
    const other = tie.a === from ? tie.b : tie.a;
    const shared = tie.isReference ? say("reference") : reasonNames(tie).join(", ");
    const ends = from ? [badge(other)] : [badge(tie.a), badge(tie.b)];
    return make("button", { type: "button", class: "link", "aria-pressed": String(state.d === tie.id), onclick: () => go({ v: "dependencies", f: "", q: "", d: tie.id }) },
      make("span", { class: "ends" }, ends), make("span", {}, shared), make("span", { class: "count" }, decimal(tie.weight)));
  }
  const reasonName = (reason) => (reason.thing ? labelOf(reason.thing) : reason.label);
  /* A place and the theme of it are two reasons of one name. */
  const reasonNames = (tie) => [...new Set(tie.reasons.map(reasonName))];
  const byWeight = (list) => [...list].sort((a, b) => b.weight - a.weight || a.number - b.number);

  function aboutElement(node) {
    const lines = [crumb(badge(node), make("span", {}, kindName(node))), make("h2", spoken, node.name)];
    if (state.v !== "matrix") lines.push(stepChoice());
    if (data.is_large && node.parts.some((part) => !part.parts.length)) {
      const open = state.x.has(node.id);
      const x = new Set(state.x);
      if (open) x.delete(node.id);
      else x.add(node.id);
      lines.push(make("div", { class: "chips" }, toggle(say(open ? "fold" : "unfold", { n: node.parts.length }), open, () => go({ x }))));
    }
    const inside = insideOf(state.v, state);
    const kinds = [...THINGS].sort((a, b) => (b === inside) - (a === inside));
    for (const kind of kinds) {
      const own = node.links.filter((link) => link.thing.kind === kind);
      if (own.length && !own.some(isFirstTwin)) continue;
      if (!own.length) {
        if (kind === lead) lines.push(heading(say(`many_${lead}`)), make("p", {}, say("no_lead")));
        continue;
      }
      lines.push(heading(say(`many_${kind}`)));
      for (const link of own.filter(isFirstTwin)) lines.push(toNode(link.thing, undefined, twinKinds(link)), ...quoteLines(twinMentions(link), node));
    }
    if (node.ties.length) {
      const strongest = byWeight(node.ties);
      lines.push(heading(`${say("dependencies")} (${strongest.length})`), ...strongest.slice(0, 5).map((tie) => tieButton(tie, node)));
      if (strongest.length > 5) lines.push(make("details", {}, make("summary", {}, say("more", { n: strongest.length - 5 })), strongest.slice(5).map((tie) => tieButton(tie, node))));
    }
    lines.push(...textLines(node));
    if (node.parts.length) lines.push(heading(say("parts")), node.parts.map((part) => toNode(part, new Set(withParts(part).flatMap((each) => each.links.filter((link) => link.thing.kind === (inside || lead)).map((link) => link.thing))).size || "–")));
    if (node.above) lines.push(heading(say("part_of")), withAbove(node.above).reverse().map((above) => toNode(above)));
    if (node.kind === unit) lines.push(queryLine("partners-of-objective", { objective: node.code }));
    return [...lines, iriLine(node.iri)];
  }
  function aboutThing(node) {
    const category = data.categories[node.category];
    const lines = [crumb(shape(kindOf(node)), make("span", {}, kindName(node), category ? ` · ${pick(category)}` : "")), make("h2", tongueOf(node), nameOf(node))];
    const others = (state.l === "it" ? node.aliases : node.aliases_en) || [];
    if (others.length) lines.push(make("p", {}, make("small", tongueOf(node), `${say("also")}: ${others.slice(0, 6).join(", ")}`)));
    if (state.v !== "matrix") lines.push(stepChoice());
    lines.push(heading(`${say("named_in")} (${node.links.length})`));
    const own = [...node.links].sort((a, b) => a.element.number - b.element.number);
    for (const link of own) lines.push(toNode(link.element), ...quoteLines(link.mentions, link.element));
    const { question } = roleOf.get(node.kind);
    if (question) lines.push(queryLine(question, { [node.kind]: node.name }));
    return [...lines, iriLine(node.iri)];
  }

  /* Why two elements hang together: the words of both, side by side. */
  function aboutTie(tie) {
    const side = (node) => make("div", { class: "side" }, toNode(node));
    const lines = [
      crumb(make("strong", {}, say(tie.isReference ? "reference" : "why"))),
      make("h2", {}, `${tie.a.code} ${tie.isReference ? "→" : "↔"} ${tie.b.code}`),
      make("p", {}, `${say("weight")} ${decimal(tie.weight)}. `, make("small", {}, say(tie.isReference ? "reference_why" : "weight_why"))),
      make("div", { class: "pair" }, side(tie.a), side(tie.b)),
    ];
    for (const reason of tie.reasons) {
      lines.push(make("div", { class: "reason" }, reason.thing && !isElement(reason.thing) ? toNode(reason.thing, decimal(reason.weight)) : make("strong", {}, reasonName(reason))));
      lines.push(make("div", { class: "pair" },
        make("div", { class: "side" }, quoteLines(reason.a.map((place) => [place]), tie.a)),
        make("div", { class: "side" }, quoteLines(reason.b.map((place) => [place]), tie.b))));
    }
    return lines;
  }
  function aboutCell() {
    const [row, col] = state.c.split("~").map((id) => byId.get(id));
    const found = cellLinks(row, col);
    const lines = [
      crumb(make("strong", {}, say("cell"))),
      make("h2", {}, `${isElement(row) ? row.code : nameOf(row)} × ${isElement(col) ? `${col.code} ${col.name}` : nameOf(col)}`),
      make("p", {}, say("cell_count", { n: found.length })),
    ];
    for (const { element, quoted } of found) {
      lines.push(toNode(element));
      for (const link of quoted) {
        if (quoted.length > 1) lines.push(make("p", { class: "of" }, nameOf(link.thing)));
        lines.push(...quoteLines(link.mentions, element));
      }
    }
    return lines;
  }

  /* The legend is the filter. */
  function setFacet(facet, value) {
    const chosen = new Set(state[facet]);
    if (chosen.has(value)) chosen.delete(value);
    else chosen.add(value);
    go({ [facet]: chosen, f: "", d: "", q: "" });
  }
  function facetLine(facet, value, count, text, mark, lang) {
    return make("button", { type: "button", class: "link facet", "aria-pressed": String(state[facet].has(value)), "data-facet": facet, onclick: () => setFacet(facet, value) },
      mark, make("span", { lang: lang || null }, text), make("span", { class: "count" }, String(count)));
  }
  const countBy = (list, keys) => {
    const counts = new Map();
    for (const one of list) for (const key of keys(one)) counts.set(key, (counts.get(key) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };
  /* On a phone the filters are folded. */
  const isPhone = matchMedia("(max-width: 860px)").matches;
  const openFacets = new Set(isPhone ? [] : ["k", "p"]);
  function facet(letter, lines) {
    if (!lines.length) return null;
    const chosen = state[letter].size ? ` (${state[letter].size})` : "";
    const box = make("details", { class: "facets", open: openFacets.has(letter) || state[letter].size ? "" : false },
      make("summary", {}, `${say(`facet_${letter}`)}${chosen}`), lines);
    box.addEventListener("toggle", () => (box.open ? openFacets.add(letter) : openFacets.delete(letter)));
    return box;
  }
  function presetLine(name) {
    const why = name === "bridging" ? make("small", {}, ` (${say("bridging_why", { n: bridge })})`) : null;
    const chosen = state.q === name;
    const inside = name === "alone" || name === "result" ? {} : { v: insideOf(state.v, {}) === lead ? state.v : "plan", i: lead };
    const view = name === "alone" && !isRing() ? { v: "plan", i: lead } : inside;
    return make("button", { type: "button", class: "link", "aria-pressed": String(chosen), onclick: () => go(chosen ? { q: "" } : { ...NOTHING, ...view, q: name }) },
      shape(name), make("span", {}, say(name), why), make("span", { class: "count" }, String(PRESETS[name].length)));
  }
  function aboutPreset() {
    return [crumb(make("strong", {}, say(state.q))), make("p", {}, make("small", {}, say(`${state.q}_hint`, { n: bridge }))),
      ...PRESETS[state.q].map((node) => toNode(node, isElement(node) ? undefined : node.degree))];
  }
  function aboutLine(line) {
    const found = byWeight(line.ties);
    return [crumb(make("strong", {}, say("dependencies"))), make("h2", {}, `${line.from.code} ↔ ${line.to.code}`), ...found.map((tie) => tieButton(tie))];
  }
  const KIND_ORDER = [...ELEMENTS, ...roles.flatMap(({ name, kinds }) => (kinds.length ? kinds.map((kind) => kind.name) : [name]))];
  function overview() {
    const lines = [make("h2", {}, say("legend")), make("p", { class: state.v === "dependencies" ? "" : "hint" }, say(`hint_${state.v}`))];
    if (isFiltered()) lines.push(make("div", { class: "chips" }, toggle(say("clear"), false, goHome)));
    if (state.v === "dependencies") {
      const list = [...shown.ties].sort((a, b) => b.weight - a.weight || a.number - b.number);
      lines.push(make("details", { class: "facets", open: "" }, make("summary", {}, `${say("strongest")} (${list.length})`), list.slice(0, 12).map((tie) => tieButton(tie))));
      lines.push(make("p", { class: "lines" }, make("span", { class: "line" }), `${say("inferred")} (${ties.filter((tie) => !tie.isReference).length})`),
        make("p", { class: "lines" }, make("span", { class: "line dashed" }), `${say("references")} (${ties.filter((tie) => tie.isReference).length})`));
    }
    const kinds = new Map(countBy(nodes, (node) => [kindOf(node)]));
    /* Of a plan without objectives it says nothing that none of them is without a partner. */
    lines.push(heading(say("questions")), ...Object.keys(PRESETS).filter((name) => name !== "alone" || kinds.has(unit)).map(presetLine));
    lines.push(facet("k", KIND_ORDER.filter((kind) => kinds.has(kind)).map((kind) => facetLine("k", kind, kinds.get(kind), say(`many_${kind}`), shape(kind)))));
    lines.push(facet("p", tops.map((node) => facetLine("p", node.id, withParts(node).filter((part) => !part.parts.length).length, node.name, badge(node), data.plan.language))));
    lines.push(facet("w", data.involvements.map((names, number) => facetLine("w", String(number), links.filter((link) => link.mentions.some(([, kind]) => kind === number)).length, pick(names), null))));
    lines.push(facet("b", countBy(partners, (node) => [categoryOf(node)]).map(([value, count]) => facetLine("b", value, count, data.categories[value] ? pick(data.categories[value]) : nameOf(byId.get(value)), null))));
    lines.push(facet("t", things.filter((node) => node.kind === topic).sort((a, b) => b.degree - a.degree).map((node) => facetLine("t", node.id, node.degree, nameOf(node), null))));
    return lines;
  }

  const lineOf = (name) => shown.lines.find((line) => line.kind === "tie" && lineName(line) === name);
  const lineName = (line) => `${line.from.id}~${line.to.id}`;
  function fillPanel() {
    const chosenLine = state.e ? lineOf(state.e) : null;
    const node = byId.get(state.f);
    const tie = tieById.get(state.d);
    const isOpened = Boolean(node || tie || state.c || state.q || chosenLine);
    const made = tie ? aboutTie(tie) : node ? (isElement(node) ? aboutElement(node) : aboutThing(node))
      : state.c ? aboutCell() : state.q ? aboutPreset() : chosenLine ? aboutLine(chosenLine) : overview();
    const at = panel.scrollTop;
    panel.replaceChildren(...made.flat().filter(Boolean));
    panel.scrollTop = isOpened ? 0 : at;
    goToQuote();
    panel.classList.toggle("open", isOpened);
    const count = shown.lit ? [...shown.lit].filter((each) => shown.nodes.has(each)).length : shown.nodes.size;
    live.textContent = tie ? `${tie.a.code} ${tie.b.code}: ${reasonNames(tie).join(", ")}`
      : node ? `${labelOf(node)}, ${kindName(node)}: ${say("live_links", { n: node.links.length })}`
        : state.q ? `${say(state.q)}: ${PRESETS[state.q].length}` : say("live_whole", { view: say(`view_${state.v}`), n: count });
  }
