function section(item) {
  const [before, quote, after] = item.pieces;
  const text = make("p", { class: item.role }, before);
  if (quote) text.append(make("mark", { id: "quote", "data-testid": "quote" }, quote), after);
  const label = item.label ? [make("h3", { class: "label" }, item.label)] : [];
  return make("section", {}, ...label, make("div", { lang: item.lang }, text));
}

function build(source) {
  const close = make("button", { type: "button", class: "close", "aria-label": source.closeLabel }, "×");
  const title = make("h2", {}, make("span", { class: "label" }, source.title), make("span", {}, source.reference));
  const text = make("div", { class: "text", tabindex: "0", role: "region", "aria-label": source.title });
  if (source.note) text.append(make("p", { class: "note", role: "status" }, source.note));
  text.append(...source.sections.map(section));
  return [make("header", {}, title, close), text];
}

// Moves the source inside its own frame, and the page only where the frame itself is out of sight (narrow screens).
function reveal(root) {
  const text = root.querySelector(".text");
  const mark = root.querySelector("mark");
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const above = mark ? mark.getBoundingClientRect().top - text.getBoundingClientRect().top : 0;
  text.scrollTo({ top: text.scrollTop + above - text.clientHeight / 4, behavior });
  root.scrollIntoView({ block: "nearest", behavior });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  once(root, data.source, build);
  root.querySelector(".close").onclick = () => setTriggerValue("close", true);
  if (root.serial !== data.serial) requestAnimationFrame(() => reveal(root));
  root.serial = data.serial;
}
