// Runs once: a new question is scrolled to the top of the conversation and kept there while its
// answer grows below, so that it is read from the beginning; until the learner moves it.
let questions = 0;
let following = false;
const toTop = (question) => {
  const top = question.getBoundingClientRect().top;
  let box = question;
  while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)))
    box = box.parentElement;
  if (box?.closest(".st-chat")) box.scrollTop += top - box.getBoundingClientRect().top - 12;
};
new MutationObserver(() => {
  const shown = document.querySelectorAll(".st-chat .st-question");
  if (shown.length > questions) following = true;
  if (shown.length || document.querySelector(".st-chat")) questions = shown.length;
  if (following && shown.length) toTop(shown[shown.length - 1]);
  const answers = document.querySelectorAll(".st-chat .st-answer");
  if (answers.length === shown.length && answers[answers.length - 1]?.querySelector(".st-tools, .st-failure"))
    following = false;
}).observe(document.body, { childList: true, subtree: true });
for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"])
  document.addEventListener(moved, (event) => (following &&= !event.target.closest?.(".st-chat")), { passive: true });

// Files dropped anywhere on the conversation go into the box, as if they had been dropped there.
const chatOf = (event) => event.target.closest?.(".st-chat");
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  const chat = chatOf(event);
  if (!chat || !carriesFiles(event)) return;
  event.preventDefault();
  chat.classList.add("st-dropping");
});
document.addEventListener("dragleave", (event) => chatOf(event)?.classList.remove("st-dropping"));
document.addEventListener("drop", (event) => {
  const chat = chatOf(event);
  const chooser = document.querySelector('.st-ask-box input[type="file"]');
  if (!chat || !carriesFiles(event) || !chooser) return;
  event.preventDefault();
  chat.classList.remove("st-dropping");
  chooser.files = event.dataTransfer.files;
  chooser.dispatchEvent(new Event("change", { bubbles: true }));
});
// A question that is to be edited is typed on in the box.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.('a[href="#edit/last"]')) return;
  setTimeout(() => document.querySelector(".st-ask-box textarea")?.focus(), 300);
});
