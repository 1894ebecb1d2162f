function table(item, about) {
  const cell = ([value, aside]) => make("td", {}, make("span", { class: "value" }, value), ...(aside ? [" ", make("span", { class: "interval" }, aside)] : []));
  const row = ({ name, group, cells }) =>
    make("tr", group ? { class: "category" } : {}, make("th", { scope: "row" }, make("bdi", {}, name)), ...cells.map(cell));
  const head = make("tr", {}, ...item.head.map((text) => make("th", { scope: "col" }, text)));
  const caption = make("caption", {}, make("span", { class: "title" }, item.caption), make("span", { class: "aside" }, item.note));
  const whole = make("table", {}, caption, make("thead", {}, head), make("tbody", {}, ...item.rows.map(row)));
  return make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": `${item.caption}: ${about}` }, whole);
}

function questionSet(item) {
  const tables = item.tables.map((entry) => table(entry, item.name));
  return make("section", {}, make("h2", {}, make("bdi", {}, item.name)), ...tables);
}

function line(item) {
  const note = item.note ? [make("span", { class: "note" }, item.note)] : [];
  return make("dd", {}, make("p", { lang: item.lang }, item.text), ...note);
}

function sample(item) {
  const kind = make("span", { class: item.failed ? "kind failed" : "kind" }, item.kind);
  const question = make("bdi", { class: "question", lang: item.lang }, item.question);
  const summary = make("summary", {}, kind, " ", make("span", { class: "id" }, item.id), " ", question);
  const parts = item.parts.map((part) => make("div", {}, make("dt", {}, part.label), ...part.lines.map(line)));
  return make("details", {}, summary, make("p", { class: "about" }, item.about), make("dl", {}, ...parts));
}

function mistakes(data) {
  const heading = [make("h2", {}, data.heading), make("p", { class: "aside", "data-testid": "wrong" }, data.summary)];
  return make("section", {}, ...heading, ...data.samples.map(sample));
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  const wrong = { heading: data.heading, summary: data.summary, samples: data.samples };
  sync(root, [...data.sets.map((item) => [item, questionSet]), [wrong, mistakes]]);
}
