
  /* What is shown, as a file: SVG from the same coordinates, PNG at twice the size, CSV of the lines. */
  const escapeXml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const round = (number) => Math.round(number * 100) / 100;
  function writeSvg() {
    const room = 8;
    const context = document.createElement("canvas").getContext("2d");
    /* The size at which the whole picture is read, whatever part of it the screen shows. */
    const scale = 1;
    const marks = layLabels(context, scale, null);
    const boxes = marks.filter((mark) => mark.box).map((mark) => mark.box);
    const all = [...shown.nodes].map((node) => ({ x0: node.x - 40, x1: node.x + 40, y0: node.y - 40, y1: node.y + 40 })).concat(boxes);
    const edge = (key, least) => Math[least ? "min" : "max"](...all.map((box) => box[key]));
    const [left, top, right, bottom] = [edge("x0", true) - room, edge("y0", true) - room, edge("x1", false) + room, edge("y1", false) + room + 24];
    const [width, height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${round(left)} ${round(top)} ${width} ${height}" font-family='${FONT.replaceAll('"', "")}'>`];
    parts.push(`<title>${escapeXml(data.plan.title)}</title>`, `<rect x="${round(left)}" y="${round(top)}" width="${width}" height="${height}" fill="${colour.page}"/>`);
    for (const band of bands) {
      const at = (angle) => `${round(data.ring.rx * Math.cos(angle))} ${round(data.ring.ry * Math.sin(angle))}`;
      parts.push(`<path d="M${at(band.from - half)}A${round(data.ring.rx)} ${round(data.ring.ry)} 0 ${band.to - band.from > Math.PI ? 1 : 0} 1 ${at(band.to + half)}" fill="none" stroke="${colour.tops[band.top]}" stroke-width="17" opacity="${bandAlpha(band)}"/>`);
    }
    for (const line of shown.lines) {
      const { color, opacity, width: thick, dashes } = styleLine(line);
      const bend = bendOf(line) ? bendPoint(line) : null;
      const path = bend ? `Q${round(bend.x)} ${round(bend.y)} ${line.to.x} ${line.to.y}` : `L${line.to.x} ${line.to.y}`;
      parts.push(`<path d="M${line.from.x} ${line.from.y}${path}" fill="none" stroke="${color}" stroke-width="${round(thick)}" opacity="${round(opacity)}"${dashes ? ` stroke-dasharray="${dashes.join(" ")}"` : ""}/>`);
    }
    const outline = {
      dot: ({ x, y, size }) => `<circle cx="${x}" cy="${y}" r="${size}"`,
      square: ({ x, y, size }) => `<rect x="${round(x - size)}" y="${round(y - size)}" width="${2 * size}" height="${2 * size}" rx="3"`,
    };
    const corners = {
      diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]], triangle: [[0, -1], [0.95, 0.75], [-0.95, 0.75]],
      triangleDown: [[0, 1], [0.95, -0.75], [-0.95, -0.75]], hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
    };
    const polygon = ({ x, y, size, shape: name }) => `<polygon points="${corners[name].map(([dx, dy]) => `${round(x + dx * size)},${round(y + dy * size)}`).join(" ")}"`;
    for (const node of shown.nodes) {
      const { main, fill, opacity, width: border } = styleNode(node);
      parts.push(`${(outline[node.shape] || polygon)(node)} fill="${fill}" stroke="${main}" stroke-width="${border}" opacity="${opacity}"><title>${escapeXml(labelOf(node))}</title></${node.shape === "dot" ? "circle" : node.shape === "square" ? "rect" : "polygon"}>`);
    }
    const anchors = { left: "start", right: "end", center: "middle" };
    for (const mark of marks) {
      const style = `font-size="${round(mark.size)}" font-weight="${mark.weight}" text-anchor="${anchors[mark.align]}" fill="${mark.fill}" opacity="${mark.alpha}"`;
      const halo = mark.halo ? ` stroke="${colour.page}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : "";
      mark.lines.forEach((text, row) => {
        const y = mark.top === undefined ? mark.y + mark.size * 0.36 : mark.top + row * mark.leading + mark.size * 0.9;
        const turn = mark.turn ? ` transform="rotate(${round((mark.turn * 180) / Math.PI)} ${round(mark.x)} ${round(mark.y)})"` : "";
        parts.push(`<text x="${round(mark.x)}" y="${round(y)}" ${style}${halo}${turn}>${escapeXml(text)}</text>`);
      });
    }
    parts.push(`<text x="${round(left + room)}" y="${round(bottom - room)}" font-size="11" fill="${colour.soft}">${escapeXml(`${data.plan.title} · ${say(`view_${state.v}`)}`)}</text></svg>`);
    network.redraw();
    return { text: parts.join(""), width, height };
  }
  function save(blob, ending) {
    const link = make("a", { download: `${plain(data.plan.title).replace(/[^a-z0-9]+/g, "-").slice(0, 60) || "map"}-${state.v}.${ending}` });
    link.href = URL.createObjectURL(blob);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  const TWICE = 2;
  const WRITERS = {
    svg: () => save(new Blob([writeSvg().text], { type: "image/svg+xml" }), "svg"),
    png: () => {
      const { text, width, height } = writeSvg();
      const picture = new Image();
      picture.onload = () => {
        const sheetOf = document.createElement("canvas");
        [sheetOf.width, sheetOf.height] = [width * TWICE, height * TWICE];
        sheetOf.getContext("2d").drawImage(picture, 0, 0, sheetOf.width, sheetOf.height);
        sheetOf.toBlob((blob) => save(blob, "png"));
      };
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    },
    csv: () => save(new Blob(["\ufeff", writeCsv()], { type: "text/csv" }), "csv"),
  };
  /* A spreadsheet would run what begins like a formula. */
  const cell = (value) => {
    const text = String(value ?? "").replace(/\s+/g, " ");
    const safe = /^[=+\-@]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
    return /[",;\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  function listRows() {
    if (state.v === "matrix") {
      const { rows, cols, countAt } = orderMatrix();
      return [["", ...cols.map((col) => (isElement(col.node) ? col.node.code : nameOf(col.node)))], ...rows.map((row) => [labelOf(row.node), ...cols.map((col) => countAt(row.place, col.place))])];
    }
    if (state.v === "dependencies") {
      const wanted = [...shown.ties].filter((tie) => !shown.lit || shown.strong.has(tie)).sort((a, b) => b.weight - a.weight || a.number - b.number);
      return [["code_a", "code_b", "weight", "kind", "reasons", "title_a", "title_b"],
        ...wanted.map((tie) => [tie.a.code, tie.b.code, tie.weight, say(tie.isReference ? "tie_reference" : "tie_inferred"), reasonNames(tie).join("; "), tie.a.name, tie.b.name])];
    }
    const inside = insideOf(state.v, state);
    return [["code", "title", "kind", "name", "involvement", "words", "page", "start", "end"],
      ...links.filter((link) => link.thing.kind === inside && (!shown.lit || shown.strong.has(link))).flatMap((link) => link.mentions.map((mention) => {
        const quote = quoteOf(mention);
        const kind = quote.involvement == null ? "" : pick(data.involvements[quote.involvement]);
        return [link.element.code, link.element.name, say(`one_${inside}`), nameOf(link.thing), kind, quote.words, quote.page, quote.start, quote.end];
      }))];
  }
  const writeCsv = () => listRows().map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
