// Strings become text nodes: what people, abstracts and models wrote is never read as markup.
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Builds only what is new, so that a button keeps the keyboard's focus when the page runs again.
function once(root, content, build) {
  const key = JSON.stringify(content);
  if (root.shown === key) return false;
  root.shown = key;
  root.replaceChildren(...build(content));
  return true;
}
