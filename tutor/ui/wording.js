// Runs once: words that gradio has in no language but English, in the learner's. Which they are
// comes from the page's own texts (data-words), by what gradio writes.
const words = () => JSON.parse(document.querySelector(".st-said")?.dataset.words ?? "{}");
const reword = () => {
  const known = words();
  const named = (said) => Object.entries(known).find(([begins]) => said.startsWith(begins));
  for (const title of document.querySelectorAll(".toast-title")) {
    const text = title.firstChild;
    if (text && known[text.data?.trim()]) text.data = `${known[text.data.trim()]} `;
  }
  for (const name of ["aria-label", "title"])
    for (const found of document.querySelectorAll(`.gradio-container [${name}]`)) {
      const said = found.getAttribute(name);
      if (known[said] && known[said] !== said) found.setAttribute(name, known[said]);
      // The name of a message is its HTML, which nobody wants to hear.
      else if (said.includes("'s message: <")) found.setAttribute(name, `${named(said)?.[1] ?? ""} ${found.textContent.trim()}`);
    }
};
let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    reword();
  });
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title"] });
