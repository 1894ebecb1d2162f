// The card at a chip: its quote, section and reference, under the pointer or the keyboard's focus. It lies in the top
// layer, can itself be pointed at, and goes with Escape (WCAG 1.4.13).
function carded(root) {
  if (root.card) return;
  const card = make("div", { class: "card", id: "card", role: "tooltip", popover: "manual", "data-testid": "card" });
  let owner = null;
  let leaving = 0;

  function hide() {
    clearTimeout(leaving);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    if (card.matches(":popover-open")) card.hidePopover();
  }

  function show(chip) {
    clearTimeout(leaving);
    if (chip === owner || !chip.said) return;
    hide();
    owner = chip;
    const { quote, lang, section, reference } = chip.said;
    const source = make("p", { class: "from" }, make("span", { class: "label" }, section), " ", make("bdi", {}, reference));
    card.replaceChildren(make("blockquote", { lang }, quote), source);
    chip.setAttribute("aria-describedby", "card");
    card.showPopover();
    place(chip);
  }

  function place(chip) {
    const at = chip.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - box.width / 2), innerWidth - box.width - 8);
    const below = at.bottom + 6; // the statement itself stays in sight
    card.style.left = `${left}px`;
    card.style.top = `${below + box.height <= innerHeight - 8 ? below : Math.max(8, at.top - box.height - 6)}px`;
  }

  const within = (event) => event.target.closest?.(".chip, .card");
  root.addEventListener("pointerover", (event) => {
    const found = event.pointerType === "touch" ? null : within(event);
    if (found === card) clearTimeout(leaving);
    else if (found) show(found);
  });
  root.addEventListener("pointerout", (event) => {
    if (within(event)) leaving = setTimeout(hide, 150);
  });
  root.addEventListener("focusin", (event) => {
    if (event.target.matches(".chip:focus-visible")) show(event.target);
  });
  root.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { capture: true, passive: true });
  root.card = { node: card, hide, owner: () => owner };
}
