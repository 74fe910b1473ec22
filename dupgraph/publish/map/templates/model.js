  /* The plan: nodes, links, quotes and dependencies, as values that never change. */
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const nodes = data.nodes;
  /* Not an object: an id may be any word. */
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /* Kinds and links: the table that the whole program reads. A role may be that of several kinds. */
  const { levels, roles, lead, topic, top: highest, group, unit } = data.table;
  const ELEMENTS = levels.map(({ name }) => name);
  const THINGS = roles.map(({ name }) => name);
  const isElement = (node) => ELEMENTS.includes(node.kind);
  const isTop = (node) => node.kind === highest;
  const roleOf = new Map(roles.map((role) => [role.name, role]));
  const sortOf = new Map(roles.flatMap(({ kinds }) => kinds).map((kind) => [kind.name, kind]));
  const drawn = new Map([...levels, ...roles, ...sortOf.values()].map((row) => [row.name, row]));
  const isHollowKind = (kind) => sortOf.has(kind) && sortOf.get(kind).hollow;
  const COLOURS = 6;
  nodes.forEach((node, number) => {
    node.number = number;
    node.iri = typeof node.base === "number" ? data.bases[node.base] + node.id : node.base;
    node.shape = drawn.get(node.sort || node.kind).shape;
    node.name ??= node.lines.replaceAll("\n", " ");
    if (node.lines_en) node.name_en ??= node.lines_en.replaceAll("\n", " ");
    node.lines = node.lines.split("\n");
    if (node.lines_en) node.lines_en = node.lines_en.split("\n");
    if (isElement(node)) node.top = node.top_number % COLOURS;
    node.links = [];
    node.ties = [];
    node.parts = [];
    node.above = null;
  });
  const elements = nodes.filter(isElement);
  const things = nodes.filter((node) => !isElement(node));
  for (const node of elements) {
    node.above = nodes[node.parent] || null;
    if (node.above) node.above.parts.push(node);
  }
  /* In the plan's order, then things of one kind after another, the most named first. */
  const walk = [...elements, ...[...things].sort((a, b) => THINGS.indexOf(a.kind) - THINGS.indexOf(b.kind) || b.degree - a.degree)];
  const leaves = elements.filter((node) => !node.parts.length);
  const tops = elements.filter((node) => !node.above);

  const textOf = (node) => (data.texts[node.number] || [[], []])[1].map((piece) => (typeof piece === "string" ? piece : piece[0])).join("");
  /* A sentence is a place in the readable text of an element, or its words. */
  function sentenceOf(number) {
    const sentence = data.sentences[number];
    if (typeof sentence === "string") return sentence;
    const [element, at, letters] = sentence;
    return textOf(nodes[element]).slice(at, at + letters);
  }
  /* Words that stand in the readable text of an element need none beside them: their sentence is known. */
  function spanOf(span) {
    if (typeof span[0] === "string") return span;
    const [element, at, letters, start, end = start + letters, page] = span;
    return [textOf(nodes[element]).slice(at, at + letters), "", "", start, end, page];
  }
  /* A quote is a sentence and which stretch of it are the words; without a sentence, what stands next to them. */
  const quoteOf = ([place, involvement, reviewed]) => {
    const [words, before, after, start, end, page = null] = spanOf(data.spans[place]);
    const said = { place, words, start, end, page, involvement, reviewed };
    const [number, from, letters] = data.cited[place];
    if (number !== undefined) {
      const sentence = sentenceOf(number);
      return { ...said, group: [number, involvement, reviewed].join(), sentence, from, to: from + letters, cited: sentence };
    }
    /* Cut in the middle of a sentence: dots say so. */
    const lead = before.trim() ? `… ${before}` : before;
    const tail = !after.trim() || /[.!?…]\s*$/.test(after) ? after : `${after} …`;
    return { ...said, group: `words ${place}`, sentence: lead + words + tail, from: lead.length, to: lead.length + words.length, cited: words };
  };
  const links = data.links.map(([from, to, mentions], number) => {
    const link = { number, element: nodes[from], thing: nodes[to], mentions };
    link.element.links.push(link);
    link.thing.links.push(link);
    return link;
  });
  const linkBetween = (element, thing) => element.links.find((link) => link.thing === thing);
  const ties = data.dependencies.map(([from, to, weight, reference, reasons], number) => {
    const tie = {
      number, a: nodes[from], b: nodes[to], weight, isReference: Boolean(reference),
      id: `${nodes[from].id}~${nodes[to].id}`,
      reasons: reasons.map(([thing, part, first, second]) => ({
        thing: typeof thing === "number" ? nodes[thing] : null,
        label: thing, weight: part, a: first, b: second,
      })),
    };
    /* Strongest first: how many stronger ones each of the two has. */
    tie.rank = Math.min(tie.a.ties.length, tie.b.ties.length);
    tie.a.ties.push(tie);
    tie.b.ties.push(tie);
    return tie;
  });
  const tieById = new Map(ties.map((tie) => [tie.id, tie]));
  const mostTies = ties.reduce((most, tie) => Math.max(most, tie.isReference ? 1 : tie.rank + 1), 1);

  const withParts = (node) => [node, ...node.parts.flatMap(withParts)];
  const withAbove = (node) => (node ? [node, ...withAbove(node.above)] : []);
  const topOf = (node) => (node.above ? topOf(node.above) : node);
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘`´]/g, "'").replace(/\s+/g, " ").toLowerCase();
  const isWeb = (iri) => /^https?:\/\/[^\s/]/.test(iri);

  /* What deserves a look. */
  const policiesOf = (thing) => new Set(thing.links.map((link) => topOf(link.element)));
  const bridge = tops.length >= 4 ? 3 : 2;
  const partners = things.filter((node) => node.kind === lead);
  const PRESETS = {
    bridging: partners.filter((node) => policiesOf(node).size >= bridge).sort((a, b) => b.degree - a.degree),
    once: data.gaps.once.map((number) => nodes[number]),
    alone: data.gaps.alone.map((number) => nodes[number]),
  };
  const started = data.start.things.map((id) => byId.get(id));
  if (started.length) PRESETS.result = started;
