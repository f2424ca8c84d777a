// Runs once: a new question is scrolled to the top of the conversation, so that its answer is read
// from the beginning while it grows.
let questions = 0;
new MutationObserver(() => {
  const shown = document.querySelectorAll(".st-chat .st-question");
  if (shown.length > questions) {
    let box = shown[shown.length - 1];
    const top = box.getBoundingClientRect().top;
    while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY)))
      box = box.parentElement;
    if (box?.closest(".st-chat")) box.scrollTop += top - box.getBoundingClientRect().top - 12;
  }
  if (shown.length || document.querySelector(".st-chat")) questions = shown.length;
}).observe(document.body, { childList: true, subtree: true });

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
