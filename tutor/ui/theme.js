// Light, dark or as the system has it: kept in this browser and applied on every page. Runs once for
// the page and once for the choice among the settings, whose radio buttons it marks and hears.
const KEY = "study-tutor-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const wanted = () => localStorage.getItem(KEY) || "system";
const apply = () => {
  const dark = wanted() === "dark" || (wanted() === "system" && system.matches);
  if (document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
};
const keep = () => wanted() === "system" || apply();
const mark = () =>
  element.querySelectorAll("input").forEach((input) => (input.checked = input.value === wanted()));
element.addEventListener("change", (event) => {
  localStorage.setItem(KEY, event.target.value);
  apply();
});
watch("value", () => setTimeout(mark, 30));
mark();
keep();
// Gradio sets the class itself, when the page begins and when the system changes.
new MutationObserver(keep).observe(document.body, { attributes: true, attributeFilter: ["class"] });
