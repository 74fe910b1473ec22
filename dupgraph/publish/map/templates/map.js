
  /* The page: what shows the state, and what changes it. */
  const tip = document.getElementById("tip");
  const notice = document.getElementById("notice");
  const tabs = [...document.querySelectorAll("[data-view]")];
  let language = "it";

  function translate() {
    words = data.words[state.l];
    if (language === state.l) return;
    language = state.l;
    document.documentElement.lang = state.l;
    for (const each of document.querySelectorAll("[data-w]")) each.textContent = say(each.dataset.w);
    for (const each of document.querySelectorAll("[data-label]")) {
      each.setAttribute("aria-label", say(each.dataset.label));
      if (each.hasAttribute("title")) each.title = say(each.dataset.label);
    }
    input.placeholder = say("search_hint");
    for (const each of document.querySelectorAll("[data-language]")) each.setAttribute("aria-pressed", String(each.dataset.language === state.l));
  }
  /* Above the picture: what stands in the middle, or how many dependencies are shown. */
  function fillBar() {
    const made = [];
    if (state.v === "plan") {
      const kinds = THINGS.filter((kind) => things.some((node) => node.kind === kind));
      if (kinds.length > 1) {
        const choice = make("select", { id: "inside" }, kinds.map((kind) => {
          const option = make("option", { value: kind }, say(`many_${kind}`));
          option.selected = state.i === kind;
          return option;
        }));
        choice.addEventListener("change", () => go({ i: choice.value, f: "", q: "" }));
        made.push(make("label", { for: "inside" }, say("inside")), choice);
      }
    }
    if (state.v === "dependencies" && ties.length) {
      const most = make("input", { type: "range", id: "most", min: 1, max: mostTies, value: Math.min(state.n, mostTies) });
      most.addEventListener("input", () => go({ n: most.value }, true));
      made.push(make("label", { for: "most" }, say("most", { n: Math.min(state.n, mostTies) })), most);
      if (elements.some((node) => node.kind === group)) made.push(toggle(say("chords"), state.g === "1", () => go({ g: state.g ? "" : "1", d: "" })));
    }
    /* A slider that is replaced while one drags it lets go. */
    const held = document.activeElement && bar.contains(document.activeElement) ? document.activeElement.id : "";
    if (held === "most" && made.length && bar.querySelector("#most")) {
      bar.querySelector("label").textContent = made[0].textContent;
      return;
    }
    bar.replaceChildren(...made);
    if (held && document.getElementById(held)) document.getElementById(held).focus();
  }
  function fillNotice() {
    const inside = insideOf(state.v, state);
    let text = "";
    if (data.start.missing && !location.hash) text = data.start.missing.trim() ? say("missing", { name: data.start.missing }) : say("missing_result");
    else if (isRing() && !things.some((node) => node.kind === inside)) text = say(`none_${inside}`);
    else if (state.v === "dependencies" && !ties.length) text = say("none_dependency");
    else if (state.v === "matrix" && !things.length) text = say("none_matrix");
    else if (shown.lit && shown.lit.size === 0) text = say("none_filter");
    else if (data.is_large && isRing() && !state.x.size && !shown.lit) text = say("folded");
    notice.textContent = text;
    notice.hidden = !text;
  }
  function show() {
    state = readState();
    translate();
    chooseShown();
    const isMatrix = state.v === "matrix";
    document.body.classList.toggle("is-matrix", isMatrix);
    for (const tab of tabs) {
      if (tab.dataset.view === state.v) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (!isMatrix) draw();
    fillBar();
    fillMatrix();
    fillPanel();
    fillNotice();
    hideTip();
    if (stage.clientWidth < NARROW && bar.offsetHeight !== inset && !isMatrix) fit();
    bringIntoView();
  }

  /* Mouse and touch: the mark, or its label, or a line that says why. */
  function nodeAt(event) {
    const at = network.getNodeAt(event.pointer.DOM);
    if (at !== undefined) return byId.get(at);
    const { x, y } = event.pointer.canvas;
    const slack = 4 / network.getScale();
    const mark = laid.find(({ box: b }) => b && x > b.x0 - slack && x < b.x1 + slack && y > b.y0 - slack && y < b.y1 + slack);
    if (mark) return mark.node;
    /* A finger is wider than a mark: the nearest within 18 pixels is meant. */
    let best = (state.v === "dependencies" ? 9 : 18) / network.getScale();
    let near;
    for (const node of shown.nodes) {
      const distance = Math.hypot(node.x - x, node.y - y);
      if (distance < best) [best, near] = [distance, node];
    }
    return near;
  }
  const lineAt = (event) => {
    const line = lineById.get(network.getEdgeAt(event.pointer.DOM));
    return line && line.kind === "tie" ? line : null;
  };
  network.on("click", (event) => {
    network.unselectAll();
    const node = nodeAt(event);
    const line = node ? null : lineAt(event);
    if (node) focusOn(node);
    else if (line && line.ties.length === 1) go({ ...NOTHING, d: line.ties[0].id });
    else if (line) {
      go({ ...NOTHING, e: lineName(line) });
    } else {
      go({ ...NOTHING });
    }
  });
  network.on("doubleClick", (event) => {
    const node = nodeAt(event);
    if (node && data.is_large && node.parts.length) go({ x: new Set([...state.x, node.id]) });
  });
  function showTip(text, at, gap) {
    tip.textContent = text;
    tip.hidden = false;
    const left = clamp(at.x - tip.offsetWidth / 2, 8, Math.max(8, stage.clientWidth - tip.offsetWidth - 8));
    const over = at.y - tip.offsetHeight - gap;
    tip.style.left = `${left}px`;
    tip.style.top = `${over < 8 ? at.y + gap : over}px`;
    stage.style.cursor = "pointer";
  }
  function hideTip() {
    tip.hidden = true;
    stage.style.cursor = "";
  }
  network.on("hoverNode", ({ node }) => showTip(labelOf(byId.get(node)), network.canvasToDOM(byId.get(node)), 16));
  network.on("hoverEdge", ({ edge, pointer }) => {
    const line = lineById.get(edge);
    if (!line || line.kind !== "tie") return;
    const why = line.ties.length > 1 ? say("live_ties", { n: line.ties.length }) : reasonNames(line.ties[0]).join(", ");
    showTip(`${line.from.code} ↔ ${line.to.code}: ${why}`, pointer.DOM, 14);
  });
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, hideTip);

  /* Keys: arrows walk through the plan, Enter opens, slash searches, Escape returns. */
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const inView = (node) => (isElement(node) ? true : node.kind === insideOf(state.v, state) || !isRing() || state.v === "plan");
      const steps = state.v === "dependencies" ? elements : walk.filter(inView);
      const at = steps.findIndex((node) => node.id === state.f);
      focusOn(steps[at < 0 ? (step > 0 ? 0 : steps.length - 1) : (at + step + steps.length) % steps.length], true);
      event.preventDefault();
    } else if (event.key === "Enter" && state.f) panel.focus();
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.3 : 1 / 1.3);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !typing) {
      input.focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (typing && !found.hidden) closeList();
      else if (state.f || state.q || state.d || state.c || state.e) go({ ...NOTHING });
      else if (isFiltered()) goHome();
      if (!typing && panel.contains(document.activeElement)) stage.focus({ preventScroll: true });
    }
  });
  const onClick = (id, act) => document.getElementById(id).addEventListener("click", act);
  onClick("zoom-in", () => zoom(1.4));
  onClick("zoom-out", () => zoom(1 / 1.4));
  onClick("fit", () => {
    fit();
    if (state.f || state.q || state.d || isFiltered()) goHome();
  });
  for (const tab of tabs) tab.addEventListener("click", () => go({ v: tab.dataset.view, d: "", c: "", q: tab.dataset.view === "plan" ? state.q : "" }));
  for (const each of document.querySelectorAll("[data-language]")) each.addEventListener("click", () => go({ l: each.dataset.language }));
  for (const each of document.querySelectorAll("[data-save]")) each.addEventListener("click", () => WRITERS[each.dataset.save]());

  /* Links from the tables below bring one up to the map; those to a section only scroll, and keep the view. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href").slice(1);
    const focus = byId.get(new URLSearchParams(address).get("f"));
    if (focus) {
      focusOn(focus);
      stage.scrollIntoView({ block: "center" });
      return;
    }
    const section = document.getElementById(address);
    if (section) {
      section.scrollIntoView();
      section.focus({ preventScroll: true });
    }
  });
  window.addEventListener("hashchange", show);
  const recolour = () => {
    readColours();
    show();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  /* On paper it is light. */
  window.addEventListener("beforeprint", () => {
    document.documentElement.classList.add("on-paper");
    recolour();
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("on-paper");
    recolour();
  });

  fit();
  show();
  new ResizeObserver(() => {
    fit();
    bringIntoView();
  }).observe(stage);
  /* For whoever opens the console. */
  window.dupgraphMap = {
    network, data, nodes: visNodes, edges: visEdges, go, writeSvg, writeCsv, labels: () => laid,
    state: () => state, shown: () => shown, place: (id) => network.canvasToDOM(byId.get(id)),
  };
