// Runs once. A key presses the button on the page that does the same; text fields keep their keys,
// and so do the browser and assistive software (anything with Ctrl, Alt, Meta or Shift).
const TEXT = "input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=file]),textarea,select,[contenteditable]:not([contenteditable=false])";
const WITH_ENTER = "a,button,summary,[role=button],[role=tab]";
const panel = () => [...document.querySelectorAll("[role=tabpanel]")].find((p) => p.offsetParent);
const shown = (selector) =>
  [...(panel()?.querySelectorAll(selector) ?? [])].find((found) => found.offsetParent && !found.disabled);
const options = () => [...(shown(".st-key-answers")?.querySelectorAll("input") ?? [])];
const grades = () => [...(shown(".st-key-grades")?.querySelectorAll("button") ?? [])];
const press = (target) => {
  if (!target || target.disabled) return false;
  target.click();
  return true;
};
// The chosen option has the focus then: Enter confirms it, and a screen reader says it.
const choose = (place) => {
  const option = options()[place];
  if (!press(option)) return press(grades()[place]);
  option.focus();
  return true;
};
const flag = () => press(shown(".st-key-flag"));
const dialog = () => element.querySelector("dialog.st-keys");
const help = () => {
  dialog()?.showModal();
  return !!dialog();
};

const act = (key, target) => {
  if (key === "?") return help();
  if (key === "Enter" && !target.closest(WITH_ENTER))
    return press(shown(".st-key-confirm")) || press(shown(".st-key-next"));
  if (key === "n") return press(shown(".st-key-next"));
  // In an exam F flags, and a sixth option has its number; elsewhere there is nothing to flag.
  if (key === "f") return flag() || choose(5);
  if (/^[a-e]$/.test(key)) return choose("abcde".indexOf(key));
  if (/^[1-6]$/.test(key)) return choose(Number(key) - 1);
  // Only an exam has a button that goes back. Up and down go on moving between the options.
  const back = panel()?.querySelector(".st-key-previous");
  if (back?.offsetParent && !target.closest("[role=tablist]")) {
    if (key === "ArrowLeft") return press(back) || true;
    if (key === "ArrowRight") return press(shown(".st-key-next"));
  }
  return false;
};

// Between two questions of an exam there are no options for a moment. Keys pressed then are kept
// and done in their order: who types "a n" fast loses no answer.
const LONGEST_BETWEEN = 2000; // milliseconds
let kept = [];
const between = () => !!shown(".st-key-next") && !!panel()?.querySelector(".st-key-previous")?.offsetParent && !options().length;
const SETTLING = 100; // milliseconds in which new options get their state
const catchUp = (since, there = 0) => {
  const now = performance.now();
  there = between() ? 0 : there || now;
  if ((there && now - there > SETTLING) || now - since > LONGEST_BETWEEN)
    while (kept.length) act(...kept.shift());
  else requestAnimationFrame(() => catchUp(since, there));
};

document.addEventListener("keydown", (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && key !== "?")) return;
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.target.closest?.(TEXT) || document.querySelector("dialog[open]")) return;
  if ((between() || kept.length) && /^[1-6a-fn]$/.test(key)) {
    if (kept.push([key, event.target]) === 1) catchUp(performance.now());
    event.preventDefault();
  } else if (act(key, event.target)) event.preventDefault();
});
element.addEventListener("click", (event) => {
  if (event.target.closest(".st-keys-open")) help();
  if (event.target.closest(".st-keys-close") || event.target === dialog()) dialog().close();
});
