// Runs once: marks a question in the navigator when its answer is kept ("5 answered"). The navigator
// is not sent anew with it: an event that was quicker may have turned to another question.
const mark = () => {
  const [number, state] = String(props.value).split(" ");
  const link = document.querySelector(`.st-navigator a.st-number[href="#number/${number}"]`);
  for (const known of ["answered", "open"]) link?.classList.toggle(`st-is-${known}`, known === state);
};
watch("value", mark);
