function chip(item) {
  const attributes = { type: "button", class: "chip", "data-mark": item.mark, "aria-label": item.label ?? String(item.number) };
  const node = make("button", attributes, String(item.number));
  if (item.mark) node.said = item;
  else node.disabled = true; // on its way: the quote comes with the whole answer
  return node;
}

// A text with its chips; they stay on the line of its last word (in Chinese, of its last two characters), and behind
// it even where the text turns the direction of writing.
function chipped(className, lang, text, chips) {
  const [tail] = text.match(/\S{1,20}$/u)?.[0].match(/^[\0-\u2fff]+$/) ?? text.match(/.{0,2}$/su);
  const end = make("span", { class: "end" }, make("bdi", {}, tail), "\u00a0", ...chips.map(chip));
  return make("p", { class: className, lang }, make("bdi", {}, text.slice(0, text.length - tail.length)), end);
}

function passage(item) {
  const label = make("span", { class: "label" }, item.section);
  return make("li", {}, label, chipped("passage", item.lang, item.quote, [item.chip]));
}

function ways(item) {
  return item.ways.map((way) => button("way", way.label, { "data-act": way.name }));
}

function refusal(item) {
  const box = make("section", { class: "refusal", "data-testid": "refusal" });
  box.append(make("h3", {}, item.heading), make("p", { class: "message", lang: item.lang }, item.message), ...ways(item));
  if (item.missing.length) {
    const things = item.missing.map((thing) => make("bdi", { class: "thing", lang: item.lang }, thing));
    box.append(make("p", { class: "missing" }, make("span", { class: "label" }, item.missingLabel), ...things));
  }
  if (item.nearest.length) {
    const list = make("ul", {}, ...item.nearest.map(passage));
    box.append(make("div", { class: "nearest" }, make("h4", {}, item.nearestLabel), list));
  }
  if (item.next.length) {
    const links = item.next.flatMap((target) => [" ", link(target)]);
    box.append(make("p", { class: "next" }, item.nextLabel, ...links));
  }
  return box;
}

function checked(item) {
  return make("p", { class: `checked ${item.sound ? "sound" : "doubtful"}`, "data-testid": "checked" }, item.text);
}

function withdrawn(items) {
  const lines = items.map((item) => make("li", {}, make("s", {}, make("bdi", {}, item.text)), " ", make("bdi", {}, item.reason)));
  return make("ul", { class: "withdrawn", "data-testid": "withdrawn" }, ...lines);
}

function trouble(item) {
  const words = [make("p", { class: "what" }, item.heading)];
  if (item.text) words.push(make("p", { class: "detail" }, item.text));
  words.push(...ways(item));
  const box = { class: item.calm ? "trouble calm" : "trouble", "data-testid": "trouble" };
  return make("div", item.calm ? box : { ...box, role: "alert" }, ...words);
}

function pending(item) {
  const stop = button("quiet", item.stop, { "data-act": "stop" });
  const label = make("span", { class: "label", role: "status" }, item.label);
  return make("p", { class: "pending", "data-testid": "pending" }, make("span", { class: "dot" }), label, stop);
}

function actions(item) {
  const row = make("div", { class: "actions" }, button("copy", item.copyLabel));
  if (item.ratable) {
    const pressed = (name) => ({ "data-judge": item.verdict === name ? "" : name, "aria-pressed": item.verdict === name });
    row.append(button("up", item.upLabel, pressed("up")), button("down", item.downLabel, pressed("down")));
  }
  row.append(make("span", { class: "said label", role: "status" }));
  if (item.verdict !== "down") return row;
  const reasons = item.reasons.map((reason) => {
    const chosen = reason.name === item.reason;
    return button("reason", reason.label, { "data-judge": `down:${chosen ? "" : reason.name}`, "aria-pressed": chosen });
  });
  const why = make("div", { class: "why", role: "group", "aria-label": item.whyLabel });
  why.append(make("span", { class: "label" }, item.whyLabel), ...reasons);
  return make("div", { class: "rated" }, row, why);
}

function reply(turn) {
  const parts = [];
  if (turn.readAs) parts.push([turn.readAs, (text) => make("p", { class: "aside", lang: turn.lang }, text)]);
  for (const item of turn.statements) {
    parts.push([item, () => chipped("statement", item.lang, item.text, item.chips)]);
    if (item.note) parts.push([item.note, (text) => make("p", { class: "note", lang: turn.lang }, text)]);
  }
  for (const text of turn.notices) parts.push([text, () => make("p", { class: "aside", lang: turn.lang }, text)]);
  if (turn.checked) parts.push([turn.checked, checked]);
  if (turn.withdrawn.length) parts.push([turn.withdrawn, withdrawn]);
  if (turn.refusal) parts.push([turn.refusal, refusal]);
  if (turn.trouble) parts.push([turn.trouble, trouble]);
  if (turn.pending) parts.push([turn.pending, pending]);
  if (turn.actions) parts.push([turn.actions, actions]);
  return parts;
}

function question(turn) {
  return make("p", { class: "question", lang: turn.lang, dir: "auto", "aria-label": turn.questionLabel }, turn.question);
}

function article(turn, newest) {
  return make("article", { "aria-label": turn.answerLabel, "data-testid": "answer", "aria-live": newest ? "polite" : "off" });
}

async function copy(root, item) {
  const said = root.querySelector(".said");
  try {
    await navigator.clipboard.writeText(item.copy);
    said.textContent = item.copiedLabel;
  } catch {
    said.textContent = item.failedLabel;
  }
  setTimeout(() => (said.textContent = ""), 2000);
}

// One that is too tall to be seen whole begins at the top.
function comeIntoView(root) {
  root.scrollIntoView({ block: root.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const turn = data.turn;
  root.lang = data.lang;
  carded(root);
  awaitClosing(root, data.key, (mark) => root.querySelector(`[data-mark="${CSS.escape(mark)}"]`));
  const arrived = !root.querySelector("article");
  sync(root, [
    [[turn.question, turn.lang], () => question(turn)],
    [turn.answerLabel, () => article(turn, data.newest)],
    ["card", () => root.card.node],
  ]);
  const answer = root.querySelector("article");
  answer.setAttribute("aria-busy", String(Boolean(turn.pending)));
  sync(answer, reply(turn));
  if (data.newest && (arrived || root.busy)) requestAnimationFrame(() => comeIntoView(root));
  root.busy = Boolean(turn.pending);
  for (const node of root.querySelectorAll(".chip")) {
    if (node.dataset.mark && node.dataset.mark === data.open) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
  root.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    if (root.card.owner()) root.card.hide();
    else if (data.open) setTriggerValue("act", "close");
  };
  root.onclick = (event) => {
    const node = event.target.closest("button");
    if (!node || node.disabled) return;
    root.card.hide();
    if (node.matches(".chip")) setTriggerValue("mark", node.dataset.mark);
    else if (node.dataset.act) setTriggerValue("act", node.dataset.act);
    else if (node.dataset.judge !== undefined) setTriggerValue("judge", node.dataset.judge || "none");
    else if (node.matches(".copy")) copy(root, turn.actions);
  };
}
