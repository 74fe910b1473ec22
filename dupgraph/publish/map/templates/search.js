
  /* Search: names in both languages, other names, codes, words of titles and texts; accents do not matter. */
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const entries = walk.map((node) => ({
    node,
    heads: [isElement(node) ? `${node.code} ${node.name}` : node.name, ...(node.name_en ? [node.name_en] : []), ...(isElement(node) ? [node.name] : [])].map(plain),
    aliases: [...(node.aliases || []), ...(node.aliases_en || [])].map(plain),
    text: null,
  }));
  const wordsOf = (entry) => (entry.text ??= plain(textOf(entry.node)));
  function match(entry, wanted) {
    const { heads, aliases, node } = entry;
    if ([node.code, ...heads, ...aliases].includes(wanted)) return heads.includes(wanted) || node.code === wanted ? 0 : 0.25;
    if (heads.some((name) => name.startsWith(wanted))) return 1;
    if (aliases.some((name) => name.startsWith(wanted))) return 2;
    if (heads.some((name) => name.includes(` ${wanted}`))) return 3;
    if (heads.some((name) => name.includes(wanted))) return 4;
    if (aliases.some((name) => name.includes(wanted))) return 5;
    return wordsOf(entry).includes(wanted) ? 6 : 9;
  }
  /* What bears one name as two things is found once, as both. */
  const isTwin = (one, other) => one === other || (!isElement(one) && !isElement(other) && plain(nameOf(one)) === plain(nameOf(other)));
  const sortsOf = (node) => (isElement(node) ? [kindName(node)] : [...new Set(things.filter((each) => isTwin(each, node)).map(kindName))]);
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
      .filter((hit, place, all) => isElement(hit.entry.node) || all.findIndex((other) => isTwin(other.entry.node, hit.entry.node)) === place)
      .slice(0, 12);
    found.replaceChildren(...hits.map(({ entry }, index) => {
      const item = make("li", { role: "option", id: `found-${index}`, "aria-selected": "false" },
        make("span", tongueOf(entry.node), labelOf(entry.node)), make("small", {}, sortsOf(entry.node).join(" · ")));
      item.dataset.id = entry.node.id;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(index);
      });
      return item;
    }));
    if (!hits.length) found.replaceChildren(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("no_match")));
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
    focusOn(byId.get(id));
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
