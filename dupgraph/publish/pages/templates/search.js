// The search of a site: names, codes, other names and texts, all here in the page. Nothing is asked of anybody.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const field = form.querySelector("input");
  const list = document.getElementById("found");
  const status = document.getElementById("found-count");
  const more = document.getElementById("found-more");
  const { index: source, top, lang } = form.dataset;
  const STEP = 20;
  const AROUND = 70;
  const NEAR = 24;
  const WORD = /[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu;
  let entries = null;
  let kinds = {};
  let left = { count: 0 };
  let shown = STEP;

  // Without accents and capitals; letters with dots between them (A.U.S.L.) are a word.
  const fold = (word) => {
    const plain = word.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
    return /^\p{L}(?:\.\p{L})+$/u.test(plain) ? plain.replaceAll(".", "") : plain;
  };
  const split = (text) => (text.match(WORD) ?? []).map(fold);
  const join = (text) => ` ${split(text).join(" ")} `;

  const prepare = ([kind, path, it, en, aliases, code, text, count, plan, spoken = "it"]) => {
    const names = { it, en: en || it };
    const others = [...Object.keys(names).filter((other) => other !== lang).map((other) => names[other]), ...(aliases ? aliases.split("\n") : [])];
    return {
      kind, path, code, text, count, plan, others, spoken,
      name: names[lang] ?? names.en,
      tongue: en ? lang : spoken,
      folded: join(names[lang] ?? names.en), foldedOthers: others.map(join), foldedCode: code ? join(code) : "",
      foldedText: text ? join(text) : "",
    };
  };

  // Whether a word is to be shown as one that was asked for: two letters of many words say little.
  const is = (word, term, terms) => word === term || (word.startsWith(term) && (term.length > 2 || terms.length === 1));

  // How well an entry answers: 0 is not at all.
  const rank = (entry, terms) => {
    const whole = ` ${terms.join(" ")}`;
    const starts = terms.map((term) => ` ${term}`);
    const holds = (folded) => starts.every((start) => folded.includes(start));
    const { folded, foldedOthers, foldedCode, foldedText } = entry;
    let points = 0;
    if (folded === `${whole} ` || foldedCode === `${whole} `) points = 1000;
    else if (foldedOthers.includes(`${whole} `)) points = 900;
    else if (folded.startsWith(whole) || foldedCode.startsWith(whole)) points = 800;
    else if (foldedOthers.some((other) => other.startsWith(whole))) points = 700;
    else if (holds(`${foldedCode}${folded}`)) points = 600;
    else if (foldedOthers.some(holds)) points = 500;
    else if (foldedText.includes(whole)) points = 300;
    else if (holds([foldedCode, folded, ...foldedOthers, foldedText].join(""))) points = 200;
    // What the plan itself names goes before what only the vocabularies know.
    return points && points + (entry.count ? 250 + Math.min(entry.count, 40) : 0) + (entry.code ? 200 : 0);
  };

  const find = (terms) => entries.map((entry) => [rank(entry, terms), entry]).filter(([points]) => points)
    .sort(([a], [b]) => b - a).map(([, entry]) => entry);

  const make = (name, kind, text = "") => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.textContent = text;
    return element;
  };

  // Text goes into the page as text, never as markup; the words that were looked for are marked.
  const write = (element, text, terms) => {
    let done = 0;
    for (const match of text.matchAll(WORD)) {
      const folded = fold(match[0]);
      const term = terms.find((each) => is(folded, each, terms));
      if (!term) continue;
      const end = match.index + (folded.length === match[0].length ? term.length : match[0].length);
      element.append(text.slice(done, match.index), make("mark", "", text.slice(match.index, end)));
      done = end;
    }
    element.append(text.slice(done));
    return element;
  };

  // The part of a text where most of the words stand together, best in the order in which they were asked for.
  const cut = (text, terms) => {
    const words = [...text.matchAll(WORD)].map((match) => [fold(match[0]), match.index]);
    let best = 0;
    let at = -1;
    words.forEach(([word, index], i) => {
      if (!terms.some((term) => is(word, term, terms))) return;
      const near = words.slice(i, i + NEAR).map(([other]) => other);
      const points = terms.filter((term) => near.some((other) => other.startsWith(term))).length
        + (terms.every((term, j) => near[j]?.startsWith(term)) ? terms.length : 0);
      if (points > best) [best, at] = [points, index];
    });
    if (at < 0) return "";
    const from = at <= AROUND ? 0 : text.lastIndexOf(" ", at - AROUND) + 1;
    const to = text.indexOf(" ", at + AROUND * 2);
    return `${from ? "… " : ""}${text.slice(from, to < 0 ? undefined : to)}${to < 0 ? "" : " …"}`;
  };

  const draw = (entry, terms) => {
    const { kind, path, name, code, count, plan, others, text, tongue, spoken } = entry;
    const link = make("a");
    link.href = `${top}${path.split("/").map(encodeURIComponent).join("/")}.html`;
    const what = make("span", "what");
    what.dir = "auto";
    if (tongue !== lang) what.lang = tongue;
    link.append(write(what, code ? `${code} ${name}` : name, terms));
    const sort = [kinds[kind]?.[lang] ?? kind, plan, count ? `${count} ${form.dataset[count === 1 ? "part" : "parts"]}` : ""];
    link.append(make("span", "sort", sort.filter(Boolean).join(" · ")));
    const seen = join(`${code || ""} ${name}`);
    if (!terms.every((term) => seen.includes(` ${term}`))) {
      const other = others.find((each) => terms.every((term) => join(each).includes(` ${term}`)));
      const piece = other ?? cut(text || "", terms);
      if (piece) {
        const line = make("span", "piece");
        line.lang = spoken;
        line.dir = "auto";
        link.append(write(line, piece.length > 400 ? cut(piece, terms) : piece, terms));
      }
    }
    const item = make("li");
    item.append(link);
    return item;
  };

  const show = () => {
    const query = field.value.trim();
    const terms = [...new Set(split(query))];
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    if (!terms.length || !entries) return;
    const found = find(terms);
    const { none, one, some } = form.querySelector("[data-none]").dataset;
    status.textContent = found.length ? `${found.length} ${found.length === 1 ? one : some} «${query}»` : `${none} «${query}»`;
    if (left.count) {
      const facts = { count: left.count, names: left.names.join(", "), more: left.plans > left.names.length ? ", …" : "" };
      status.textContent += `. ${Object.entries(facts).reduce((text, [key, fact]) => text.replace(`{${key}}`, fact), status.dataset.left)}`;
    }
    list.append(...found.slice(0, shown).map((entry) => draw(entry, terms)));
    more.hidden = found.length <= shown;
  };

  const keep = () => {
    const address = new URL(location.href);
    if (field.value.trim()) address.searchParams.set("q", field.value.trim());
    else address.searchParams.delete("q");
    // Where pages are files, some browsers keep the address as it is.
    try { history.replaceState(null, "", address); } catch { /* the search works all the same */ }
  };

  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    const script = make("script");
    script.src = source;
    script.onload = () => {
      ({ kinds, left } = globalThis.dupgraphIndex);
      entries = globalThis.dupgraphIndex.entries.map(prepare);
      globalThis.dupgraphIndex = null;
      show();
    };
    script.onerror = () => {
      asked = false;
      script.remove();
      status.textContent = status.dataset.missing;
    };
    document.head.append(script);
  };

  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    load();
    shown = STEP;
    show();
    keep();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", () => {
    const next = shown;
    shown += STEP * 2;
    show();
    list.querySelectorAll("a")[next]?.focus();
  });
  form.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const place = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      field.value = "";
      shown = STEP;
      show();
      keep();
      field.focus();
    } else if (event.key === "ArrowDown" && (place >= 0 || document.activeElement === field)) {
      (links[place + 1] ?? document.activeElement).focus();
    } else if (event.key === "ArrowUp" && place >= 0) {
      (links[place - 1] ?? field).focus();
    } else return;
    event.preventDefault();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query) field.value = query;
  if (field.value || document.activeElement === field) load();
})();
