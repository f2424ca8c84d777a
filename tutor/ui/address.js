// Keeps the page's address in step with what is open: course (`props.value`), tab, exam. It begins
// when the server has filled the page, which reads the address that the page was opened with.
let began = false;
let goingBack = false;
const current = () => document.querySelector('button[role="tab"][aria-selected="true"]')?.dataset.tabId;
const exam = () => {
  const shown = [...document.querySelectorAll("[data-exam]")].find((part) => part.offsetParent);
  return shown?.dataset.exam;
};
const write = () => {
  const tab = current();
  if (!began || !tab) return;
  const asked = new URLSearchParams(location.search);
  for (const name of ["q", "exam", "tab", "course"]) asked.delete(name);
  asked.set("course", props.value);
  asked.set("tab", tab);
  if (tab === "exam" && exam()) asked.set("exam", exam());
  const address = `${location.pathname}?${asked}`;
  if (address === location.pathname + location.search) return;
  const turned = history.state?.tab && history.state.tab !== tab;
  history[turned && !goingBack ? "pushState" : "replaceState"]({ tab }, "", address);
};
let waiting = 0;
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    write();
    goingBack = false;
  }, 120);
};
watch("value", () => {
  began = true;
  soon();
});
addEventListener("popstate", (event) => {
  const tab = event.state?.tab;
  const button = tab && document.querySelector(`button[role="tab"][data-tab-id="${tab}"]`);
  if (!button || tab === current()) return;
  goingBack = true;
  button.click();
});
new MutationObserver(soon).observe(document.body, {
  subtree: true,
  attributes: true,
  attributeFilter: ["aria-selected"],
});
setInterval(write, 1000); // an exam begins, and its report opens, without another tab
