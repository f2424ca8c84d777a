// Runs once. Where something new takes the place of what was pressed (a verdict, the next
// question), focus goes there, so that the keyboard and a screen reader are not thrown back to the
// top of the page. Marked by data-focus, whose value changes with what is shown.
let seen = new Set();
let panel = null;
const TYPING = "input:not([type=radio],[type=checkbox]),textarea,[contenteditable]:not([contenteditable=false])";
const visible = (selector) => [...document.querySelectorAll(selector)].filter((found) => found.offsetParent);
// Focus on nothing, on what is gone or switched off, or inside the same tab: it may be moved.
const free = (here) => {
  const at = document.activeElement;
  if (!at || at === document.body || at.disabled || !at.offsetParent) return true;
  return !!here?.contains(at) && !at.matches(TYPING);
};
const follow = () => {
  const now = visible("[data-focus]");
  const fresh = now.filter((found) => !seen.has(found.dataset.focus));
  const here = visible("[role=tabpanel]")[0] ?? null;
  const turned = panel && here !== panel;
  panel = here;
  seen = new Set(now.map((found) => found.dataset.focus));
  if (document.querySelector("dialog[open]") || !free(here)) return;
  if (fresh.length) return go(fresh[0]);
  if (turned) return go(visible("[role=tab][aria-selected=true]")[0]);
  // What had the focus is gone, and nothing new asks for it: stay in the tab.
  if (document.activeElement === document.body && left && left === here) go(here, { preventScroll: true });
};
const go = (target, how) => {
  if (!target || (target !== panel && target.contains(document.activeElement))) return;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus(how);
};
let left = null; // the tab in which the focus was last
document.addEventListener("focusin", (event) => (left = event.target.closest?.("[role=tabpanel]")));

// A screen reader hears an answer once, when it is complete: not each of its changes.
let answered = null;
const readOut = () => {
  document.querySelectorAll("[role=log][aria-live=polite]").forEach((log) => (log.ariaLive = "off"));
  const last = [...document.querySelectorAll(".st-answer")].at(-1);
  if (!last || !last.querySelector(".st-tools, .st-failure")) {
    if (last) answered = "";
    return;
  }
  const words = last.cloneNode(true);
  words.querySelectorAll(".st-tools, .st-sources").forEach((part) => part.remove());
  words.querySelectorAll(".st-chip").forEach((chip) => chip.replaceWith(" "));
  const text = words.textContent.replace(/\s+/g, " ").trim();
  const said = document.querySelector(".st-said");
  if (said && answered !== null && text !== answered && last.offsetParent)
    said.textContent = `${said.dataset.answer} ${text}`;
  answered = text;
};

// Gradio shows the label of a group of options beside it, and gives a calendar's button none.
const nameGroups = () => {
  document.querySelectorAll("fieldset.block:not([aria-label])").forEach((group) => {
    const label = group.querySelector("[data-testid=block-info]")?.textContent.trim();
    if (label) group.setAttribute("aria-label", label);
  });
  document.querySelectorAll("button.calendar:not([aria-label])").forEach((button) => {
    const label = button.closest(".block")?.querySelector("[data-testid=block-info]")?.textContent.trim();
    if (label) button.setAttribute("aria-label", label);
  });
};

let waiting = false;
const look = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    nameGroups();
    follow();
    readOut();
  });
};
new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style", "disabled", "hidden"] });
look();
