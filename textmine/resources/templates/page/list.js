// Filters, the list of statements, a page at a time, and the text that a statement stands in.
const PAGE_SIZE = 50;
const CHOICES = ["theme", "role", "year", "level", "with"];
const INPUTS = ["region", "agency", "text"];
const OFFERED = 60;

function explorer(m) {
  const $ = (id) => document.getElementById(id);
  const words = m.words;
  const reader = $("reader");
  let state = null;
  let found = null;
  let asked = "";
  let left = -1;

  // Regions that are not stated have a name for readers and a sign in the address.
  const unstated = {};
  RANKS.forEach((rank) => { unstated[NONE + rank] = words.no_region[rank]; });

  function asTyped(key, typed) {
    return key !== "region" ? typed
      : several(typed).map((value) => Object.keys(unstated).find((sign) => unstated[sign] === value) || value).join("、");
  }

  function asShown(key, value) {
    return key !== "region" ? value : several(value).map((one) => unstated[one] || one).join("、");
  }

  function choices() {
    const reports = m.reports;
    const years = Array.from(new Set(reports.year)).sort((a, b) => (b || 0) - (a || 0));
    const levels = m.index.levels.filter((item) => reports.level.indexOf(item[0]) >= 0);
    return {
      theme: [...m.index.themes, [NONE, words.no_theme]],
      role: m.index.roles,
      year: years.map((year) => (year === null ? [NONE, words.not_stated] : [String(year), String(year)])),
      with: m.index.themes,
      level: reports.level.indexOf("") < 0 ? levels : [...levels, [NONE, words.not_stated]],
    };
  }

  function fillChoices() {
    const given = choices();
    CHOICES.forEach((key) => { $("o-" + key).append(...given[key].map(([value, name]) => option(key, value, name))); });
    Object.keys(words.sorts).forEach((key) => { $("f-sort").append(element("option", { value: key }, words.sorts[key])); });
  }

  function option(key, value, name) {
    return element("label", {}, element("input", { type: "checkbox", name: key, value, "data-name": name }), " ",
      element("span", {}, name));
  }

  function boxes(key) { return Array.from($("o-" + key).querySelectorAll("input")); }

  function offer(key) {
    // The last of several names is being typed; those before it stay.
    const [, before, last] = /^(.*[,，、;；])?(.*)$/.exec($("f-" + key).value);
    const typed = folded(last);
    const names = key === "agency" ? m.reports.agencies
      : Array.from(new Set([].concat(...m.reports.places.map(ranks)))).sort((a, b) => a.length - b.length);
    const fit = names.filter((name) => !typed || folded(name).indexOf(typed) >= 0).slice(0, OFFERED);
    refill($("offer-" + key), ...fit.map((name) => element("option", { value: (before || "") + name })));
  }

  // A value of the address that no control offers must still be seen, or its filter could not be taken away.
  function showState() {
    CHOICES.forEach((key) => {
      const wanted = several(state[key]);
      const known = boxes(key).map((box) => box.value);
      $("o-" + key).append(...wanted.filter((value) => known.indexOf(value) < 0).map((value) => option(key, value, value)));
      const names = [];
      boxes(key).forEach((box) => {
        box.checked = wanted.indexOf(box.value) >= 0;
        if (box.checked) names.push(box.dataset.name);
        const counts = found.counts[key];
        if (counts) box.nextElementSibling.textContent = box.dataset.name + " (" + grouped(counts.get(box.value) || 0) + ")";
      });
      $("f-" + key).querySelector(".value").textContent = names.join(words.separator) || words.any;
    });
    $("f-sort").value = state.sort;
    INPUTS.forEach((key) => {
      const input = $("f-" + key);
      if (asTyped(key, input.value.trim()) !== state[key]) input.value = asShown(key, state[key]);
    });
  }

  function fromControls() {
    const next = { page: "", s: "", sort: $("f-sort").value };
    CHOICES.forEach((key) => { next[key] = boxes(key).filter((box) => box.checked).map((box) => box.value).join(","); });
    INPUTS.forEach((key) => {
      const typed = $("f-" + key).value.trim();
      next[key] = key === "text" ? typed : asTyped(key, typed);
    });
    return next;
  }

  // Links ask for a place in the page as well; controls must not move it.
  function go(next, quietly) {
    asked = quietly ? address(next) : "";
    if (address(next) === location.hash) return;
    if (quietly) location.replace(address(next)); else location.hash = address(next);
  }

  function render() {
    const next = readState();
    if (!next) { if (state) close(); return; }
    const before = state;
    state = next;
    const quiet = asked !== "" && asked === address(state);
    asked = "";
    const same = before && address(without(before, "page", "s")) === address(without(state, "page", "s"));
    if (!same) {
      found = select(m, state);
      sorted(m, found.list, state.sort);
    }
    showState();
    showPage();
    const opened = state.s ? m.find(state.s) : -1;
    if (opened >= 0) open(opened); else close();
    const item = $("i" + left);
    if (opened < 0 && item) item.querySelector(".source").focus();
    left = -1;
    if (!quiet && opened < 0) {
      $(SECTION).scrollIntoView();
      $("results-title").focus({ preventScroll: true });
    }
    document.body.classList.toggle("filtered", address(without(state, "page", "s", "sort")) !== "#" + SECTION);
  }

  function pages() { return Math.max(1, Math.ceil(found.list.length / PAGE_SIZE)); }

  function currentPage() {
    const at = !state.page && state.s ? found.list.indexOf(m.find(state.s)) : -1;
    const page = at >= 0 ? Math.floor(at / PAGE_SIZE) + 1 : Number(state.page) || 1;
    return Math.min(Math.max(1, Math.floor(page)), pages());
  }

  function showPage() {
    const page = currentPage();
    const first = (page - 1) * PAGE_SIZE;
    const shown = found.list.slice(first, first + PAGE_SIZE);
    const total = found.list.length;
    $("found").textContent = total
      ? filled(words.found, { n: total, reports: found.reports })
        + words.comma + filled(words.shown, { first: first + 1, last: first + shown.length })
      : (m.n ? words.nothing : words.empty);
    refill($("items"), ...shown.map(card));
    $("pager").hidden = pages() < 2;
    $("previous").disabled = page <= 1;
    $("next").disabled = page >= pages();
    $("page").max = pages();
    $("page").value = page;
    $("of-pages").textContent = filled(words.of_pages, { n: pages() });
    $("export").disabled = !total;
  }

  function hits(text) {
    const lower = text.toLowerCase();
    const stretches = [];
    if (lower.length !== text.length) return stretches;
    state.text.split(/\s+/).filter(Boolean).forEach((word) => {
      const wanted = word.normalize("NFKC").toLowerCase();
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
        stretches.push([at, at + wanted.length, "b"]);
      }
    });
    return stretches;
  }

  function card(s) {
    const r = m.report(s);
    const raw = m.raw(s);
    const [text, places] = joined(raw);
    const moved = (place) => (places ? places[place] : place);
    const marks = m.marks(s).map(([from, to, theme]) => [moved(from), moved(to), "mark", m.index.themes[theme][1]]);
    const role = m.index.roles[m.role[s]];
    const source = element("a", {
      href: address(Object.assign({}, state, { s: m.place(s), page: String(currentPage()) })), class: "source",
      "aria-label": filled(words.source_of, { agency: m.agency(r), year: m.year(r) }),
    }, words.source);
    return element("li", { class: "item " + role[0], id: "i" + s, "aria-current": m.place(s) === state.s ? "true" : null },
      element("p", { class: "who" }, element("strong", { lang: "zh-CN" }, m.agency(r)), " ", m.year(r), " ",
        element("span", { class: "role " + role[0] }, role[1]), " ", source),
      paint(element("p", { class: "words", lang: "zh-CN" }), text, hits(text).concat(marks)),
      chips(s));
  }

  function chips(s) {
    const list = element("p", { class: "chips" });
    m.themes(s).forEach((theme, k) => {
      const [id, name] = m.index.themes[theme];
      list.append(element("a", {
        href: address(Object.assign(without(state, "page", "s"), { theme: id })),
        title: filled(words.probability, { p: m.probability(s, k) }),
      }, name), " ");
    });
    m.index.sets[m.waiting[s]].forEach((theme) => {
      list.append(element("span", { class: "waiting" }, filled(words.waiting, { theme: m.index.themes[theme][1] })), " ");
    });
    return list.childNodes.length ? list : null;
  }

  function open(s) {
    const r = m.report(s);
    const d = m.document[s];
    $("reader-title").textContent = m.agency(r) + " " + m.year(r);
    $("reader-file").textContent = words.file + words.colon + m.documents.path[d];
    $("reader-heading").textContent = m.documents.heading[d];
    $("reader-heading").hidden = !m.documents.heading[d];
    const current = passage(s, d);
    const at = found.list.indexOf(s);
    [["earlier", at - 1], ["later", at + 1]].forEach(([id, place]) => {
      const target = at >= 0 ? found.list[place] : undefined;
      $(id).disabled = target === undefined;
      $(id).value = target === undefined ? "" : m.place(target);
    });
    if (!reader.open) { if (narrow()) reader.showModal(); else reader.show(); }
    reader.parentElement.classList.add("two");
    $("reader-title").focus({ preventScroll: true });
    const body = $("reader-body");
    body.scrollTop = current.offsetTop - body.offsetTop - body.clientHeight / 3;
    if (!narrow()) reader.scrollIntoView({ block: "nearest" });
  }

  // The text of the document with all its statements; the one that was asked for stands out.
  function passage(current, d) {
    const body = $("reader-body");
    const end = d + 1 < m.textStart.length ? m.textStart[d + 1] : m.text.length;
    let position = m.textStart[d];
    let shown = null;
    refill(body);
    for (let s = m.first[d]; s < m.first[d + 1]; s += 1) {
      if (m.start[s] < position && s !== current) continue;
      const from = Math.max(m.start[s], position);
      body.append(m.text.slice(position, from));
      const role = m.index.roles[m.role[s]];
      const names = m.themes(s).map((theme) => m.index.themes[theme][1]);
      const marks = m.marks(s).map(([a, b, theme]) => (
        [a + m.start[s] - from, b + m.start[s] - from, "mark", m.index.themes[theme][1]]));
      const node = paint(element("span", {
        class: "role " + role[0] + (s === current ? " current" : ""), title: [role[1], ...names].join(" · "),
        "aria-current": s === current ? "true" : null,
      }), m.text.slice(from, m.end[s]), marks);
      body.append(node);
      if (s === current) shown = node;
      position = Math.max(position, m.end[s]);
    }
    body.append(m.text.slice(position, end));
    return shown || body;
  }

  function narrow() { return matchMedia("(max-width: 60rem)").matches; }

  function close() {
    if (reader.open) reader.close();
    reader.parentElement.classList.remove("two");
  }

  // Back to the link that the text was opened from (the list is drawn anew in between).
  function leave() {
    if (!state || !state.s) return;
    left = m.find(state.s);
    go(Object.assign(without(state, "s"), { page: String(currentPage()) }), true);
  }

  function download() {
    const link = element("a", {
      href: URL.createObjectURL(new Blob([csv(m, found.list)], { type: "text/csv;charset=utf-8" })),
      download: words.file_name + ".csv",
    });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // A list of choices lies over the page: it goes when one leaves it or presses Escape.
  function foldAway(details) {
    const shut = () => { details.open = false; };
    details.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && details.open) { shut(); details.querySelector("summary").focus(); }
    });
    document.addEventListener("focusin", (event) => { if (!details.contains(event.target)) shut(); });
    document.addEventListener("click", (event) => { if (!details.contains(event.target)) shut(); });
  }

  function listen() {
    let timer = null;
    const apply = () => { clearTimeout(timer); go(fromControls(), true); };
    $("f-sort").addEventListener("change", apply);
    CHOICES.forEach((key) => $("o-" + key).addEventListener("change", apply));
    document.querySelectorAll("#filters details").forEach(foldAway);
    INPUTS.forEach((key) => {
      $("f-" + key).addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 200); });
    });
    ["agency", "region"].forEach((key) => {
      $("f-" + key).addEventListener("focus", () => offer(key));
      $("f-" + key).addEventListener("input", () => offer(key));
    });
    $("filters").addEventListener("submit", (event) => { event.preventDefault(); apply(); });
    $("clear").addEventListener("click", () => { clearTimeout(timer); go({}, true); });
    $("export").addEventListener("click", download);
    const turn = (page) => { go(Object.assign(without(state, "s"), { page: String(page) }), true); $("results-title").focus(); };
    $("previous").addEventListener("click", () => turn(currentPage() - 1));
    $("next").addEventListener("click", () => turn(currentPage() + 1));
    $("page").addEventListener("change", () => turn(Number($("page").value) || 1));
    $("close").addEventListener("click", leave);
    reader.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
    reader.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); leave(); } });
    ["earlier", "later"].forEach((id) => $(id).addEventListener("click", () => {
      go(Object.assign(without(state, "page"), { s: $(id).value }), true);
    }));
    matchMedia("(max-width: 60rem)").addEventListener("change", () => {
      if (reader.open) { reader.close(); open(m.find(state.s)); }
    });
    addEventListener("hashchange", render);
  }

  fillChoices();
  listen();
  $("explorer").hidden = false;
  $("explorer-note").hidden = true;
  state = null;
  found = select(m, without({}, ...KEYS));
  sorted(m, found.list, "");
  if (readState()) render();
  else {
    state = without({}, ...KEYS);
    showState();
    showPage();
  }
}
