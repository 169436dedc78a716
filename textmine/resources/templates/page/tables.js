// Tables: sorting by their heads; long ones come with all their rows in the index and are shown a page at a time.
const ROWS = 100;

function sortKey(cell) {
  const words = cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
  const number = words === "" ? NaN : Number(words.replace(/,/g, ""));
  return Number.isNaN(number) ? words : number;
}

// Numbers before words, the empty last.
function comparing(collator) {
  return (a, b) => {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    return typeof b === "number" ? 1 : collator.compare(a, b);
  };
}

function sortable(table, words, sort) {
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const name = head.textContent;
    const button = element("button", { type: "button", title: filled(words.sort_by, { column: name }) }, name);
    refill(head, button);
    button.addEventListener("click", () => {
      const numeric = /count|share|number/.test(head.className);
      const before = head.getAttribute("aria-sort");
      const order = before ? (before === "ascending" ? "descending" : "ascending") : (numeric ? "descending" : "ascending");
      Array.from(table.tHead.rows[0].cells).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", order);
      sort(column, order === "ascending" ? 1 : -1);
    });
  });
}

function ordered(keys, sign, compare) {
  return keys.map((_, i) => i).sort((a, b) => {
    const empty = (keys[a] === "") - (keys[b] === "");
    return empty || sign * compare(keys[a], keys[b]) || a - b;
  });
}

function shortTable(table, words, compare) {
  const rows = Array.from(table.tBodies[0].rows);
  sortable(table, words, (column, sign) => {
    const keys = rows.map((row) => sortKey(row.cells[column]));
    table.tBodies[0].append(...ordered(keys, sign, compare).map((i) => rows[i]));
  });
}

function longTable(table, data, m, compare) {
  const words = m.words;
  const short = m.index.short;
  const box = table.closest(".table");
  const kinds = Array.from(table.tHead.rows[0].cells).map((head) => head.className.split(" ")[0]);
  const controls = element("div", { class: "rows-control" });
  const filter = element("input", { type: "search", "aria-label": words.filter_rows, placeholder: words.filter_rows });
  const status = element("span", { role: "status" });
  const previous = element("button", { type: "button" }, words.previous);
  const next = element("button", { type: "button" }, words.next);
  let order = data.rows.map((_, i) => i);
  let shown = order;
  let first = 0;

  // The first rows stand in the page already.
  function show(drawn) {
    const part = shown.slice(first, first + ROWS);
    if (!drawn) refill(table.tBodies[0], ...part.map((i) => row(data.rows[i], data.queries ? data.queries[i] : null)));
    status.textContent = filled(words.rows, { first: part.length ? first + 1 : 0, last: first + part.length, total: shown.length });
    previous.disabled = first === 0;
    next.disabled = first + ROWS >= shown.length;
  }

  function row(cells, query) {
    return element("tr", {}, ...cells.map((value, column) => {
      const words_ = value === null ? "" : Array.isArray(value) ? value[1] : String(value);
      const link = query && value && data.columns[column] !== null
        ? element("a", { href: "#" + SECTION + "?" + new URLSearchParams([...query, ...data.columns[column]]) }, words_) : words_;
      const kind = kinds[column] + (words_.length <= short ? " short" : "");
      return column ? element("td", { class: kind }, link) : element("th", { scope: "row", class: words_.length <= short ? "short" : null }, link);
    }));
  }

  function narrowed() {
    const typed = folded(filter.value);
    shown = typed ? order.filter((i) => folded(data.rows[i].filter((v) => typeof v === "string").join(" ")).indexOf(typed) >= 0) : order;
    first = 0;
    show();
  }

  sortable(table, words, (column, sign) => {
    const keys = data.rows.map((cells) => (cells[column] === null ? "" : Array.isArray(cells[column]) ? cells[column][0] : cells[column]));
    order = ordered(keys, sign, compare);
    narrowed();
  });
  let timer = null;
  filter.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(narrowed, 150); });
  previous.addEventListener("click", () => { first -= ROWS; show(); });
  next.addEventListener("click", () => { first += ROWS; show(); });
  controls.append(filter, " ", previous, " ", next, " ", status);
  box.before(controls);
  show(true);
}

function tables(m) {
  const compare = comparing(new Intl.Collator(document.documentElement.lang, { numeric: true }));
  document.querySelectorAll(".table > table").forEach((table) => {
    const data = m.index.tables[table.dataset.id];
    if (data) longTable(table, data, m, compare); else if (table.tBodies[0].rows.length > 1) shortTable(table, m.words, compare);
  });
}
