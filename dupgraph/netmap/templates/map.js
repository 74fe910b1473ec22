"use strict";
(() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const words = data.words;
  const stage = document.getElementById("map");
  const panel = document.getElementById("panel");
  const tip = document.getElementById("tip");
  const live = document.getElementById("live");
  const input = document.getElementById("search");
  const found = document.getElementById("found");

  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const links = data.edges.filter((edge) => edge.kind === "involves");
  const ELEMENTS = ["policy", "guideline", "objective", "action"];
  const PLURALS = {
    policy: "policies", guideline: "guidelines", objective: "objectives", action: "actions",
    organization: "organizations", "actor-category": "actor-categories",
  };
  const isElement = (node) => ELEMENTS.includes(node.kind);
  const elements = data.nodes.filter(isElement);
  const partners = data.nodes.filter((node) => !isElement(node));
  const parts = new Map();
  for (const node of elements) if (node.parent) parts.set(node.parent, [...(parts.get(node.parent) || []), node]);
  const linksOf = new Map();
  for (const link of links) {
    for (const end of [link.from, link.to]) linksOf.set(end, [...(linksOf.get(end) || []), link]);
  }
  const linksAt = (id) => linksOf.get(id) || [];
  const leaves = elements.filter((node) => !parts.has(node.id));
  const label = (node) => (isElement(node) ? `${node.code} ${node.name}` : node.name);

  /* What deserves a look: each question is a set of nodes that stays lit. */
  const topsOf = (partner) => new Set(linksAt(partner.id).map((link) => nodes.get(link.from).top_number));
  const tops = new Set(elements.map((node) => node.top_number)).size;
  const bridge = tops >= 4 ? 3 : 2;
  const QUESTIONS = {
    bridging: partners.filter((partner) => topsOf(partner).size >= bridge).sort((a, b) => b.degree - a.degree),
    once: partners.filter((partner) => linksAt(partner.id).length === 1),
    alone: leaves.filter((node) => linksAt(node.id).length === 0),
  };

  /* Colours live in the style sheet, once for light and once for dark. */
  let colour = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    colour = {
      page: value("--page"), ink: value("--ink"), soft: value("--soft"), line: value("--line"),
      partner: value("--partner"), accent: value("--accent"),
      tops: [0, 1, 2, 3, 4, 5].map((number) => value(`--top-${number}`)),
    };
  }
  const colourOf = (node) => (isElement(node) ? colour.tops[node.top] : colour.partner);

  /* The state: what is focused stands in the address, so that a link or the Back button gives the same view. */
  let focus = null;
  let question = null;
  let lit = null;
  let strong = new Set();

  function readAddress() {
    const [, key, value] = /^#([fq])=(.*)$/.exec(location.hash) || [];
    let wanted = "";
    try {
      wanted = decodeURIComponent(value || "");
    } catch {
      wanted = "";
    }
    focus = key === "f" && nodes.has(wanted) ? wanted : null;
    question = key === "q" && Object.hasOwn(QUESTIONS, wanted) ? wanted : null;
  }
  const address = (key, value) => `#${key}=${encodeURIComponent(value)}`;
  function go(key, value) {
    const wanted = value === null ? "#" : address(key, value);
    if (location.hash !== wanted) location.hash = wanted;
    else show();
  }

  function ancestors(id) {
    const line = [];
    for (let node = nodes.get(id); node; node = nodes.get(node.parent)) line.push(node.id);
    return line;
  }
  function below(id) {
    return [id, ...(parts.get(id) || []).flatMap((node) => below(node.id))];
  }
  function choose() {
    lit = null;
    strong = new Set();
    if (focus) {
      const node = nodes.get(focus);
      const core = isElement(node) ? below(focus) : [focus];
      const own = core.flatMap(linksAt);
      strong = new Set(own);
      lit = new Set([...core, ...own.flatMap((link) => [link.from, link.to])]);
      if (isElement(node)) ancestors(focus).forEach((id) => lit.add(id));
      else [...lit].forEach((id) => ancestors(id).forEach((above) => lit.add(above)));
    } else if (question) {
      lit = new Set(QUESTIONS[question].map((node) => node.id));
      const own = question === "alone" ? [] : QUESTIONS[question].flatMap((node) => linksAt(node.id));
      strong = new Set(own);
      own.forEach((link) => lit.add(link.from));
      [...lit].forEach((id) => ancestors(id).forEach((above) => lit.add(above)));
    }
  }

  /* vis-network gets places, shapes and colours, never words: labels are drawn below, sized for the screen. */
  readColours();
  const visNodes = new vis.DataSet(data.nodes.map(drawNode));
  const visEdges = new vis.DataSet(data.edges.map(drawEdge));
  function drawNode(node) {
    const main = colourOf(node);
    const hollow = node.kind === "actor-category" || (!parts.has(node.id) && isElement(node) && !linksAt(node.id).length);
    const paint = { background: hollow ? colour.page : main, border: main };
    return {
      id: node.id, x: node.x, y: node.y, size: node.size, shape: node.shape, fixed: true,
      borderWidth: node.id === focus ? 4 : 1.8,
      opacity: !lit || lit.has(node.id) ? 1 : 0.16,
      color: { ...paint, highlight: paint, hover: paint },
      shapeProperties: { borderRadius: 3 },
    };
  }
  function drawEdge(edge, index) {
    const main = colour.tops[nodes.get(edge.from).top];
    const structural = edge.kind === "part";
    let opacity = structural ? (parts.has(edge.to) ? 0.5 : 0.22) : 0.2;
    let width = structural ? 1.2 : 0.9;
    if (lit) {
      const shown = structural ? lit.has(edge.from) && lit.has(edge.to) : strong.has(edge);
      opacity = shown ? 0.85 : 0.04;
      width = shown && !structural ? 1.6 : width;
    }
    return { id: index, from: edge.from, to: edge.to, width, color: { color: main, highlight: main, hover: main, opacity } };
  }
  const network = new vis.Network(stage, { nodes: visNodes, edges: visEdges }, data.options);
  const canvas = stage.querySelector("canvas");
  if (canvas) canvas.setAttribute("aria-hidden", "true");

  /* Labels: as large as the screen lets them, the most important first, none on another. */
  const BARE = 0.55;
  const FONT = '"Segoe UI", Roboto, "Liberation Sans", system-ui, sans-serif';
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  let drawn = [];
  function writeLabels(context) {
    const scale = network.getScale();
    const boxes = [];
    drawn = [];
    const faded = (node) => lit && !lit.has(node.id);
    /* Too small for the outer titles: their codes alone. */
    const bare = scale < BARE;
    for (const node of bare ? [] : partners.filter((partner) => !faded(partner))) {
      boxes.push({ x0: node.x - node.size, x1: node.x + node.size, y0: node.y - node.size, y1: node.y + node.size, id: node.id });
    }
    /* Letters do not fill the height of their lines: two pixels of two boxes may meet. */
    const play = 2 / scale;
    const apart = (a, b) => a.x1 < b.x0 || a.x0 > b.x1 || a.y1 < b.y0 + play || a.y0 > b.y1 - play;
    const free = (box) => boxes.every((other) => other.id === box.id || apart(box, other));
    context.save();
    context.lineJoin = "round";

    /* Codes inside the marks of policies and guidelines, as soon as the marks are large enough. */
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const node of elements) {
      if (!parts.has(node.id)) continue;
      const size = node.size * 2 * scale;
      const text = clamp(size * 0.46, 8, 16);
      context.font = `700 ${text / scale}px ${FONT}`;
      const fits = context.measureText(node.code).width * scale < size - 2;
      boxes.push({ x0: node.x - node.size, x1: node.x + node.size, y0: node.y - node.size, y1: node.y + node.size });
      if (!fits || faded(node)) continue;
      context.fillStyle = colour.page;
      context.fillText(node.code, node.x, node.y + 0.5);
    }

    const order = (node) => (node.id === focus ? -9 : faded(node) ? 50 : 0) +
      (node.kind === "policy" ? 1 : isElement(node) ? (parts.has(node.id) ? 3 : 9) : 2 - node.degree / 1000);
    const sorted = [...data.nodes].sort((a, b) => order(a) - order(b));
    for (const node of sorted) {
      const alpha = faded(node) ? 0.22 : 1;
      if (isElement(node) && !parts.has(node.id)) {
        writeCode(context, node, scale, alpha);
        continue;
      }
      const outer = isElement(node);
      if (outer && bare && node.kind === "policy") continue;
      const lines = outer && bare ? [node.code] : node.lines;
      const size = outer
        ? clamp((node.kind === "policy" ? 13 : 11) * scale, 9.5, 17)
        : clamp(12.4 * scale, 9, 18) + (node.id === focus ? 2 : 0);
      context.font = `${node.kind === "policy" || node.id === focus ? 650 : outer ? 500 : 450} ${size / scale}px ${FONT}`;
      const line = (size * 1.17) / scale;
      const width = Math.max(...lines.map((text) => context.measureText(text).width));
      const height = line * lines.length;
      let x = node.x;
      let top = node.y + node.size + 2.5;
      context.textAlign = "center";
      if (outer) {
        const angle = data.angles[node.id];
        const across = Math.cos(angle);
        const gap = node.size + 6;
        if (Math.abs(across) > 0.3 || node.kind === "policy") {
          context.textAlign = across > 0 ? "left" : "right";
          x += across > 0 ? gap : -gap;
          top = node.y - height / 2;
        } else {
          top = Math.sin(angle) > 0 ? node.y + gap - 2 : node.y - gap - height + 2;
        }
      }
      const left = context.textAlign === "center" ? x - width / 2 : context.textAlign === "left" ? x : x - width;
      const box = { x0: left, x1: left + width, y0: top, y1: top + height, id: node.id };
      if (node.id !== focus && !free(box)) continue;
      boxes.push(box);
      drawn.push(box);
      context.globalAlpha = alpha;
      context.textBaseline = "top";
      lines.forEach((text, index) => {
        context.strokeStyle = colour.page;
        context.lineWidth = 3.2 / scale;
        context.strokeText(text, x, top + index * line);
        context.fillStyle = outer && node.kind === "policy" ? colour.tops[node.top] : colour.ink;
        context.fillText(text, x, top + index * line);
      });
      context.globalAlpha = 1;
    }
    context.restore();
  }

  /* An objective's code stands along the ray, outside its mark, where it takes no room from its neighbours. */
  function writeCode(context, node, scale, alpha) {
    const size = clamp(9.5 * scale, 0, 13);
    if (size < 7.6 && node.id !== focus) return;
    const shown = Math.max(size, 9);
    const angle = Math.atan2(node.y, node.x);
    const away = node.size + 4;
    context.save();
    context.translate(node.x + away * Math.cos(angle), node.y + away * Math.sin(angle));
    const flip = Math.cos(angle) < 0;
    context.rotate(flip ? angle + Math.PI : angle);
    context.textAlign = flip ? "right" : "left";
    context.textBaseline = "middle";
    context.font = `${node.id === focus ? 700 : 400} ${shown / scale}px ${FONT}`;
    context.globalAlpha = alpha;
    context.fillStyle = node.id === focus ? colour.ink : colour.soft;
    context.fillText(node.code, 0, 0);
    context.restore();
  }

  /* A pale band behind the ring for each group of objectives: where a guideline begins and ends. */
  const bands = [];
  for (const node of leaves) {
    const last = bands[bands.length - 1];
    const angle = data.angles[node.id];
    if (last && last.parent === node.parent) last.to = angle;
    else bands.push({ parent: node.parent, from: angle, to: angle, top: node.top, node });
  }
  const half = leaves.length > 1 ? Math.min(0.02, Math.PI / leaves.length / 1.6) : 0.02;
  function drawBands(context) {
    context.save();
    context.lineCap = "butt";
    for (const band of bands) {
      const shown = !lit || (band.parent ? lit.has(band.parent) : true);
      context.globalAlpha = shown ? 0.16 : 0.05;
      context.strokeStyle = colour.tops[band.top];
      context.lineWidth = 17;
      context.beginPath();
      context.ellipse(0, 0, data.ring.rx, data.ring.ry, 0, band.from - half, band.to + half);
      context.stroke();
    }
    context.restore();
  }
  network.on("beforeDrawing", drawBands);
  network.on("afterDrawing", writeLabels);

  /* The whole picture, labels of the outer levels included, in whatever window there is. */
  const reach = data.level * (data.levels - 1);
  let whole = 1;
  function fit() {
    const titles = { x: data.ring.rx + reach + 96, y: data.ring.ry + reach + 34 };
    const codes = { x: data.ring.rx + reach + 16, y: data.ring.ry + reach + 16 };
    const scale = (room) => Math.min(stage.clientWidth / (2 * room.x), stage.clientHeight / (2 * room.y)) || 1;
    whole = scale(titles) < BARE ? Math.min(scale(codes), BARE - 0.01) : scale(titles);
    network.moveTo({ position: { x: 0, y: 0 }, scale: whole, animation: false });
  }
  function zoom(factor) {
    network.moveTo({ scale: clamp(network.getScale() * factor, whole * 0.7, whole * 12), animation: false });
  }
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale < whole * 0.7 || scale > whole * 12) zoom(1);
  });

  /* The panel, built of text nodes alone: nothing that a plan says can become markup. */
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }
  const badge = (node) => make("span", { class: `badge top-${node.top}` }, node.code);
  const shape = (kind) => make("span", { class: `shape ${kind}`, "aria-hidden": "true" });
  function toNode(node, count) {
    return make(
      "button", { type: "button", class: "link", onclick: () => go("f", node.id) },
      isElement(node) ? badge(node) : shape(node.kind),
      make("span", isElement(node) ? { lang: "it" } : {}, node.name),
      count === undefined ? null : make("span", { class: "count" }, String(count)),
    );
  }
  function quoteLine(quote) {
    const note = [quote.kind, quote.page ? `${words.page} ${quote.page}` : ""].filter(Boolean).join(", ");
    return make(
      "div", {},
      make(
        "q", { class: "quote", lang: "it" },
        make("span", { class: "around" }, spaced(quote.prefix, "start")),
        make("mark", {}, quote.exact),
        make("span", { class: "around" }, spaced(quote.suffix, "end")),
        note ? make("small", {}, ` ${note}`) : null,
      ),
    );
  }
  /* What stands around is cut in the middle of a sentence: dots say so. */
  const spaced = (text, side) => (!text.trim() ? text : side === "start" ? `…${text}` : /[.!?…]\s*$/.test(text) ? text : `${text}…`);
  function iriLine(iri) {
    const shown = /^https?:\/\/[^\s/]/.test(iri) ? make("a", { href: iri, rel: "noreferrer noopener" }, iri) : iri;
    return make("p", {}, make("small", {}, `${words.address}: `, shown));
  }
  function crumb(...children) {
    return make(
      "div", { class: "crumb" }, ...children,
      make("button", { type: "button", class: "close", "aria-label": words.close, title: words.close, onclick: () => go("f", null) }, "×"),
    );
  }
  const heading = (text) => make("h3", {}, text);

  function aboutElement(node) {
    const own = linksAt(node.id);
    const lines = [crumb(badge(node), make("span", {}, node.level_name)), make("h2", { lang: "it" }, node.name)];
    const above = node.parent ? ancestors(node.parent).reverse().map((id) => nodes.get(id)) : [];
    lines.push(heading(words.involved));
    if (!own.length) lines.push(make("p", {}, words.no_partner));
    for (const link of own) lines.push(toNode(nodes.get(link.to)), ...link.quotes.map(quoteLine));
    if (node.segments.length) {
      lines.push(heading(words.text), make("p", { class: "text", lang: "it" }, ...node.segments.map(([text, named]) =>
        named.length
          ? make("mark", { title: named.map((id) => nodes.get(id).name).join(", "), onclick: () => go("f", named[0]) }, text)
          : text)));
    }
    if (parts.has(node.id)) {
      lines.push(heading(words.parts), ...parts.get(node.id).map((part) => toNode(part, below(part.id).flatMap(linksAt).length || "–")));
    }
    if (above.length) lines.push(heading(words.part_of), ...above.map((part) => toNode(part)));
    return [...lines, iriLine(node.iri)];
  }

  function aboutPartner(node) {
    const lines = [crumb(shape(node.kind), make("span", {}, words[node.kind])), make("h2", {}, node.name)];
    if (node.aliases.length) lines.push(make("p", {}, make("small", {}, `${words.also}: ${node.aliases.slice(0, 6).join(", ")}`)));
    lines.push(heading(`${words.named_in} (${linksAt(node.id).length})`));
    const order = new Map(elements.map((element, index) => [element.id, index]));
    const own = [...linksAt(node.id)].sort((a, b) => order.get(a.from) - order.get(b.from));
    for (const link of own) lines.push(toNode(nodes.get(link.from)), ...link.quotes.map(quoteLine));
    return [...lines, iriLine(node.iri)];
  }

  function askButton(name) {
    return make(
      "button", { type: "button", class: "link", "aria-pressed": String(question === name), onclick: () => go("q", question === name ? null : name) },
      shape(name),
      make("span", {}, words[name], name === "bridging" ? make("small", {}, ` (${words.bridging_why.replace("{n}", String(bridge))})`) : ""),
      make("span", { class: "count" }, String(QUESTIONS[name].length)),
    );
  }
  function overview() {
    const lines = [make("h2", {}, question ? words[question] : words.legend)];
    if (question) {
      lines[0] = crumb(make("strong", {}, words[question]));
      lines.push(...QUESTIONS[question].map((node) => toNode(node, isElement(node) ? undefined : node.degree)));
      return lines;
    }
    lines.push(make("p", {}, words.hint));
    for (const kind of Object.keys(PLURALS)) {
      const count = data.nodes.filter((node) => node.kind === kind).length;
      if (count) lines.push(make("div", { class: "crumb legend" }, shape(kind), words[PLURALS[kind]], make("span", { class: "close" }, String(count))));
    }
    lines.push(heading(words.questions), ...Object.keys(QUESTIONS).map(askButton));
    lines.push(heading(words.policies), ...elements.filter((node) => !node.parent).map((node) => toNode(node)));
    return lines;
  }

  function fillPanel() {
    const node = focus && nodes.get(focus);
    panel.replaceChildren(...(node ? (isElement(node) ? aboutElement(node) : aboutPartner(node)) : overview()));
    panel.scrollTop = 0;
    panel.classList.toggle("open", Boolean(focus || question));
    const count = lit ? lit.size : data.nodes.length;
    live.textContent = node ? `${label(node)}: ${linksAt(node.id).length}` : question ? `${words[question]}: ${QUESTIONS[question].length}` : `${words.whole}: ${count}`;
  }

  function show() {
    readAddress();
    choose();
    visNodes.update(data.nodes.map(drawNode));
    visEdges.update(data.edges.map(drawEdge));
    fillPanel();
    bringIntoView();
  }
  /* On a phone the panel lies over the lower half: what was chosen is fitted into what remains. */
  function bringIntoView() {
    const sheet = getComputedStyle(panel).position === "fixed";
    if (!sheet) {
      if (focus) pan(nodes.get(focus));
      return;
    }
    if (!lit) return;
    stage.scrollIntoView({ block: "start", behavior: "instant" });
    const height = Math.max(120, Math.min(stage.clientHeight, panel.getBoundingClientRect().top - stage.getBoundingClientRect().top));
    const shown = [...lit].map((id) => nodes.get(id));
    const edge = (axis, least) => Math[least ? "min" : "max"](...shown.map((node) => node[axis] + (least ? -30 : 30)));
    const [left, right, top, bottom] = [edge("x", true), edge("x", false), edge("y", true), edge("y", false)];
    const scale = clamp(Math.min((stage.clientWidth - 40) / (right - left), (height - 20) / (bottom - top)), whole * 0.7, 1.4);
    const below = (stage.clientHeight - height) / 2 / scale;
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + below }, scale, animation: false });
  }
  function pan(node) {
    const { x, y } = network.canvasToDOM(node);
    if (x > 20 && y > 20 && x < stage.clientWidth - 20 && y < stage.clientHeight - 20) return;
    network.moveTo({ position: { x: node.x, y: node.y }, animation: false });
  }

  /* Mouse and touch: the mark, or its label. */
  function nodeAt(event) {
    const at = network.getNodeAt(event.pointer.DOM);
    if (at !== undefined) return at;
    const { x, y } = event.pointer.canvas;
    const slack = 4 / network.getScale();
    const box = drawn.find((b) => x > b.x0 - slack && x < b.x1 + slack && y > b.y0 - slack && y < b.y1 + slack);
    if (box) return box.id;
    /* A finger is wider than a mark: the nearest within 18 pixels is meant. */
    let best = 18 / network.getScale();
    let near;
    for (const node of data.nodes) {
      const distance = Math.hypot(node.x - x, node.y - y);
      if (distance < best) [best, near] = [distance, node.id];
    }
    return near;
  }
  network.on("click", (event) => {
    const id = nodeAt(event);
    network.unselectAll();
    go("f", id === undefined ? null : id);
  });
  network.on("hoverNode", ({ node }) => {
    const at = network.canvasToDOM(nodes.get(node));
    tip.textContent = label(nodes.get(node));
    tip.hidden = false;
    const left = clamp(at.x - tip.offsetWidth / 2, 8, Math.max(8, stage.clientWidth - tip.offsetWidth - 8));
    const over = at.y - tip.offsetHeight - 16;
    tip.style.left = `${left}px`;
    tip.style.top = `${over < 8 ? at.y + 18 : over}px`;
    stage.style.cursor = "pointer";
  });
  const hideTip = () => {
    tip.hidden = true;
    stage.style.cursor = "";
  };
  network.on("blurNode", hideTip);
  network.on("dragStart", hideTip);
  network.on("zoom", hideTip);

  /* Keys: arrows walk through the plan, Enter opens, slash searches, Escape returns. */
  const walk = [...elements, ...partners];
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const at = walk.findIndex((node) => node.id === focus);
      const next = at < 0 ? (step > 0 ? 0 : walk.length - 1) : (at + step + walk.length) % walk.length;
      history.replaceState(null, "", address("f", walk[next].id));
      show();
      event.preventDefault();
    } else if (event.key === "Enter" && focus) {
      panel.focus();
    } else if (event.key === "+" || event.key === "-") {
      zoom(event.key === "+" ? 1.3 : 1 / 1.3);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      input.focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (typing && !found.hidden) closeList();
      else if (focus || question) go("f", null);
    }
  });
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.4));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  document.getElementById("fit").addEventListener("click", () => {
    fit();
    if (focus || question) go("f", null);
  });

  /* Search: names, aliases, codes, words of titles and texts; accents do not matter. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  const entries = walk.map((node) => ({
    node,
    head: plain(isElement(node) ? `${node.code} ${node.name}` : node.name),
    aliases: (node.aliases || []).map(plain),
    text: plain((node.segments || []).map(([text]) => text).join("")),
  }));
  function match(entry, wanted) {
    if ([entry.node.code, entry.head, ...entry.aliases].includes(wanted)) return 0;
    if (entry.head.startsWith(wanted)) return 1;
    if (entry.aliases.some((name) => name.startsWith(wanted))) return 2;
    if (entry.head.includes(` ${wanted}`)) return 3;
    if (entry.head.includes(wanted)) return 4;
    if (entry.aliases.some((name) => name.includes(wanted))) return 5;
    return entry.text.includes(wanted) ? 6 : 9;
  }
  let active = -1;
  function closeList() {
    found.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function search() {
    const wanted = plain(input.value.trim());
    if (!wanted) return closeList();
    const hits = entries
      .map((entry, index) => ({ entry, index, rank: match(entry, wanted) + (isElement(entry.node) ? 0.5 : 0) }))
      .filter((hit) => hit.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, 12);
    found.replaceChildren(...hits.map(({ entry }, index) => {
      const item = make("li", { role: "option", id: `found-${index}`, "aria-selected": "false" },
        label(entry.node), make("small", {}, isElement(entry.node) ? entry.node.level_name : words[entry.node.kind]));
      item.dataset.id = entry.node.id;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(index);
      });
      return item;
    }));
    if (!hits.length) found.replaceChildren(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, words.no_match));
    found.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(hits.length ? 0 : -1);
  }
  function point(index) {
    active = index;
    [...found.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", `found-${index}`);
      found.children[index].scrollIntoView({ block: "nearest" });
    }
  }
  function take(index) {
    const id = found.children[index] && found.children[index].dataset.id;
    if (!id) return;
    input.value = "";
    closeList();
    go("f", id);
    stage.focus({ preventScroll: true });
  }
  input.addEventListener("input", search);
  input.addEventListener("blur", closeList);
  input.addEventListener("keydown", (event) => {
    const count = found.hidden ? 0 : [...found.children].filter((item) => item.dataset.id).length;
    if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active - 1 + count) % count);
    else if (event.key === "Enter" && count) take(Math.max(active, 0));
    else return;
    event.preventDefault();
  });

  /* Links to the map from the tables below bring one up to it. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#f="]');
    if (!link) return;
    event.preventDefault();
    go("f", decodeURIComponent(link.getAttribute("href").slice(3)));
    stage.scrollIntoView({ block: "center" });
  });
  window.addEventListener("hashchange", () => {
    /* The names of sections are places to scroll to, not views. */
    if (location.hash === "" || /^#[fq]=/.test(location.hash)) show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    show();
  });

  fit();
  show();
  new ResizeObserver(() => {
    fit();
    bringIntoView();
  }).observe(stage);
  /* For whoever opens the console. */
  window.dupgraphMap = { network, nodes: visNodes, edges: visEdges, data };
})();
