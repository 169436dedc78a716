// What is asked for stands in the address: #statements?theme=…&role=…; controls write it, everything else reads it.
// A filter takes several values, with commas between them: a statement fits if one of them does.
const SECTION = "statements";
const KEYS = ["theme", "role", "year", "level", "with", "region", "agency", "text", "sort", "page", "s"];
const NONE = "-";
const RANKS = ["province", "city", "county"];

function readState() {
  const hash = location.hash.slice(1);
  const at = hash.indexOf("?");
  const state = {};
  if ((at < 0 ? hash : hash.slice(0, at)) !== SECTION) return null;
  const given = new URLSearchParams(at < 0 ? "" : hash.slice(at + 1));
  KEYS.forEach((key) => { state[key] = (given.get(key) || "").slice(0, 1000); });
  return state;
}

function address(state) {
  const given = new URLSearchParams();
  KEYS.forEach((key) => { if (state[key]) given.set(key, state[key]); });
  const words = given.toString();
  return "#" + SECTION + (words ? "?" + words : "");
}

function without(state, ...keys) {
  const rest = Object.assign({}, state);
  keys.forEach((key) => { rest[key] = ""; });
  return rest;
}

function several(words) { return words.split(/[,，、;；]/).map((word) => word.trim()).filter(Boolean); }

// What fits one of the names that were typed; null if none was.
function anyOf(typed, fits) {
  const found = several(typed).map(fits);
  return found.length ? found[0].map((_, k) => found.some((one) => one[k])) : null;
}

// Which of the values fit what was typed: those that are it, else those that hold it.
function fitting(values, typed) {
  const exact = values.map((value) => value === typed);
  if (exact.some(Boolean)) return exact;
  const words = folded(typed);
  return values.map((value) => folded(value).indexOf(words) >= 0);
}

// A place fits if province, city or county is what was typed, or if its whole name begins so; else if it holds it.
function fittingPlaces(places, typed) {
  if (typed[0] === NONE) return places.map((place) => !place[RANKS.indexOf(typed.slice(1))]);
  const exact = places.map((place) => place.indexOf(typed) >= 0 || ranks(place).indexOf(typed) >= 0);
  return exact.some(Boolean) ? exact : fitting(places.map((place) => place.join("")), typed);
}

// 省, 省市, 省市县
function ranks(place) {
  return place.map((_, k) => (place[k] ? place.slice(0, k + 1).join("") : "")).filter(Boolean);
}

const BIT = { year: 1, level: 2, region: 4, agency: 8, role: 16, theme: 32, text: 64, with: 128 };

// The themes that each report names as problems.
function namedThemes(m) {
  if (m.named) return m.named;
  m.named = m.reports.agency.map(() => new Set());
  const problem = m.index.roles.findIndex((item) => item[0] === "problem");
  for (let s = 0; s < m.n; s += 1) {
    if (m.role[s] === problem) m.themes(s).forEach((theme) => m.named[m.report(s)].add(m.index.themes[theme][0]));
  }
  return m.named;
}

// Statements that fit all filters, and for each value of a filter how many fit all the others.
function select(m, state) {
  const reports = m.reports;
  const agencies = anyOf(state.agency, (typed) => fitting(reports.agencies, typed));
  const places = anyOf(state.region, (typed) => fittingPlaces(reports.places, typed));
  const wanted = {};
  ["year", "level", "role", "theme"].forEach((key) => { wanted[key] = new Set(several(state[key])); });
  const together = several(state.with);
  const named = together.length ? namedThemes(m) : null;
  const lacks = (key, value) => wanted[key].size > 0 && !wanted[key].has(value);
  const perReport = reports.agency.map((agency, r) => (
    (lacks("year", reports.year[r] === null ? NONE : String(reports.year[r])) ? BIT.year : 0)
    | (lacks("level", reports.level[r] || NONE) ? BIT.level : 0)
    | (places && !places[reports.place[r]] ? BIT.region : 0)
    | (agencies && !agencies[agency] ? BIT.agency : 0)
    | (named && !together.every((theme) => named[r].has(theme)) ? BIT.with : 0)
  ));
  const noRole = m.index.roles.map((item) => lacks("role", item[0]));
  const inSet = m.index.sets.map((set) => (
    set.length ? set.some((theme) => !lacks("theme", m.index.themes[theme][0])) : !lacks("theme", NONE)
  ));
  const words = state.text.split(/\s+/).map(folded).filter(Boolean);
  const found = { list: [], reports: 0 };
  const seen = new Uint8Array(reports.agency.length);
  const tally = tallies(m);
  for (let s = 0; s < m.n; s += 1) {
    const r = m.report(s);
    const fails = perReport[r] | (noRole[m.role[s]] ? BIT.role : 0)
      | (inSet[m.set[s]] ? 0 : BIT.theme)
      | (words.length && !words.every((word) => m.key(s).indexOf(word) >= 0) ? BIT.text : 0);
    if (!fails) {
      found.list.push(s);
      if (!seen[r]) { seen[r] = 1; found.reports += 1; }
    }
    tally.add(s, r, fails);
  }
  found.counts = tally.counts();
  return found;
}

// Counts by value of each filter over the statements that fail no other filter.
function tallies(m) {
  const numbered = (values) => {
    const names = Array.from(new Set(values));
    const places = new Map(names.map((name, k) => [name, k]));
    return { names, of: Uint32Array.from(values, (value) => places.get(value)), n: new Uint32Array(names.length) };
  };
  const year = numbered(m.reports.year.map((value) => (value === null ? NONE : String(value))));
  const level = numbered(m.reports.level.map((value) => value || NONE));
  const role = new Uint32Array(m.index.roles.length);
  const theme = new Uint32Array(m.index.themes.length + 1);
  return {
    add(s, r, fails) {
      if (!(fails & ~BIT.year)) year.n[year.of[r]] += 1;
      if (!(fails & ~BIT.level)) level.n[level.of[r]] += 1;
      if (!(fails & ~BIT.role)) role[m.role[s]] += 1;
      if (fails & ~BIT.theme) return;
      const themes = m.themes(s);
      for (let k = 0; k < themes.length; k += 1) theme[themes[k]] += 1;
      if (!themes.length) theme[m.index.themes.length] += 1;
    },
    counts() {
      const mapped = (names, n) => new Map(names.map((name, k) => [name, n[k]]));
      const ids = (pairs) => pairs.map((pair) => pair[0]);
      return {
        year: mapped(year.names, year.n), level: mapped(level.names, level.n),
        role: mapped(ids(m.index.roles), role), theme: mapped([...ids(m.index.themes), NONE], theme),
      };
    },
  };
}

function sorted(m, list, order) {
  if (!m.rank) {
    const names = m.reports.agencies;
    const collator = new Intl.Collator(document.documentElement.lang);
    const byName = names.map((_, i) => i).sort((a, b) => collator.compare(names[a], names[b]));
    m.rank = new Uint32Array(names.length);
    byName.forEach((agency, place) => { m.rank[agency] = place; });
  }
  const agency = (s) => m.rank[m.reports.agency[m.report(s)]];
  const year = (s) => m.reports.year[m.report(s)] || 0;
  // Documents of one agency and year keep their order.
  const usual = (a, b) => agency(a) - agency(b) || year(b) - year(a) || a - b;
  const orders = {
    new: (a, b) => year(b) - year(a) || usual(a, b),
    old: (a, b) => year(a) - year(b) || usual(a, b),
    unsure: (a, b) => m.least(a) - m.least(b) || usual(a, b),
  };
  return list.sort(orders[order] || usual);
}

// Cells that a spreadsheet would take for formulas begin with an apostrophe.
function csvCell(value) {
  const words = String(value);
  const safe = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(words) ? "'" + words : words;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function csv(m, list) {
  const columns = m.words.columns;
  const name = (theme) => m.index.themes[theme][1];
  const lines = [Object.keys(columns).map((key) => columns[key])];
  list.forEach((s) => {
    const r = m.report(s);
    const raw = m.raw(s);
    const words = m.marks(s).map((mark) => joined(raw.slice(mark[0], mark[1]))[0]);
    lines.push([
      m.agency(r), m.year(r), m.level(r), m.region(r), m.index.roles[m.role[s]][1], joined(raw)[0],
      m.themes(s).map(name).join(m.words.separator),
      m.themes(s).map((_, k) => (m.probability(s, k) / 100).toFixed(2)).join(m.words.separator),
      m.index.sets[m.waiting[s]].map(name).join(m.words.separator),
      Array.from(new Set(words)).join(m.words.separator), m.documents.path[m.document[s]], m.place(s),
    ]);
  });
  return "\ufeff" + lines.map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}
