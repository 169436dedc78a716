// A link into a folded part opens it.
function openTarget() {
  let node = document.getElementById(location.hash.slice(1).split("?")[0]);
  const target = node;
  let opened = false;
  while (node) {
    if (node.tagName === "DETAILS" && !node.open) { node.open = true; opened = true; }
    node = node.parentElement;
  }
  if (opened) target.scrollIntoView();
}

addEventListener("hashchange", openTarget);
openTarget();
if (typeof DecompressionStream === "function") {
  const note = document.getElementById("explorer-note");
  const fallback = note.textContent;
  note.textContent = note.dataset.loading;
  load().then((m) => {
    tables(m);
    explorer(m);
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }).catch((error) => {
    note.textContent = fallback;
    note.dataset.error = String(error);
  });
}
