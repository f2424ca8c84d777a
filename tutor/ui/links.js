// Runs once for each links component (gr.HTML): hands clicks on "#verb/subject" links to Python.
// `props.verbs` are the verbs this component takes; `copy` is done here and goes nowhere.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (!link) return;
  const fragment = link.getAttribute("href");
  const verb = fragment.slice(1).split("/", 1)[0];
  if (!props.verbs.includes(verb)) return;
  event.preventDefault();
  if (verb === "copy") {
    const answer = link.closest(".st-answer").cloneNode(true);
    answer.querySelectorAll(".st-tools").forEach((tools) => tools.remove());
    answer.querySelectorAll(".st-chip").forEach((n) => n.replaceWith(` [${n.textContent}] `));
    // A clone has no layout, and innerText needs one to know where lines end.
    answer.style.cssText = "position:absolute;left:-9999px";
    document.body.append(answer);
    const text = answer.innerText.replace(/[ \t]+/g, " ").trim();
    answer.remove();
    await navigator.clipboard.writeText(text);
    const before = link.textContent;
    link.textContent = props.copied;
    setTimeout(() => (link.textContent = before), 1500);
    return;
  }
  props.value = fragment;
  trigger("input");
});
