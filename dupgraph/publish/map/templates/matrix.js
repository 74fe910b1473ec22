
  /* The matrix: numbers and shading; a column's head sorts, a cell opens its quotes. */
  const sheet = document.getElementById("matrix");
  const SHOWN_AT_FIRST = 30;
  const within = (element, whole) => withAbove(element).includes(whole);
  /* The elements that a cell counts, with the links that say so. */
  function cellLinks(row, col) {
    if (isElement(row) || isElement(col)) {
      const [element, thing] = isElement(row) ? [row, col] : [col, row];
      return thing.links.filter((link) => within(link.element, element))
        .sort((a, b) => a.element.number - b.element.number).map((link) => ({ element: link.element, quoted: [link] }));
    }
    return row.links.filter((link) => linkBetween(link.element, col)).sort((a, b) => a.element.number - b.element.number)
      .map((link) => ({ element: link.element, quoted: row === col ? [link] : [link, linkBetween(link.element, col)] }));
  }
  function orderMatrix() {
    const matrix = data.matrices[MATRICES.indexOf(state.m)];
    const counts = new Map(matrix.cells.map(([y, x, count]) => [y * matrix.cols.length + x, count]));
    const countAt = (y, x) => counts.get(y * matrix.cols.length + x) || 0;
    const isSquare = matrix.kinds[0] === matrix.kinds[1];
    let rows = matrix.rows.map((number, place) => ({ node: nodes[number], place }));
    let cols = matrix.cols.map((number, place) => ({ node: nodes[number], place }));
    for (const row of rows) row.total = cols.reduce((sum, col) => sum + (isSquare && col.node === row.node ? 0 : countAt(row.place, col.place)), 0);
    for (const col of cols) col.total = rows.reduce((sum, row) => sum + (isSquare && col.node === row.node ? 0 : countAt(row.place, col.place)), 0);
    const byTotal = (a, b) => b.total - a.total || a.place - b.place;
    if (isSquare && !state.h) {
      const kept = new Set([...rows].sort(byTotal).slice(0, SHOWN_AT_FIRST).map((row) => row.node));
      rows = rows.filter((row) => kept.has(row.node));
      cols = cols.filter((col) => kept.has(col.node));
    }
    const sorter = cols.find((col) => col.node.id === state.o);
    const compareNames = (a, b) => nameOf(a.node).localeCompare(nameOf(b.node), state.l);
    if (sorter) rows.sort((a, b) => countAt(b.place, sorter.place) - countAt(a.place, sorter.place) || byTotal(a, b));
    else if (state.o === "name") rows.sort(compareNames);
    else rows.sort(byTotal);
    if (isSquare) cols.sort(sorter || state.o === "name" ? compareNames : byTotal);
    if (shown.lit) rows = rows.filter((row) => shown.lit.has(row.node) || cols.some((col) => shown.lit.has(col.node) && isElement(col.node)));
    const most = Math.max(1, ...rows.flatMap((row) => cols.map((col) => (row.node === col.node ? 0 : countAt(row.place, col.place)))));
    return { matrix, rows, cols, countAt, most, isSquare };
  }
  function fillMatrix() {
    if (state.v !== "matrix") {
      sheet.replaceChildren();
      return;
    }
    const { rows, cols, countAt, most, isSquare, matrix } = orderMatrix();
    const head = (node) => (isElement(node) ? [badge(node), make("span", { class: "title", ...spoken }, node.name)] : [make("span", { class: "title" }, nameOf(node))]);
    const sortHead = (order, pressed, ...content) => make("button", { type: "button", class: "sort", "aria-pressed": String(pressed), onclick: () => go({ o: order }, true) }, ...content);
    const sortState = (pressed, order) => (pressed ? { "aria-sort": order } : {});
    /* On a phone more columns than four are a list: below each row the cells that have a number, with their heads. */
    const table = make("table", { class: ["grid", cols.length > 8 && "slanted", cols.length > 4 && "listed"].filter(Boolean).join(" ") },
      make("caption", {}, say("matrix_caption", { rows: say(`many_${matrix.kinds[0]}`), cols: say(`many_${matrix.kinds[1]}`) })),
      make("thead", {}, make("tr", {},
        make("th", { scope: "col", ...sortState(state.o === "name", "ascending") }, sortHead("name", state.o === "name", say(`many_${matrix.kinds[0]}`))),
        make("th", { scope: "col", class: "number", ...sortState(!state.o || state.o === "total", "descending") }, sortHead("total", !state.o || state.o === "total", say("total"))),
        cols.map((col) => make("th", { scope: "col", ...sortState(state.o === col.node.id, "descending") },
          make("button", { type: "button", class: "sort", "aria-pressed": String(state.o === col.node.id), title: labelOf(col.node), onclick: () => go({ o: col.node.id }, true) }, head(col.node)))))),
      make("tbody", {}, rows.map((row) => make("tr", {},
        make("th", { scope: "row" }, make("button", { type: "button", class: "name", ...tongueOf(row.node), onclick: () => go({ ...NOTHING, f: row.node.id }) }, labelOf(row.node))),
        make("td", { class: "number" }, String(row.total)),
        cols.map((col) => {
          const count = countAt(row.place, col.place);
          if (!count) return make("td", { class: "empty" }, "");
          const own = isSquare && row.node === col.node;
          const level = own ? "own" : `level-${Math.ceil((5 * count) / most)}`;
          const id = `${row.node.id}~${col.node.id}`;
          return make("td", { "data-col": isElement(col.node) ? col.node.code : nameOf(col.node) }, make("button", {
            type: "button", class: `cell ${level}`, "aria-pressed": String(state.c === id),
            "aria-label": `${labelOf(row.node)}, ${labelOf(col.node)}: ${count}`, onclick: () => go({ ...NOTHING, c: id }),
          }, String(count)));
        })))));
    const choices = make("div", { class: "chips", role: "group", "aria-label": say("view_matrix") },
      MATRICES.map((name) => toggle(say(`matrix_${name}`), state.m === name, () => go({ m: name, c: "", o: "", h: "" }))));
    const [whole] = matrix.whole;
    const rest = isSquare && rows.length < whole && !shown.lit && !state.h
      ? make("div", { class: "chips" }, toggle(say("matrix_all", { n: Math.min(whole, matrix.rows.length) }), false, () => go({ h: "1" }, true))) : null;
    const at = [sheet.scrollLeft, sheet.scrollTop];
    sheet.replaceChildren(...[choices, make("p", { class: "small" }, say("matrix_hint")), table, rest].filter(Boolean));
    [sheet.scrollLeft, sheet.scrollTop] = at;
  }
