
  /* Colours live in the style sheet, once for light and once for dark. */
  let colour = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    colour = {
      page: value("--page"), ink: value("--ink"), soft: value("--soft"), line: value("--line"),
      thing: value("--thing"), accent: value("--accent"), tie: value("--tie"), reference: value("--reference"),
      tops: [0, 1, 2, 3, 4, 5].map((number) => value(`--top-${number}`)),
    };
  }
  const colourOf = (node) => (isElement(node) ? colour.tops[node.top] : colour.thing);
  const isFaded = (node) => shown.lit !== null && !shown.lit.has(node);

  /* Labels: as large as the screen lets them, the most important first, none on another. What is laid here is painted
     on the canvas and written into the exported picture. */
  const BARE = 0.55;
  /* From this size on, or when so few stand out, objectives have their titles too. */
  const CLOSE = 2.1;
  const FEW = 16;
  const FONT = '"Segoe UI", Roboto, "Liberation Sans", system-ui, sans-serif';
  let laid = [];

  function layLabels(context, scale, view) {
    const boxes = [];
    laid = [];
    const inView = (node) => !view || (node.x > view.x0 && node.x < view.x1 && node.y > view.y0 && node.y < view.y1);
    const here = nodes.filter((node) => shown.nodes.has(node) && inView(node));
    /* Too small for the outer titles: their codes alone. */
    const bare = scale < BARE;
    for (const node of here) {
      if (isElement(node) ? node.parts.length : !bare && !isFaded(node)) {
        boxes.push({ x0: node.x - node.size, x1: node.x + node.size, y0: node.y - node.size, y1: node.y + node.size, node });
      }
    }
    /* Letters do not fill the height of their lines: two pixels of two boxes may meet. */
    const play = 2 / scale;
    const apart = (a, b) => a.x1 < b.x0 || a.x0 > b.x1 || a.y1 < b.y0 + play || a.y0 > b.y1 - play;
    const free = (box) => boxes.every((other) => other.node === box.node || apart(box, other));

    /* Codes inside the marks of policies and guidelines, as soon as the marks are large enough. */
    for (const node of here.filter((each) => isElement(each) && each.parts.length && !isFaded(each))) {
      const mark = codeOf(node, scale);
      if (mark) laid.push(mark);
    }
    const few = shown.lit !== null && [...shown.lit].filter((node) => isElement(node) && !node.parts.length).length <= FEW;
    const order = (node) => (node.id === state.f ? -9 : isFaded(node) ? 50 : 0) +
      (isTop(node) ? 1 : isElement(node) ? (node.parts.length ? 3 : few ? 2.5 : 9) : 2 - node.degree / 1000);
    for (const node of here.sort((a, b) => order(a) - order(b) || a.number - b.number)) {
      const mark = node.parts.length || !isElement(node) ? markOf(node, scale, bare) : titleOf(node, scale, few);
      if (mark && placeMark(mark, scale, free, boxes)) laid.push(mark);
      else if (isElement(node) && !node.parts.length) layCode(node, scale);
    }
    return laid;
  }
  const ruler = document.createElement("canvas").getContext("2d");
  function measure(mark) {
    ruler.font = `${mark.weight} ${mark.size}px ${FONT}`;
    return Math.max(...mark.lines.map((text) => ruler.measureText(text).width));
  }
  /* A code inside its mark; none where it is too long for that. */
  function codeOf(node, scale) {
    const mark = {
      node, lines: [node.code], x: node.x, y: node.y, size: clamp(node.size * 0.92 * scale, 9, 16) / scale,
      weight: 700, align: "center", fill: colour.page, alpha: 1, kind: "code",
    };
    return measure(mark) * scale < node.size * 2 * scale - 1 ? mark : null;
  }
  function placeMark(mark, scale, free, boxes) {
    const { node } = mark;
    mark.leading = mark.size * 1.17;
    const width = measure(mark);
    const height = mark.leading * mark.lines.length;
    if (mark.align !== "center") mark.top = node.y - height / 2;
    else if (mark.over) mark.top = node.y - mark.over - height;
    const left = mark.align === "center" ? mark.x - width / 2 : mark.align === "left" ? mark.x : mark.x - width;
    const box = { x0: left, x1: left + width, y0: mark.top, y1: mark.top + height, node };
    if (node.id !== state.f && (!free(box) || (isNarrow() && !fits(box, node, scale)))) return false;
    boxes.push(box);
    mark.box = box;
    return true;
  }
  /* On a phone no label runs over the ring or is cut at the edge: its code, or the panel, says it. */
  const isNarrow = () => stage.clientWidth < NARROW;
  function fits(box, node, scale) {
    const corners = [[box.x0, box.y0], [box.x1, box.y0], [box.x0, box.y1], [box.x1, box.y1]];
    if (isElement(node)) {
      const edge = network.DOMtoCanvas({ x: 0, y: 0 });
      const end = network.DOMtoCanvas({ x: stage.clientWidth, y: stage.clientHeight });
      return box.x0 >= edge.x && box.x1 <= end.x && box.y0 >= edge.y && box.y1 <= end.y;
    }
    const [rx, ry] = [data.ring.rx - 7 / scale, data.ring.ry - 7 / scale];
    return corners.every(([x, y]) => (x / rx) ** 2 + (y / ry) ** 2 < 1);
  }
  function markOf(node, scale, bare) {
    const outer = isElement(node);
    const alone = outer && bare && isTop(node);
    if (alone && codeOf(node, scale)) return null;
    const focused = node.id === state.f;
    const size = outer ? clamp((isTop(node) ? 13 : 11) * scale, 9.5, 17) : clamp(12.4 * scale, 9, 18) + (focused ? 2 : 0);
    const mark = {
      node, kind: "label", lines: outer && bare ? [node.code.slice(0, 14)] : linesOf(node), x: node.x, top: node.y + sizeOf(node) + 2.5, align: "center",
      size: size / scale, weight: isTop(node) || focused ? 650 : outer ? 500 : 450,
      fill: outer && isTop(node) ? colour.tops[node.top] : colour.ink, halo: true, alpha: isFaded(node) ? 0.22 : 1,
    };
    if (outer) {
      const across = Math.cos(node.angle);
      const gap = node.size + 6;
      if (!alone && (Math.abs(across) > 0.3 || isTop(node))) {
        mark.align = across > 0 ? "left" : "right";
        mark.x += across > 0 ? gap : -gap;
      } else if (Math.sin(node.angle) > 0) mark.top = node.y + gap - 2;
      else mark.over = gap - 2;
    }
    return mark;
  }
  /* An objective's title, towards the middle, when one looks closely or few stand out. */
  function titleOf(node, scale, few) {
    if (isFaded(node) || !(node.id === state.f || few || scale > CLOSE)) return null;
    const across = Math.cos(node.angle);
    const align = across > 0.25 ? "right" : across < -0.25 ? "left" : "center";
    const gap = node.size + 5;
    const mark = {
      node, kind: "title", lines: node.lines.map((line, place) => (place ? line : `${node.code} ${line}`)), x: node.x, top: node.y + gap, align,
      size: clamp(10.5 * scale, 9.5, 15) / scale, weight: node.id === state.f ? 650 : 450, fill: colour.ink, halo: true, alpha: 1,
    };
    if (align !== "center") mark.x += across > 0 ? -gap : gap;
    else if (Math.sin(node.angle) > 0) mark.over = gap;
    return mark;
  }
  /* An objective's code stands along the ray, outside its mark, where it takes no room from its neighbours. */
  function layCode(node, scale) {
    /* Letters may stand as close as their height. */
    const room = data.ring.slot * 0.62 * scale;
    const focused = node.id === state.f;
    const steppedBack = isQuiet() && (shown.lit === null || isFaded(node));
    if ((room < 8.6 || steppedBack) && !focused) return;
    const angle = Math.atan2(node.y, node.x);
    const away = node.size + 4;
    const flip = Math.cos(angle) < 0;
    laid.push({
      node, kind: "ray", lines: [node.code.slice(0, 14)], x: node.x + away * Math.cos(angle), y: node.y + away * Math.sin(angle),
      turn: flip ? angle + Math.PI : angle, align: flip ? "right" : "left", size: clamp(room, 9, 13) / scale,
      weight: focused ? 700 : 400, fill: focused ? colour.ink : colour.soft, alpha: isFaded(node) ? 0.25 : 1,
    });
  }
  function paintLabels(context) {
    const scale = network.getScale();
    const from = network.DOMtoCanvas({ x: -150, y: -60 });
    const to = network.DOMtoCanvas({ x: stage.clientWidth + 150, y: stage.clientHeight + 60 });
    layLabels(context, scale, { x0: from.x, y0: from.y, x1: to.x, y1: to.y });
    context.save();
    context.lineJoin = "round";
    for (const mark of laid) {
      context.save();
      context.font = `${mark.weight} ${mark.size}px ${FONT}`;
      context.textAlign = mark.align;
      context.globalAlpha = mark.alpha;
      context.fillStyle = mark.fill;
      if (mark.top === undefined) {
        context.textBaseline = "middle";
        context.translate(mark.x, mark.y);
        if (mark.turn) context.rotate(mark.turn);
        context.fillText(mark.lines[0], 0, 0.5);
      } else {
        context.textBaseline = "top";
        context.strokeStyle = colour.page;
        context.lineWidth = 3.2 / scale;
        mark.lines.forEach((text, row) => {
          context.strokeText(text, mark.x, mark.top + row * mark.leading);
          context.fillText(text, mark.x, mark.top + row * mark.leading);
        });
      }
      context.restore();
    }
    context.restore();
  }

  /* A pale band behind the ring for each group of objectives: where a guideline begins and ends. */
  const bands = [];
  for (const node of leaves) {
    const last = bands[bands.length - 1];
    if (last && last.above === node.above) last.to = node.angle;
    else bands.push({ above: node.above, from: node.angle, to: node.angle, top: node.top });
  }
  const half = leaves.length > 1 ? Math.min(0.02, Math.PI / leaves.length / 1.6) : 0.02;
  /* In the views of one kind of thing the ring is its bands: a view is told from the whole plan at a glance. */
  const bandAlpha = (band) => (shown.lit === null ? (isQuiet() ? 0.55 : 0.16) : !band.above || shown.lit.has(band.above) ? 0.16 : 0.05);
  function drawBands(context) {
    context.save();
    for (const band of bands) {
      context.globalAlpha = bandAlpha(band);
      context.strokeStyle = colour.tops[band.top];
      context.lineWidth = 17;
      context.beginPath();
      context.ellipse(0, 0, data.ring.rx, data.ring.ry, 0, band.from - half, band.to + half);
      context.stroke();
    }
    context.restore();
  }
