// The statements: two packed blocks are unpacked into columns of numbers and one long text.
// Everything that came from documents reaches the page as text nodes only (see element and paint).
function unpack(id) {
  const packed = document.getElementById(id).textContent.trim();
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer().then((buffer) => new TextDecoder().decode(buffer));
}

function bytesOf(packed) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(packed);
  const characters = atob(packed);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i += 1) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

function load() {
  return Promise.all([unpack("index"), unpack("texts")]).then((parts) => model(JSON.parse(parts[0]), parts[1]));
}

function model(index, text) {
  const columns = index.statements;
  const documents = index.documents;
  const n = columns.role.length;
  const m = {
    n, text, index, words: index.words, reports: index.reports, documents,
    role: Uint8Array.from(columns.role), set: Uint32Array.from(columns.set), waiting: Uint32Array.from(columns.waiting),
    document: new Uint32Array(n), start: new Uint32Array(n), end: new Uint32Array(n),
    mark: new Uint32Array(n + 1), odds: new Uint32Array(n + 1), keys: null,
    textStart: new Uint32Array(documents.id.length), first: new Uint32Array(documents.id.length + 1),
  };
  let i = 0;
  let origin = 0;
  for (let d = 0; d < documents.id.length; d += 1) {
    let position = origin;
    m.textStart[d] = origin;
    m.first[d] = i;
    for (let k = 0; k < documents.statements[d]; k += 1, i += 1) {
      m.document[i] = d;
      m.start[i] = position + columns.gap[i];
      m.end[i] = position = m.start[i] + columns.length[i];
      m.mark[i + 1] = m.mark[i] + columns.marks[i];
      m.odds[i + 1] = m.odds[i] + index.sets[columns.set[i]].length;
    }
    origin += documents.length[d];
  }
  m.first[documents.id.length] = n;
  const levels = new Map(index.levels);
  const byId = new Map(documents.id.map((id, d) => [id, d]));
  m.place = (s) => documents.id[m.document[s]] + "." + (s - m.first[m.document[s]]);
  m.find = (place) => {
    const [id, number] = String(place).split(".");
    const d = byId.get(id);
    const s = d === undefined ? -1 : m.first[d] + Number(number);
    return s >= 0 && s < m.first[d + 1] ? s : -1;
  };
  m.report = (s) => documents.report[m.document[s]];
  m.themes = (s) => index.sets[m.set[s]];
  m.probability = (s, k) => columns.odds[m.odds[s] + k];
  m.least = (s) => Math.min(101, ...m.themes(s).map((_, k) => m.probability(s, k)));
  m.raw = (s) => text.slice(m.start[s], m.end[s]);
  // Evidence as [start, end, theme] within the statement.
  m.marks = (s) => {
    const found = [];
    for (let k = m.mark[s]; k < m.mark[s + 1]; k += 1) {
      const [at, length, theme] = columns.mark.slice(3 * k, 3 * k + 3);
      found.push([at, at + length, theme]);
    }
    return found;
  };
  m.agency = (r) => m.reports.agencies[m.reports.agency[r]];
  m.year = (r) => (m.reports.year[r] === null ? m.words.not_stated : String(m.reports.year[r]));
  m.level = (r) => levels.get(m.reports.level[r]) || m.words.not_stated;
  m.region = (r) => m.reports.places[m.reports.place[r]].join("") || m.words.not_stated;
  // What the search compares: compatible forms are one, case and blanks do not count.
  m.key = (s) => {
    if (!m.keys) m.keys = new Array(n);
    if (m.keys[s] === undefined) m.keys[s] = folded(m.raw(s));
    return m.keys[s];
  };
  return m;
}

function folded(words) {
  return words.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

// The text without the line breaks of its page, with the place of each character before: [text, places].
function joined(raw) {
  if (raw.indexOf("\n") < 0) return [raw, null];
  let text = "";
  const places = new Array(raw.length + 1);
  for (let i = 0; i < raw.length; i += 1) {
    if (raw[i] !== "\n") {
      places[i] = text.length;
      text += raw[i];
      continue;
    }
    let next = i;
    while (next < raw.length && /\s/.test(raw[next])) next += 1;
    text = text.replace(/\s+$/, "");
    const latin = /[\x21-\x7e]$/.test(text) && next < raw.length && /[\x21-\x7e]/.test(raw[next]);
    for (let k = i; k < next; k += 1) places[k] = text.length;
    if (latin) text += " ";
    i = next - 1;
  }
  places[raw.length] = text.length;
  return [text, places];
}

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  Object.keys(attributes || {}).forEach((key) => {
    if (attributes[key] !== null && attributes[key] !== false) node.setAttribute(key, attributes[key]);
  });
  children.forEach((child) => { if (child !== null) node.append(child); });
  return node;
}

function refill(node, ...children) {
  node.textContent = "";
  node.append(...children);
}

// Writes text into a node, with stretches [start, end, name of element, title] marked; where they overlap the first holds.
function paint(node, text, stretches) {
  let position = 0;
  stretches.sort((a, b) => a[0] - b[0] || b[1] - a[1]).forEach(([from, to, name, title]) => {
    const start = Math.max(from, position);
    const end = Math.min(to, text.length);
    if (start >= end) return;
    node.append(text.slice(position, start), element(name, { title: title || null }, text.slice(start, end)));
    position = end;
  });
  node.append(text.slice(position));
  return node;
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? grouped(values[key]) : values[key]));
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
