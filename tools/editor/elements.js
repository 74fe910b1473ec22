// In place of the library "crelt", which the others make their elements with: a style goes by way of the object model,
// which a page's policy allows, and never as an attribute, which it does not.

export default function makeElement(kind, ...rest) {
  const element = typeof kind === "string" ? document.createElement(kind) : kind;
  const [first] = rest;
  if (first && typeof first === "object" && first.nodeType == null && !Array.isArray(first)) {
    for (const [name, value] of Object.entries(rest.shift())) {
      if (name === "style") element.style.cssText = value;
      else if (typeof value === "string") element.setAttribute(name, value);
      else if (value != null) element[name] = value;
    }
  }
  element.append(...rest.flat(Infinity).filter((child) => child != null));
  return element;
}
