export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  const list = (questions) =>
    make("ul", {}, ...questions.map((text, at) => make("li", {}, button("ask", text, { "data-at": at, lang: data.spoken }))));
  const parts = data.questions.length ? [[data.label, (text) => make("h2", { class: "label" }, text)]] : [];
  sync(root, [...parts, ...(data.questions.length ? [[data.questions, list]] : [])]);
  root.onclick = (event) => {
    const node = event.target.closest(".ask");
    if (node) setTriggerValue("ask", Number(node.dataset.at));
  };
}
