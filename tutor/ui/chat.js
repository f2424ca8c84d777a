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
