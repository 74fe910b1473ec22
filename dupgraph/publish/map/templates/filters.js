
  /* Which things stand in the middle of the picture, and which lines it has. */
  const insideOf = (view, wanted) => (view === "plan" ? wanted.i : roles.find((role) => role.view === view)?.name) || "";
  const isRing = () => state.v === "plan" || roles.some(({ view }) => view === state.v);

  /* The filters: of each facet the values chosen; none chosen means all. */
  const valuesOf = {
    k: (node) => [kindOf(node)],
    p: (node) => (isElement(node) ? [topOf(node).id] : []),
  };
  const themesOf = (element) => element.links.filter((link) => link.thing.kind === topic).map((link) => link.thing.id);
  const categoryOf = (thing) => (thing.category === undefined ? thing.id : String(thing.category));
  const any = (set, values) => set.size === 0 || values.some((value) => set.has(value));
  const passesElement = (node) => any(state.p, valuesOf.p(node)) && (!state.t.size || any(state.t, themesOf(node)));
  function passesLink(link) {
    if (!passesElement(link.element)) return false;
    if (state.t.size && link.thing.kind === topic && !state.t.has(link.thing.id)) return false;
    if (state.b.size && !(link.thing.kind === lead && state.b.has(categoryOf(link.thing)))) return false;
    if (state.w.size && !link.mentions.some(([, involvement]) => state.w.has(String(involvement)))) return false;
    return true;
  }
  const isFiltered = () => FACETS.some((facet) => state[facet].size);
  function passingNodes() {
    const shown = new Set();
    const needsLink = state.b.size || state.w.size;
    for (const link of links) {
      if (passesLink(link)) shown.add(link.element).add(link.thing);
    }
    if (!needsLink) elements.filter(passesElement).forEach((node) => shown.add(node));
    if (!needsLink && !state.p.size && !state.t.size) things.forEach((node) => shown.add(node));
    for (const node of shown) if (!any(state.k, valuesOf.k(node))) shown.delete(node);
    return shown;
  }

  /* The dependencies that the view shows: of each element the strongest few, and all that the text states. */
  const shownTies = () => ties.filter((tie) => tie.isReference || tie.rank < Number(state.n) || tie.id === state.d);

  /* What stands out. Nothing chosen: everything, and the answer is null. */
  function chooseLit() {
    const focus = byId.get(state.f);
    const tie = tieById.get(state.d);
    const inside = insideOf(state.v, state);
    const passing = isFiltered() ? passingNodes() : null;
    const usable = (link) => (!passing || passesLink(link)) && (!inside || link.thing.kind === inside);
    let lit = null;
    const strong = new Set();
    const add = (nodesToAdd) => nodesToAdd.forEach((node) => lit.add(node));
    if (tie) {
      lit = new Set([...withAbove(tie.a), ...withAbove(tie.b)]);
      strong.add(tie);
    } else if (focus) {
      lit = new Set(isElement(focus) ? [...withParts(focus), ...withAbove(focus)] : [focus]);
      let edge = isElement(focus) ? withParts(focus) : [focus];
      for (let step = 0; step < Number(state.s); step += 1) {
        const next = new Set();
        for (const node of edge) {
          if (state.v === "dependencies" && isElement(node)) {
            for (const one of node.ties.filter((each) => shown.ties.has(each))) {
              strong.add(one);
              next.add(one.a).add(one.b);
            }
          } else {
            for (const link of node.links.filter(usable)) {
              strong.add(link);
              next.add(isElement(node) ? link.thing : link.element);
            }
          }
        }
        edge = [...next].filter((node) => !lit.has(node));
        add(edge);
        edge.filter(isElement).forEach((node) => add(withAbove(node)));
      }
      if (state.v === "dependencies" && !isElement(focus)) {
        for (const one of shown.ties) if (one.reasons.some((reason) => reason.thing === focus)) strong.add(one);
      }
    } else if (state.q) {
      lit = new Set(PRESETS[state.q]);
      for (const node of PRESETS[state.q]) {
        if (state.q === "alone") continue;
        for (const link of node.links.filter(usable)) {
          strong.add(link);
          lit.add(link.element).add(link.thing);
        }
      }
      [...lit].filter(isElement).forEach((node) => add(withAbove(node)));
    } else if (passing) {
      lit = new Set(passing);
      links.filter((link) => usable(link) && lit.has(link.element) && lit.has(link.thing)).forEach((link) => strong.add(link));
      for (const one of shown.ties) if (lit.has(one.a) && lit.has(one.b)) strong.add(one);
      if (!state.k.size) [...lit].filter(isElement).forEach((node) => add(withAbove(node)));
    }
    return { lit, strong };
  }

  /* Where guidelines stand for their objectives, these step back. */
  const isQuiet = () => (isRing() && state.v !== "plan") || (state.v === "dependencies" && state.g === "1");

  /* What the view holds: nodes, and the lines between them. A large plan begins folded. */
  function isOpen(node) {
    if (!data.is_large || !node.above || node.parts.length) return true;
    return withAbove(node).some((above) => state.x.has(above.id)) || (shown.lit !== null && shown.lit.size < 150 && shown.lit.has(node));
  }
  const upToOpen = (node) => (shown.nodes.has(node) ? node : node.above ? upToOpen(node.above) : node);
  /* A large plan begins with its policies, and with what they name most. */
  const isFolded = () => data.is_large && shown.lit === null && !state.x.size;
  const FIRST_THINGS = 60;
  const isFirst = new Set(THINGS.flatMap((kind) => walk.filter((node) => node.kind === kind).slice(0, FIRST_THINGS)));
  const upToGuideline = (node) => withAbove(node).find((above) => above.kind === group) || topOf(node);

  let shown = { nodes: new Set(), ties: new Set(), lit: null, strong: new Set(), lines: [] };
  function chooseShown() {
    shown = { nodes: new Set(), ties: new Set(state.v === "dependencies" ? shownTies() : []), lit: null, strong: new Set(), lines: [] };
    Object.assign(shown, chooseLit());
    const inside = insideOf(state.v, state);
    shown.nodes = new Set(nodes.filter((node) => (isElement(node) ? isOpen(node) : node.kind === inside && (!data.is_large || isFirst.has(node) || (shown.lit !== null && shown.lit.has(node))))));
    if (state.v === "dependencies") shown.lines = tieLines();
    else if (isRing()) shown.lines = linkLines(inside);
    shown.lines.push(...elements.filter((node) => node.above && shown.nodes.has(node) && state.v !== "matrix")
      .map((node) => ({ kind: "part", from: node.above, to: node, strong: shown.lit !== null && shown.lit.has(node) && shown.lit.has(node.above) })));
  }
  function linkLines(inside) {
    const lines = new Map();
    for (const link of links) {
      if (link.thing.kind !== inside || !shown.nodes.has(link.thing)) continue;
      const strong = shown.strong.has(link);
      /* In the views of one kind of thing guidelines stand for their objectives, until one looks closer. */
      const from = isFolded() ? topOf(link.element) : upToOpen(state.v === "plan" || (strong && (state.f || state.q)) ? link.element : upToGuideline(link.element));
      const key = `${from.number} ${link.thing.number}`;
      const line = lines.get(key) || { kind: "link", from, to: link.thing, links: [], strong: false };
      line.links.push(link);
      line.strong ||= strong;
      lines.set(key, line);
    }
    return [...lines.values()];
  }
  function tieLines() {
    const lines = new Map();
    for (const tie of shown.ties) {
      const [from, to] = state.g ? [upToGuideline(tie.a), upToGuideline(tie.b)] : [upToOpen(tie.a), upToOpen(tie.b)];
      const key = from === tie.a && to === tie.b ? tie.id : [from.number, to.number].sort((a, b) => a - b).join(" ");
      const line = lines.get(key) || { kind: "tie", from, to, ties: [], weight: 0, isReference: true, strong: false };
      line.ties.push(tie);
      line.weight += tie.weight;
      line.isReference &&= tie.isReference;
      line.strong ||= shown.strong.has(tie);
      lines.set(key, line);
    }
    return [...lines.values()];
  }
