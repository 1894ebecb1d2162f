function fact(item) {
  return make("span", { class: "fact" }, item);
}

function row(item) {
  const act = (name) => ({ "data-act": name });
  const open = make("button", { type: "button", class: "open", ...act("open"), "aria-label": item.openLabel });
  open.append(make("bdi", { class: "name" }, item.title));
  if (item.facts.length) open.append(make("span", { class: "facts" }, ...item.facts.map(fact)));
  if (item.current) open.setAttribute("aria-current", "true");
  const node = make("li", { "data-id": item.id, class: item.current ? "current" : "" });
  if (item.tick) {
    const box = make("input", { type: "checkbox", class: "tick", "aria-label": item.tick.label, ...act(item.tick.on ? "exclude" : "include") });
    box.checked = item.tick.on;
    node.append(box);
  }
  const tools = item.actions.map(({ name, label }) => button(name, label, act(name)));
  node.append(open, make("span", { class: "tools" }, ...tools));
  return node;
}

// On a narrow screen the sidebar lies over the page: it steps aside for what was chosen in it.
function stepAside(root) {
  const sidebar = root.getRootNode().host?.closest("[data-testid=stSidebar]");
  if (!sidebar || sidebar.stepsAside) return;
  sidebar.stepsAside = true;
  sidebar.addEventListener("click", (event) => {
    const chosen = event.composedPath()[0].closest(".open, .st-key-ways :is(a, button)");
    if (chosen && matchMedia("(max-width: 768px)").matches)
      sidebar.querySelector("[data-testid=stSidebarCollapseButton] button").click();
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.lang;
  document.documentElement.lang = data.lang; // Streamlit's own words beside ours are in that language too
  stepAside(root);
  awaitClosing(root, data.key, (id) => root.querySelector(`[data-id="${CSS.escape(id)}"] .open`));
  if (!root.querySelector("ul")) root.append(make("ul", {}));
  const list = root.querySelector("ul");
  list.setAttribute("aria-label", data.label);
  sync(list, data.items.map((item) => [item, row]));
  root.onclick = (event) => {
    const node = event.target.closest("[data-act]");
    if (!node) return;
    const id = node.closest("li").dataset.id;
    if (node.type === "checkbox") event.preventDefault(); // the page decides
    setTriggerValue("act", [node.dataset.act, id]);
  };
}
