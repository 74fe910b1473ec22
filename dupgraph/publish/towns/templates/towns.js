// Text goes into the page as text, never as markup. What is chosen stands in the address: Back goes back.
const data = JSON.parse(document.getElementById("data").textContent);
const map = document.getElementById("map");
const panel = document.getElementById("panel");
const field = document.getElementById("q");
const named = new Map([...data.towns, ...data.partners].map((each) => [each.id, each]));
const hasAreas = data.drawn !== "towns";
let lang = "it";
let chosen = "";

const say = (key, facts = {}) => Object.entries(facts).reduce((text, [name, value]) => text.replace(`{${name}}`, value), data.words[lang][key]);
const make = (name, text = "", kind = "") => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
const fold = (text) => text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase().trim();

const list = (quotes) => {
  const items = make("ul");
  for (const quote of quotes) {
    const item = make("li", `${quote.code} ${quote.title}`);
    item.lang = "it";
    if (quote.words) {
      const line = make("span", quote.before ? `… ${quote.before}` : "", "quote");
      line.append(make("mark", quote.words), `${quote.after} …`);
      item.append(line);
    }
    items.append(item);
  }
  return items;
};

const listTowns = (towns) => {
  const items = make("ul");
  for (const [name, count] of towns) items.append(make("li", `${name} (${count})`));
  return items;
};
const fillArea = (area) => {
  if (area.within) panel.append(make("p", area.within, "hint"));
  panel.append(make("p", say("areas_names")));
  const part = make("details");
  const items = make("ul");
  items.append(...area.towns.map((name) => make("li", name)));
  part.append(make("summary", `${say("towns")} (${area.towns.length})`), items);
  panel.append(part);
};
const fillTown = (town, shown) => {
  panel.append(make("p", [town.title, town.within].filter(Boolean).join(" · "), "hint"));
  panel.append(make("p", say("names", { count: town.partners, shown })));
};

// Where most towns are seen of a picture that is wider than the page.
const findStart = (width) => {
  const ends = [...map.querySelectorAll(".town")].map((mark) => mark.getBoundingClientRect());
  const count = (from) => ends.filter((end) => end.left >= from && end.right <= from + width).length;
  const starts = ends.map((end) => end.left).sort((one, other) => count(other) - count(one));
  return (starts[0] ?? 0) - map.getBoundingClientRect().left - 8;
};

// On a phone those have their names that find room: towns, what is chosen and who stands near it, then who has most towns.
// So many signs of others a name may cover.
const COVERED = 2;
const narrow = matchMedia("(max-width: 760px)");
const nameSome = () => {
  const marks = [...map.querySelectorAll(".node")];
  for (const mark of marks) mark.classList.add("named");
  if (!narrow.matches) return;
  const measured = marks.map((mark) => ({ mark, text: mark.lastElementChild.getBoundingClientRect(), sign: mark.firstElementChild.getBoundingClientRect() }));
  const rank = ({ mark }) => ["town", "is", "near"].findIndex((kind) => mark.classList.contains(kind)) + 1 || 4;
  const apart = (one, other) => one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;
  const taken = [];
  const edge = map.getBoundingClientRect();
  for (const { mark, text } of measured.sort((one, other) => rank(one) - rank(other))) {
    const inside = text.left >= edge.left && text.right <= edge.right;
    const clear = measured.filter(({ sign }) => !apart(sign, text)).length <= COVERED;
    const keeps = mark.matches(".town, .is") || (inside && clear && taken.every((box) => apart(box, text)));
    mark.classList.toggle("named", keeps);
    if (keeps) taken.push(text);
  }
};

const show = () => {
  const node = named.get(chosen);
  map.classList.toggle("chosen", Boolean(node));
  const ties = node ? data.ties.filter((tie) => tie.town === chosen || tie.partner === chosen) : [];
  const near = new Set(ties.flatMap((tie) => [tie.town, tie.partner]));
  for (const mark of map.querySelectorAll(".node")) {
    mark.classList.toggle("is", mark.dataset.id === chosen);
    mark.classList.toggle("near", near.has(mark.dataset.id));
  }
  for (const line of map.querySelectorAll(".tie")) {
    line.classList.toggle("near", line.dataset.from === chosen || line.dataset.to === chosen);
  }
  nameSome();
  const pan = map.parentElement;
  const left = map.getBoundingClientRect().left;
  const find = (mark) => mark.getBoundingClientRect();
  const place = map.querySelector(".is");
  pan.scrollLeft = place ? (find(place).left + find(place).right - pan.clientWidth) / 2 - left : findStart(pan.clientWidth);
  panel.replaceChildren();
  if (!node) {
    panel.append(make("p", say(hasAreas ? "areas_hint" : "hint"), "hint"));
    return;
  }
  const close = make("button", "×", "close");
  close.type = "button";
  close.setAttribute("aria-label", say("close"));
  close.addEventListener("click", () => choose(""));
  panel.append(close, make("h2", node.name));
  const isTown = chosen.startsWith("t");
  if (!isTown) panel.append(make("p", say("named_by", { count: node.towns })));
  else if (hasAreas) fillArea(node);
  else fillTown(node, ties.length);
  for (const tie of ties) {
    const other = named.get(isTown ? tie.partner : tie.town);
    const part = make("details");
    if (ties.length === 1) part.open = true;
    const inside = hasAreas ? listTowns(tie.towns) : list(tie.quotes);
    part.append(make("summary", `${other.name} (${inside.children.length})`), inside);
    panel.append(part);
  }
};

const choose = (id) => {
  if (id === chosen) return;
  location.hash = id;
};
const follow = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  chosen = named.has(id) ? id : "";
  show();
};
const speak = (next) => {
  lang = next;
  document.documentElement.lang = lang;
  document.title = say("title");
  map.setAttribute("aria-label", say("title"));
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  show();
};

map.addEventListener("click", (event) => choose(event.target.closest(".node")?.dataset.id ?? ""));
map.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  choose(event.target.closest(".node")?.dataset.id ?? "");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose("");
  if (event.key === "/" && event.target !== field) {
    event.preventDefault();
    field.focus();
  }
});
const seek = () => {
  const wanted = fold(field.value);
  const called = [...named.values()].flatMap((each) => [[each.name, each.id], ...(hasAreas && each.within !== undefined ? each.towns.map((name) => [name, each.id]) : [])]);
  const found = wanted && (called.find(([name]) => fold(name) === wanted) ?? called.find(([name]) => fold(name).includes(wanted)));
  if (found) choose(found[1]);
};
field.addEventListener("change", seek);
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  seek();
});
for (const [id, kind] of [["bodies", "no-body"], ["kinds", "no-kind"]]) {
  document.getElementById(id).addEventListener("change", (event) => map.classList.toggle(kind, !event.target.checked));
}
for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
// How much of the picture's own measure is one of the page.
const box = map.getAttribute("viewBox");
const fit = () => {
  map.setAttribute("viewBox", narrow.matches ? box : map.dataset.wide);
  map.style.setProperty("--unit", String(map.viewBox.baseVal.width / map.clientWidth));
  nameSome();
};
addEventListener("hashchange", follow);
addEventListener("resize", fit);
fit();
if (!location.hash && data.start) location.replace(`#${data.start}`);
follow();
