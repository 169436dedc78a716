"use strict";
(function () {
  // A link into a folded text opens it (browsers differ in whether they do so themselves).
  function openTarget() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    var node = target;
    var opened = false;
    while (node) {
      if (node.tagName === "DETAILS" && !node.open) { node.open = true; opened = true; }
      node = node.parentElement;
    }
    if (opened) target.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  var search = document.querySelector(".search");
  var input = document.getElementById("find");
  var found = document.getElementById("found");
  var items = Array.prototype.slice.call(document.querySelectorAll("[data-find]"));
  var texts = null;
  var timer = null;
  search.hidden = false;

  function filter() {
    var words = input.value.trim().toLowerCase();
    if (!texts) texts = items.map(function (item) { return item.textContent.toLowerCase(); });
    var shown = 0;
    items.forEach(function (item, i) {
      var fits = !words || texts[i].indexOf(words) >= 0;
      item.hidden = !fits;
      if (fits) shown += 1;
    });
    document.querySelectorAll("details.more").forEach(function (more) { more.open = Boolean(words); });
    found.textContent = words
      ? found.dataset.words.replace("{shown}", shown).replace("{total}", items.length) : "";
  }
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(filter, 120); });

  // Paper has no folds: what is quoted is printed whole.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.more").forEach(function (more) { more.open = true; });
  });
})();
