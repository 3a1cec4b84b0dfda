// The table of events: live, filtered, paused, and one of them in full.
import { $, ask, attempt, countText, inFrame, keep, make, plural, prettyJSON, rowFocus, say, setText, sizeText, timeText, toast, typeParts } from "./parts.js";

const mostKept = 5000;
const mostRows = 200;
const mostNames = 500;
export const referenceType = "reference-client-test";

/// Oldest first.
let kept = [];
let waiting = [];
let shownSeq = 0;
let isPaused = false;
let pointedAt = 0;
let openSeq;
let openText = "";
const filter = { type: "", subtype: "", asset: "" };
const inputs = { type: $("by-type"), subtype: $("by-subtype"), asset: $("by-asset") };
const seen = { type: new Set(), subtype: new Set(), asset: new Set(), full: new Set() };
const rows = $("rows");
const { oneTabStop, focusRow } = rowFocus(rows);

// MARK: Taking

export const lastSeq = () => waiting.at(-1)?.seq ?? kept.at(-1)?.seq ?? 0;

export function take(summary) {
  if (summary.seq <= lastSeq()) return;
  waiting.push(summary);
  // A hidden tab draws no frames; it must not grow meanwhile.
  if (waiting.length > mostKept) waiting.splice(0, waiting.length - mostKept);
  flushSoon();
}

/// What the platform remembers, and we may have missed or forgotten.
export async function fill(query = "limit=500") {
  const list = await ask("GET", `/api/events?${query}`);
  const bySeq = new Map([...kept, ...waiting, ...list].map((summary) => [summary.seq, summary]));
  kept = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  waiting = [];
  list.forEach(learn);
  trim();
  namesSoon();
  if (!isPaused) rebuild();
  return list;
}

/// Another run of the platform counts its events anew.
export function forget() {
  kept = [];
  waiting = [];
  rebuild();
}

function trim() {
  if (kept.length > mostKept) kept.splice(0, kept.length - mostKept);
}

function learn(summary) {
  add(seen.type, summary.eventType);
  add(seen.subtype, summary.eventSubtype);
  add(seen.asset, summary.assetId);
  if (summary.eventType && summary.eventSubtype) add(seen.full, `${summary.eventType}.${summary.eventSubtype}`);
}

let hasNewNames = false;
function add(names, name) {
  if (!name || names.has(name) || names.size >= mostNames) return;
  names.add(name);
  hasNewNames = true;
}

const namesSoon = inFrame(() => {
  if (!hasNewNames) return;
  hasNewNames = false;
  const options = (id, names) =>
    keep($(id), [...names].sort(), (name) => name, (name) => make("option", { value: name }));
  options("types", new Set([referenceType, ...seen.type]));
  options("subtypes", seen.subtype);
  options("assets-seen", seen.asset);
  options("blacklistable", [...seen.type, ...seen.full]);
});

// MARK: Showing

const flushSoon = inFrame(flush);

function flush() {
  if (waiting.length) {
    waiting.forEach(learn);
    kept.push(...waiting);
    waiting = [];
    trim();
    namesSoon();
  }
  if (isPaused) return showCounts();
  // Rows must not slip away under a pointer that is about to click one.
  if (performance.now() - pointedAt < 1200 && rows.childElementCount) {
    setTimeout(flushSoon, 250);
    return showCounts();
  }
  const fresh = [];
  for (let index = kept.length - 1; index >= 0 && kept[index].seq > shownSeq && fresh.length < mostRows; index -= 1) {
    if (matches(kept[index])) fresh.push(kept[index]);
  }
  shownSeq = kept.at(-1)?.seq ?? 0;
  if (fresh.length) {
    rows.prepend(...fresh.map((summary) => row(summary, fresh.length <= 3)));
    while (rows.childElementCount > mostRows) {
      const hadFocus = rows.lastElementChild === document.activeElement;
      rows.lastElementChild.remove();
      if (hadFocus) focusRow(rows.lastElementChild);
    }
    oneTabStop();
  }
  showCounts();
}

function rebuild() {
  const focused = document.activeElement?.closest?.("#rows tr")?.dataset.seq;
  const list = [];
  for (let index = kept.length - 1; index >= 0 && list.length < mostRows; index -= 1) {
    if (matches(kept[index])) list.push(kept[index]);
  }
  shownSeq = kept.at(-1)?.seq ?? 0;
  rows.replaceChildren(...list.map((summary) => row(summary, false)));
  oneTabStop();
  if (focused) focusRow([...rows.children].find((element) => element.dataset.seq === focused) ?? rows.firstElementChild);
  showCounts();
}

/// A filter that is a name seen before means just that; anything else is part of one.
function matchesOne(wanted, value, names) {
  if (!wanted) return true;
  if (!value) return false;
  return names.has(wanted) || wanted === referenceType
    ? value === wanted
    : value.toLowerCase().includes(wanted.toLowerCase());
}

function matches(summary) {
  return (
    matchesOne(filter.type, summary.eventType, seen.type) &&
    matchesOne(filter.subtype, summary.eventSubtype, seen.subtype) &&
    matchesOne(filter.asset, summary.assetId, seen.asset)
  );
}

function flags(summary) {
  const list = [];
  if (summary.rejected) list.push(make("span", { class: "badge bad", text: "rejected", title: summary.rejected }));
  if (summary.duplicate) list.push(make("span", { class: "badge warn", text: "duplicate" }));
  return list;
}

function row(summary, isNew) {
  const type = make("td", { title: [summary.eventType, summary.eventSubtype].filter(Boolean).join(" · ") });
  type.append(...typeParts(summary), ...flags(summary));
  return make(
    "tr",
    { "data-seq": String(summary.seq), tabindex: "-1", class: isNew ? "new" : undefined },
    make("td", { text: timeText(new Date(summary.at), true), title: summary.at }),
    type,
    make("td", { class: "wide", text: summary.assetId ?? "–", title: summary.assetId ?? undefined }),
    make("td", { class: "wider", text: summary.client, title: summary.client }),
    make("td", { class: "wide number", text: sizeText(summary.size) }),
  );
}

const isFiltered = () => Object.values(filter).some(Boolean);

let total = 0;
export function showTotal(count) {
  total = count;
  showCounts();
}

const showCounts = inFrame(() => {
  const count = rows.childElementCount;
  const behind = isPaused ? kept.filter((summary) => summary.seq > shownSeq && matches(summary)).length : 0;
  setText($("pause"), isPaused ? (behind ? `Resume · ${countText(behind)} new` : "Resume") : "Pause");
  const which = isFiltered() ? "that match" : "newest";
  setText($("shown"), count === 0 ? "" : count < mostRows && !isFiltered() ? plural(count, "event") : `${count} ${which}, of ${countText(Math.max(total, kept.length))}`);
  $("nothing").hidden = count > 0;
  $("nothing-try").hidden = isFiltered() || kept.length > 0;
  setText($("nothing-text"), isFiltered() ? "No event that is kept matches the filter." : "Nothing has come yet.");
});

/// A command that makes the first event.
export function showTry(state) {
  const topic = `$aws/rules/iot_data_platform_telemetry_${state.stage}`;
  const event = `{"eventType":"${referenceType}","eventSubtype":"any-sub-type","assetId":"press-1","payload":{"foo":"bar"}}`;
  setText($("try"), `mosquitto_pub -h ${location.hostname} -p ${state.mqttPort} -q 1 \\\n  -t '${topic}' \\\n  -m '${event}'`);
}

// MARK: Filter and pause

let sayTimer;
function filterChanged() {
  for (const name of Object.keys(filter)) filter[name] = inputs[name].value.trim();
  $("clear").disabled = !isFiltered();
  markQuick();
  rebuild();
  // The platform remembers more than the page does.
  const query = new URLSearchParams({ limit: String(mostRows) });
  for (const [name, key] of [["type", "eventType"], ["subtype", "eventSubtype"], ["asset", "assetId"]]) {
    if (filter[name] && (seen[name].has(filter[name]) || filter[name] === referenceType)) query.set(key, filter[name]);
  }
  clearTimeout(sayTimer);
  sayTimer = setTimeout(async () => {
    if (query.size > 1) await fill(query).catch(() => {});
    say(isFiltered() ? `${plural(rows.childElementCount, "event")} shown` : "All events shown");
  }, 300);
}

export function setFilter(name, value) {
  inputs[name].value = value;
  filterChanged();
}

export function toggleType(type) {
  setFilter("type", filter.type === type ? "" : type);
}

function clearFilter() {
  for (const input of Object.values(inputs)) input.value = "";
  filterChanged();
}

let shownTypes = [];
/// A button for each of the most frequent types, that of the reference client always.
export function showTypes(byType) {
  byType.forEach(({ eventType }) => eventType.startsWith("(") || add(seen.type, eventType));
  namesSoon();
  const counts = new Map(byType.map(({ eventType, count }) => [eventType, count]));
  const others = byType.map(({ eventType }) => eventType).filter((type) => type !== referenceType && !type.startsWith("("));
  shownTypes = [referenceType, ...others.slice(0, 9)].map((type) => ({ type, count: counts.get(type) ?? 0 }));
  keep($("quick"), shownTypes, ({ type }) => type, ({ type }) => {
    const button = make("button", { type: "button", class: "chip", "aria-pressed": "false" }, make("span", { text: type }), make("small"));
    button.addEventListener("click", () => toggleType(type));
    return button;
  }, (button, { count }) => setText(button.lastElementChild, count ? countText(count) : ""));
  markQuick();
}

function markQuick() {
  for (const [type, button] of $("quick").parts ?? []) {
    button.setAttribute("aria-pressed", String(type === filter.type));
  }
}

export function togglePause() {
  isPaused = !isPaused;
  $("pause").setAttribute("aria-pressed", String(isPaused));
  say(isPaused ? "Paused" : "Live again");
  pointedAt = 0;
  flush();
}

// MARK: One in full

const marker = ',"event":';

export async function open(seq) {
  const answer = await fetch(`/api/events/${seq}`).catch(() => null);
  if (!answer?.ok) return toast(answer?.status === 404 ? "The platform no longer has this event." : "The platform does not answer.");
  const text = await answer.text();
  // The event stands in the answer as it came, and the page shows it so.
  const start = text.indexOf(marker);
  const summary = JSON.parse(`${text.slice(0, start)}}`);
  openSeq = summary.seq;
  openText = text.slice(start + marker.length, -1);
  $("event-title").replaceChildren(...typeParts(summary));
  $("event-flags").replaceChildren(...flags(summary));
  const facts = [
    ["Received", `${summary.at} (number ${summary.seq})`], ["Asset", summary.assetId], ["Asset time", summary.assetTimestamp],
    ["Client", summary.client], ["Topic", summary.topic], ["UUID", summary.uuid],
    ["Size", `${countText(summary.size)} bytes`], ["Rejected", summary.rejected],
  ];
  $("event-facts").replaceChildren(
    ...facts.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]));
  $("event-text").replaceChildren(prettyJSON(openText));
  $("event-text").scrollTop = 0;
  $("only").hidden = !summary.eventType;
  $("only").dataset.type = summary.eventType ?? "";
  markNeighbours();
  if (!$("event").open) {
    $("event").showModal();
    $("event-text").focus();
  }
}

const neighbour = (step) => {
  const list = [...rows.children].map((element) => Number(element.dataset.seq));
  return step < 0 ? list.filter((seq) => seq > openSeq).at(-1) : list.find((seq) => seq < openSeq);
};

function markNeighbours() {
  $("newer").disabled = neighbour(-1) === undefined;
  $("older").disabled = neighbour(1) === undefined;
}

function go(step) {
  const seq = neighbour(step);
  if (seq !== undefined) attempt(() => open(seq));
}

async function copy() {
  try {
    await navigator.clipboard.writeText(openText);
    toast("Copied.");
  } catch {
    // Without HTTPS, only pages of this machine may write to the clipboard.
    getSelection().selectAllChildren($("event-text"));
    toast(document.execCommand("copy") ? "Copied." : "Selected; copy it with Ctrl-C.");
  }
}

// MARK: Keys and pointer

/// True when the key was one of the table's or the open event's.
export function key(event) {
  if ($("event").open) {
    if (event.key === "ArrowLeft") go(-1);
    else if (event.key === "ArrowRight") go(1);
    else if (event.key === "c") copy();
    else return false;
    return true;
  }
  const current = document.activeElement?.closest?.("#rows tr");
  // Elsewhere, Home and End scroll the page and Enter presses a button.
  if (!current && !["ArrowDown", "ArrowUp"].includes(event.key)) return false;
  const target = {
    ArrowDown: () => (current ? current.nextElementSibling : rows.querySelector('tr[tabindex="0"]')),
    ArrowUp: () => (current ? current.previousElementSibling : rows.querySelector('tr[tabindex="0"]')),
    Home: () => rows.firstElementChild,
    End: () => rows.lastElementChild,
  }[event.key];
  if (target) focusRow(target());
  else if (event.key === "Enter" || event.key === " ") attempt(() => open(Number(current.dataset.seq)));
  else return false;
  return true;
}

for (const input of Object.values(inputs)) {
  input.addEventListener("input", filterChanged);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") focusRow(rows.firstElementChild);
    else if (event.key !== "Escape") return;
    else if (input.value) {
      input.value = "";
      filterChanged();
    } else input.blur();
    event.preventDefault();
  });
}
$("clear").addEventListener("click", () => {
  clearFilter();
  inputs.type.focus();
});
$("pause").addEventListener("click", togglePause);
rows.addEventListener("pointermove", () => (pointedAt = performance.now()));
rows.addEventListener("pointerleave", () => (pointedAt = 0));
rows.addEventListener("click", (event) => {
  const element = event.target.closest("tr");
  if (!element) return;
  focusRow(element);
  attempt(() => open(Number(element.dataset.seq)));
});
$("event-close").addEventListener("click", () => $("event").close());
$("event").addEventListener("close", () => {
  const element = [...rows.children].find((candidate) => candidate.dataset.seq === String(openSeq));
  focusRow(element ?? rows.firstElementChild);
});
$("newer").addEventListener("click", () => go(-1));
$("older").addEventListener("click", () => go(1));
$("copy").addEventListener("click", copy);
$("only").addEventListener("click", () => {
  setFilter("type", $("only").dataset.type);
  $("event").close();
});
