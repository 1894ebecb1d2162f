function piece([text, light]) {
  if (!light) return text;
  return light === "quote" ? make("mark", { id: "quote", "data-testid": "quote" }, text) : make("mark", { class: "other" }, text);
}

function section(item) {
  const text = make("p", { class: item.role }, ...item.pieces.map(piece));
  const label = item.label ? [make("h3", { class: "label" }, item.label)] : [];
  return make("section", {}, ...label, make("div", { lang: item.lang }, text));
}

function header(source) {
  const title = make("h2", {}, make("span", { class: "label" }, source.title), make("bdi", {}, source.reference));
  if (source.link) title.append(link(source.link));
  return make("header", {}, title, make("button", { type: "button", class: "close", "aria-label": source.closeLabel }, "×"));
}

function text(source) {
  const node = make("div", { class: "text", tabindex: "0", role: "region", "aria-label": source.title });
  if (source.note) node.append(make("p", { class: "note", role: "status" }, source.note));
  node.append(...source.sections.map(section));
  return node;
}

// Moves the source inside its own frame, and the page only where the frame itself is out of sight (narrow screens).
function reveal(root) {
  const frame = root.querySelector(".text");
  const mark = root.querySelector("mark#quote");
  const above = mark ? mark.getBoundingClientRect().top - frame.getBoundingClientRect().top : -frame.scrollTop;
  frame.scrollTo({ top: frame.scrollTop + above - (mark ? frame.clientHeight / 4 : 0), behavior: still() });
  root.scrollIntoView({ block: "nearest", behavior: still() });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  sync(root, [
    [data.source, header],
    [data.source, text],
  ]);
  const close = () => {
    dispatchEvent(new CustomEvent(CLOSED, { detail: data.opener }));
    setTriggerValue("close", true);
  };
  root.querySelector(".close").onclick = close;
  root.onkeydown = (event) => {
    if (event.key === "Escape") close();
  };
  const opener = String(data.opener);
  if (root.opener !== opener) requestAnimationFrame(() => reveal(root));
  root.opener = opener;
}
