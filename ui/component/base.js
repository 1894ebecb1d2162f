// Strings become text nodes: what people, abstracts and models wrote is never read as markup.
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const SHAPES = {
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  up: "M7 11v9H4v-9zM7 11l4-7c1.6 0 2.4 1.2 2 2.7L12.3 10H18a2 2 0 0 1 2 2.3l-1 5.9a2 2 0 0 1-2 1.8H7",
  down: "M7 13V4H4v9zM7 13l4 7c1.6 0 2.4-1.2 2-2.7L12.3 14H18a2 2 0 0 0 2-2.3l-1-5.9A2 2 0 0 0 17 4H7",
  rename: "M4 20l1-4L16 5l3 3L8 19z",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  stop: "M7 7h10v10H7z",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

function button(className, label, attributes = {}) {
  const shape = SHAPES[className];
  const names = { type: "button", class: shape ? `icon ${className}` : className, ...attributes };
  return shape ? make("button", { ...names, "aria-label": label, title: label }, icon(className)) : make("button", names, label);
}

function link(item) {
  return make("a", { href: item.href, target: "_blank", rel: "noopener noreferrer" }, item.text);
}

// The control of a rebuilt node that is the same as one of the old node.
function twin(node, old) {
  const said = (control) => [control.className, control.getAttribute("aria-label"), control.textContent].join("\n");
  return [...node.querySelectorAll(old.localName)].find((control) => said(control) === said(old));
}

// Brings a node's children up to date with [content, build] pairs. What has not changed stays the very same node, so
// that nothing flickers or is announced twice when the page runs again; the keyboard's focus stays where it was.
function sync(parent, parts) {
  const held = parent.getRootNode().activeElement;
  parts.forEach(([content, build], at) => {
    const key = JSON.stringify(content);
    const old = parent.children[at];
    if (old?.key === key) return;
    const fresh = build(content);
    fresh.key = key;
    const next = held && old?.contains(held) ? twin(fresh, held) : null;
    if (old) old.replaceWith(fresh);
    else parent.append(fresh);
    next?.focus();
  });
  while (parent.children.length > parts.length) parent.lastElementChild.remove();
}

// A source that is closed gives the keyboard's focus back to what opened it: an element by its key, and what in it.
const CLOSED = "abstract-assistant:closed";

function awaitClosing(root, key, find) {
  const first = !root.opener;
  root.opener = ([closed, what]) => closed === key && find(what)?.focus();
  if (first) addEventListener(CLOSED, (event) => root.opener(event.detail));
}

function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
