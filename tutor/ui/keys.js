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

// From the press that turns an exam to another question until that one's options are there, keys
// are kept and then done in their order: who types "a n a n" fast loses no answer.
const LONGEST_BETWEEN = 2000; // milliseconds
let kept = [];
let left = {};
const inExam = () => !!shown(".st-key-next") && !!panel().querySelector(".st-key-previous")?.offsetParent;
// An option's value is "3.B", which a check box has as its title.
const asked = () => parseInt(options()[0]?.title || options()[0]?.value);
const turnedTo = () => parseInt(panel()?.querySelector(".st-is-current")?.hash.split("/")[1]);
const between = () =>
  inExam() &&
  (asked() !== turnedTo() || (left.number === turnedTo() && performance.now() - left.at < LONGEST_BETWEEN));
const waits = (key, target) => /^[1-6a-fn]$/.test(key) || (key === "Enter" && !target.closest(WITH_ENTER));
const SETTLING = 100; // milliseconds in which new options get their state
const catchUp = (since, there = 0) => {
  const now = performance.now();
  there = between() ? 0 : there || now;
  if (!(there && now - there > SETTLING) && now - since < LONGEST_BETWEEN)
    return requestAnimationFrame(() => catchUp(since, there));
  do act(...kept.shift());
  while (kept.length && !between());
  if (kept.length) catchUp(now);
};

document.addEventListener("keydown", (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && key !== "?")) return;
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.target.closest?.(TEXT) || document.querySelector("dialog[open]")) return;
  if ((between() || kept.length) && waits(key, event.target)) {
    if (kept.push([key, event.target]) === 1) catchUp(performance.now());
    event.preventDefault();
  } else if (act(key, event.target)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (inExam() && event.target.closest?.(".st-key-next,.st-key-previous,.st-number"))
    left = { number: turnedTo(), at: performance.now() };
});
element.addEventListener("click", (event) => {
  if (event.target.closest(".st-keys-open")) help();
  if (event.target.closest(".st-keys-close") || event.target === dialog()) dialog().close();
});
