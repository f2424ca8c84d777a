// Runs when the passage panel appears and for every passage after that: the quote is scrolled into
// view inside the panel, and the page itself does not move.
const showQuote = () => {
  const box = element.querySelector(".st-document");
  if (!box) return;
  const quote = box.querySelector("mark");
  const top = quote
    ? quote.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
    : 0;
  box.scrollTop = Math.max(0, top - box.clientHeight / 3);
};
// The panel takes its width while it opens; only then is it known where the quote stands.
const soon = () => setTimeout(showQuote, 60);
watch("value", soon);
soon();
