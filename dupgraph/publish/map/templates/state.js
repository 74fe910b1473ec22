
  /* The state: all of it stands in the address, so that a link or the Back button gives the same view. */
  const viewOf = (kind) => roleOf.get(kind).view || "plan";
  const VIEWS = ["plan", ...roles.map(({ view }) => view).filter(Boolean), "dependencies", "matrix"];
  const MATRICES = data.matrices.map((matrix) => matrix.kinds.join("-"));
  const FACETS = ["k", "p", "t", "b", "w"];
  const has = (list) => (value) => list.includes(value);
  const isNode = (id) => byId.has(id);
  /* What each letter may say, and what holds where it says nothing. */
  const LETTERS = {
    v: { known: has(VIEWS), otherwise: data.start.view },
    f: { known: isNode, otherwise: "" },
    s: { known: has(["1", "2"]), otherwise: "1" },
    q: { known: (name) => Object.hasOwn(PRESETS, name), otherwise: "" },
    i: { known: has(THINGS), otherwise: lead },
    n: { known: (number) => /^\d{1,3}$/.test(number) && number >= 1, otherwise: "3" },
    g: { known: has(["1"]), otherwise: "" },
    d: { known: (id) => tieById.has(id), otherwise: "" },
    m: { known: has(MATRICES), otherwise: MATRICES[0] },
    c: { known: (cell) => cell.split("~").length === 2 && cell.split("~").every(isNode), otherwise: "" },
    /* The place of a quote; the line between two groups; whether a long matrix is shown whole. */
    a: { known: (number) => /^\d{1,7}$/.test(number) && number < data.spans.length, otherwise: "" },
    e: { known: (line) => line.split("~").length === 2 && line.split("~").every(isNode), otherwise: "" },
    h: { known: has(["1"]), otherwise: "" },
    o: { known: (order) => order === "name" || order === "total" || isNode(order), otherwise: "" },
    l: { known: has(Object.keys(data.words)), otherwise: "it" },
  };
  let state = {};

  function readState() {
    const given = new URLSearchParams(location.hash.slice(1));
    const isStart = !given.has("v");
    const read = {};
    for (const [letter, { known, otherwise }] of Object.entries(LETTERS)) {
      const value = given.get(letter);
      read[letter] = value !== null && known(value) ? value : otherwise;
    }
    if (isStart && data.start.focus && !given.has("f")) read.f = data.start.focus;
    if (isStart && started.length && !read.f) read.q = "result";
    for (const facet of FACETS) read[facet] = new Set(given.getAll(facet));
    read.x = new Set(given.getAll("x").filter(isNode));
    return settle(read);
  }
  /* What is focused has to stand in the view. */
  function settle(wanted) {
    const focus = byId.get(wanted.f);
    if (!focus || isElement(focus)) return wanted;
    if (wanted.v === "plan") wanted.i = focus.kind;
    else if (roles.some(({ name, view }) => view === wanted.v && name !== focus.kind)) Object.assign(wanted, { v: viewOf(focus.kind), i: focus.kind });
    return wanted;
  }
  function writeState(wanted) {
    const given = new URLSearchParams();
    for (const [letter, { otherwise }] of Object.entries(LETTERS)) {
      if (letter === "v" || wanted[letter] !== otherwise) given.append(letter, wanted[letter]);
    }
    for (const letter of [...FACETS, "x"]) for (const value of wanted[letter]) given.append(letter, value);
    return `#${given}`;
  }
  function go(change, isSmall = false) {
    const wanted = writeState(settle({ ...state, ...change }));
    if (wanted !== location.hash) {
      try {
        history[isSmall ? "replaceState" : "pushState"](null, "", wanted);
      } catch {
        /* A frame in a notebook has no address of its own to write: this changes it, and says so. */
        location.hash = wanted;
        return;
      }
    }
    show();
  }
  const NOTHING = { f: "", q: "", d: "", c: "", a: "", e: "", s: "1" };
  const focusOn = (node, isSmall) => go({ ...NOTHING, f: node.id, c: state.v === "matrix" ? state.c : "" }, isSmall);
  const goHome = () => go({ ...NOTHING, k: new Set(), p: new Set(), t: new Set(), b: new Set(), w: new Set() });

  /* The words of the interface, in its language; names of things follow, the plan's own words stay as they are. */
  let words = data.words.it;
  const say = (key, values = {}) => (words[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const nameOf = (node) => (state.l !== "it" && node.name_en) || node.name;
  const linesOf = (node) => (state.l !== "it" && node.lines_en) || node.lines;
  const pick = (names) => (state.l !== "it" && names[1]) || names[0];
  const labelOf = (node) => (isElement(node) ? `${node.code} ${node.name}` : nameOf(node));
  const kindOf = (node) => node.sort || node.kind;
  const kindName = (node) => (isElement(node) ? (state.l === data.plan.language ? node.level_name : say(`one_${node.kind}`)) : say(`one_${kindOf(node)}`));
  const decimal = (number, digits = 2) => number.toLocaleString(state.l, { minimumFractionDigits: digits, maximumFractionDigits: digits });
