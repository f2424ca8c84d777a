// Runs when a file was made for the learner: `props.value` holds its name and its text.
watch("value", () => {
  if (!props.value) return;
  const { name, text } = JSON.parse(props.value);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
});
