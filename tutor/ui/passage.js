// Runs once for the passage panel: after a new passage is shown, its quote is scrolled into view
// inside the panel, and the page itself does not move.
watch("value", () => {
  requestAnimationFrame(() => {
    const box = element.querySelector(".st-document");
    if (!box) return;
    const quote = box.querySelector("mark");
    const top = quote
      ? quote.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
      : 0;
    box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  });
});
