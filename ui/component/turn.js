function chip(item) {
  const names = { type: "button", class: "chip", "data-mark": item.mark, "aria-label": item.label, title: item.quote };
  return make("button", names, String(item.number));
}

// A text with its chips; they stay on the line of its last word (in Chinese, of its last two characters).
function chipped(className, lang, text, chips) {
  const [tail] = text.match(/\S{1,20}$/u)?.[0].match(/^[\0-\u2fff]+$/) ?? text.match(/.{0,2}$/su);
  const end = make("span", { class: "end" }, tail, "\u00a0", ...chips.map(chip));
  return make("p", { class: className, lang }, text.slice(0, text.length - tail.length), end);
}

function statement(item) {
  return chipped("statement", item.lang, item.text, item.chips);
}

function passage(item) {
  const label = make("span", { class: "label" }, item.section);
  return make("li", {}, label, chipped("passage", item.lang, item.quote, [item.chip]));
}

function refusal(item) {
  const box = make("section", { class: "refusal", "data-testid": "refusal" });
  box.append(make("h3", {}, item.heading), make("p", { class: "message", lang: item.lang }, item.message));
  if (item.missing.length) {
    const things = item.missing.map((thing) => make("span", { class: "thing", lang: item.lang }, thing));
    box.append(make("p", { class: "missing" }, make("span", { class: "label" }, item.missingLabel), ...things));
  }
  if (item.nearest.length) {
    const list = make("ul", {}, ...item.nearest.map(passage));
    box.append(make("div", { class: "nearest" }, make("h4", {}, item.nearestLabel), list));
  }
  return box;
}

function reply(turn) {
  const parts = turn.statements.map(statement);
  parts.push(...turn.asides.map((aside) => make("p", { class: "aside", lang: aside.lang }, aside.text)));
  if (turn.checked) {
    const state = turn.checked.sound ? "sound" : "doubtful";
    parts.push(make("p", { class: `checked ${state}`, "data-testid": "checked" }, turn.checked.text));
  }
  if (turn.refusal) parts.push(refusal(turn.refusal));
  if (turn.error) {
    const words = [make("strong", {}, turn.error.heading), make("p", {}, turn.error.text)];
    parts.push(make("div", { class: "error", role: "alert" }, ...words));
  }
  return parts;
}

function build(turn) {
  const question = make("p", { class: "question", lang: turn.lang, "aria-label": turn.questionLabel }, turn.question);
  return [question, make("article", { "aria-label": turn.answerLabel, "data-testid": "answer" }, ...reply(turn))];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  const arrived = !root.shown;
  once(root, data.turn, build);
  if (arrived && data.newest) requestAnimationFrame(() => root.scrollIntoView({ block: "nearest" }));
  for (const button of root.querySelectorAll(".chip")) {
    if (button.dataset.mark === data.open) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  root.onclick = (event) => {
    const button = event.target.closest(".chip");
    if (button) setTriggerValue("mark", button.dataset.mark);
  };
}
