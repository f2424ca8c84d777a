// Paints the exam's clock. The time left comes from the server with every answer; between answers
// it is counted here. At the end the server is asked, which alone decides that the exam is over.
let end = 0;
let warned = false;
let shown = "";
const format = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};
const begin = () => {
  const clock = element.querySelector(".st-clock");
  if (!clock) return;
  end = performance.now() + 1000 * Number(clock.dataset.left);
  if (shown !== clock.dataset.exam) warned = false;
  shown = clock.dataset.exam;
  paint();
};
const paint = () => {
  const clock = element.querySelector(".st-clock");
  if (!clock) return;
  const left = (end - performance.now()) / 1000;
  clock.querySelector(".st-clock-left").textContent = format(left);
  clock.classList.toggle("st-clock-warning", left <= 300);
  if (left <= 300 && left > 0 && !warned) {
    warned = true;
    clock.querySelector(".st-clock-said").textContent = clock.dataset.warning;
  }
  if (left <= 0 && !clock.dataset.asked) {
    clock.dataset.asked = "yes";
    clock.querySelector(".st-clock-said").textContent = clock.dataset.over;
    props.value = props.value;
    setTimeout(() => trigger("input"), 400);
  }
};
watch("value", () => setTimeout(begin, 30));
begin();
setInterval(paint, 500);
