
  /* vis-network gets places, shapes and colours, never words: labels are painted over it, sized for the screen. */
  const stage = document.getElementById("map");
  const bar = document.getElementById("bar");
  /* A page that was taken out of its site has left the library there. */
  if (!window.vis) {
    words = data.words[readState().l];
    stage.append(make("p", { class: "plain" }, say("no_library")));
    throw new Error("no library");
  }
  const visNodes = new vis.DataSet();
  const visEdges = new vis.DataSet();
  function styleNode(node) {
    const main = colourOf(node);
    const isHollow = isHollowKind(node.sort) ||
      (isElement(node) && !node.parts.length && (state.v === "dependencies" ? !node.ties.length : !node.links.some((link) => link.thing.kind === insideOf(state.v, state))));
    const fill = isHollow ? colour.page : main;
    const steppedBack = isQuiet() && isElement(node) && !node.parts.length && shown.lit === null;
    return { main, fill, opacity: isFaded(node) ? 0.16 : steppedBack ? 0.15 : 1, width: node.id === state.f ? 4 : isElement(node) && data.ring.slot < 10 && !node.parts.length ? 1 : 1.8 };
  }
  /* Where one kind of thing is the subject, its marks are larger, and the larger the more of the plan names them. */
  const sizeOf = (node) => (isQuiet() && !isElement(node) ? node.size * (1 + Math.min(0.6, node.degree / 25)) : node.size);
  function drawNode(node) {
    const { main, fill, opacity, width } = styleNode(node);
    const paint = { background: fill, border: main };
    return {
      id: node.id, x: node.x, y: node.y, size: sizeOf(node), shape: node.shape, fixed: true,
      borderWidth: width, opacity, color: { ...paint, highlight: paint, hover: paint }, shapeProperties: { borderRadius: 3 },
    };
  }
  function styleLine(line) {
    const isLit = shown.lit !== null;
    if (line.kind === "part") {
      const opacity = isLit ? (line.strong ? 0.85 : 0.04) : line.to.parts.length ? 0.5 : isQuiet() ? 0 : 0.22;
      return { color: colour.tops[line.from.top], opacity, width: 1.2 };
    }
    if (line.kind === "link") {
      const many = state.v === "plan" && !isFolded() ? 0.9 : Math.min(7, 0.5 + 0.8 * Math.sqrt(line.links.length));
      const rest = state.v === "plan" ? 0.2 : 0.32;
      return { color: colour.tops[line.from.top], opacity: isLit ? (line.strong ? 0.85 : 0.04) : rest, width: line.strong ? many + 0.7 : many };
    }
    const chosen = line.ties.some((tie) => tie.id === state.d);
    const width = Math.min(9, state.g ? 0.8 + 1.1 * line.weight : 0.7 + 3 * line.weight) + (chosen ? 2 : 0);
    const color = chosen ? colour.accent : line.isReference ? colour.reference : colour.tie;
    const opacity = isLit ? (line.strong ? 0.9 : 0.05) : clamp(0.18 + 0.5 * line.weight, 0.2, 0.8);
    return { color, opacity, width, dashes: line.isReference ? [7, 5] : null };
  }
  /* A dependency bends towards the middle, so that neighbours' lines part. */
  const BEND = 0.22;
  function bendOf(line) {
    if (line.kind !== "tie") return null;
    return line.from.x * line.to.y - line.from.y * line.to.x > 0 ? "curvedCCW" : "curvedCW";
  }
  function bendPoint(line) {
    const { from, to } = line;
    const dx = to.x - from.x;
    const dy = from.y - to.y;
    const radius = Math.hypot(dx, dy);
    const bend = bendOf(line) === "curvedCW" ? BEND : -BEND;
    const reach = (bend * 0.5 + 0.5) * radius;
    const angle = (Math.atan2(dy, dx) + (bend * 0.5 + 0.5) * Math.PI) % (2 * Math.PI);
    return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
  }
  let lineById = new Map();
  function drawLine(line, id) {
    const { color, opacity, width, dashes } = styleLine(line);
    const bend = bendOf(line);
    return {
      id, from: line.from.id, to: line.to.id, width, dashes: dashes || false,
      color: { color, highlight: color, hover: color, opacity },
      smooth: bend ? { enabled: true, type: bend, roundness: BEND } : false,
      arrows: { to: { enabled: line.kind === "tie" && line.isReference && !state.g, scaleFactor: 0.6 } },
    };
  }
  readColours();
  const network = new vis.Network(stage, { nodes: visNodes, edges: visEdges }, data.options);
  const canvas = stage.querySelector("canvas");
  if (canvas) canvas.setAttribute("aria-hidden", "true");
  network.on("beforeDrawing", drawBands);
  network.on("afterDrawing", paintLabels);

  function draw() {
    lineById = new Map(shown.lines.map((line, place) => [`${state.v}${place}`, line]));
    visEdges.clear();
    const wanted = new Set([...shown.nodes].map((node) => node.id));
    visNodes.remove(visNodes.getIds().filter((id) => !wanted.has(id)));
    visNodes.update([...shown.nodes].map(drawNode));
    visEdges.add([...lineById].map(([id, line]) => drawLine(line, id)));
  }

  /* The whole picture, labels of the outer levels included, in whatever window there is. */
  const reach = data.level * (data.levels - 1);
  const NARROW = 600;
  const [BAR, SAVERS] = [38, 50];
  let whole = 1;
  let inset = 0;
  /* How far from the middle the labels of policies and guidelines reach at a scale, or the codes beside bare policies. */
  function outermost(scale, bare) {
    const outer = nodes.filter((node) => isElement(node) && (bare ? isTop(node) : node.parts.length));
    const far = outer.map((node) => markOf(node, scale, bare)).filter(Boolean).map((mark) => {
      return Math.abs(mark.x) + (mark.align === "center" ? measure(mark) / 2 : measure(mark));
    });
    return Math.max(0, ...far) + 8 / scale;
  }
  function fit() {
    const titles = { x: data.ring.rx + reach + 96, y: data.ring.ry + reach + 34 };
    /* One of three policies stands beside the ring, further out than any of four. */
    const far = Math.max(0, ...nodes.filter(isElement).map((node) => Math.abs(node.x)));
    const codes = { x: Math.max(data.ring.rx + reach + 16, far + 30), y: data.ring.ry + reach + 16 };
    /* What stands above and, on a phone, below the picture must not cover it. */
    const isNarrow = stage.clientWidth < NARROW;
    inset = isNarrow ? bar.offsetHeight : BAR;
    const below = isNarrow ? SAVERS : 0;
    const height = Math.max(120, stage.clientHeight - inset - below);
    const scale = (room) => Math.min(stage.clientWidth / (2 * room.x), height / (2 * room.y)) || 1;
    /* A long word beside the ring asks for more room; the letters keep a least size, so it is asked twice. */
    for (let time = 0; time < 2; time += 1) {
      titles.x = Math.max(titles.x, outermost(scale(titles), false));
      codes.x = Math.max(codes.x, outermost(scale(codes), true));
    }
    whole = scale(titles) < BARE ? Math.min(scale(codes), BARE - 0.01) : scale(titles);
    network.moveTo({ position: { x: 0, y: (below - inset) / 2 / whole }, scale: whole, animation: false });
  }
  function zoom(factor) {
    network.moveTo({ scale: clamp(network.getScale() * factor, whole * 0.7, whole * 12), animation: false });
  }
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale < whole * 0.7 || scale > whole * 12) zoom(1);
  });
  /* Room for labels beside the marks. */
  const BESIDE = 60;
  /* On a phone the panel lies over the lower half: what was chosen is fitted into what remains. */
  function bringIntoView() {
    if (state.v === "matrix") return;
    const focus = byId.get(state.f);
    if (getComputedStyle(panel).position !== "fixed") {
      if (focus && shown.nodes.has(focus)) pan(focus);
      return;
    }
    if (!shown.lit) return;
    stage.scrollIntoView({ block: "start", behavior: "instant" });
    const height = Math.max(120, Math.min(stage.clientHeight, panel.getBoundingClientRect().top - stage.getBoundingClientRect().top));
    const lit = [...shown.lit].filter((node) => shown.nodes.has(node));
    if (!lit.length) return;
    const edge = (axis, least) => Math[least ? "min" : "max"](...lit.map((node) => node[axis] + (least ? -BESIDE : BESIDE)));
    const [left, right, top, bottom] = [edge("x", true), edge("x", false), edge("y", true), edge("y", false)];
    const above = bar.offsetHeight + 8;
    const scale = clamp(Math.min((stage.clientWidth - 16) / (right - left), (height - above) / (bottom - top)), whole * 0.7, 1.4);
    const middle = (above + height) / 2;
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (stage.clientHeight / 2 - middle) / scale }, scale, animation: false });
  }
  function pan(node) {
    const { x, y } = network.canvasToDOM(node);
    if (x > 20 && y > 20 && x < stage.clientWidth - 20 && y < stage.clientHeight - 20) return;
    network.moveTo({ position: { x: node.x, y: node.y }, animation: false });
  }
