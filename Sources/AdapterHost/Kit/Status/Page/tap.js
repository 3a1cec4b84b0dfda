// Events as they pass: a stream, filtered, paused, and one of them in full.
import { $, countText, inFrame, keep, make, plural, prettyJSON, rowFocus, say, setText, sizeText, timeText, typeParts } from "./parts.js";
import { headers } from "./host.js";

const mostKept = 300;
const mostCharacters = 8_000_000;
const longestWait = 5000;

/// Newest first: events, and how many were lost in between.
let kept = [];
let characters = 0;
let number = 0;
let isPaused = false;
let isFresh = false;
let stop;
let wait = 500;
let retryTimer;
let open;
const types = new Set();
const rows = $("rows");
const { oneTabStop, focusRow } = rowFocus(rows);

// MARK: Stream

/// Listens while the page is looked at, and only then: nobody listening costs the host nothing.
export function listen() {
  clearTimeout(retryTimer);
  stop?.abort();
  stop = undefined;
  if (document.hidden || isPaused) return;
  const control = new AbortController();
  stop = control;
  read(control).catch(() => {}).then(() => {
    if (control.signal.aborted) return;
    retryTimer = setTimeout(listen, wait);
    wait = Math.min(wait * 2, longestWait);
  });
}

async function read(control) {
  const query = new URLSearchParams($("by-press").value ? { press: $("by-press").value } : {});
  const answer = await fetch(`/api/events?${query}`, { headers: headers(), signal: control.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  wait = 500;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    blocks.forEach(take);
  }
}

const marker = ',"event":';

function take(block) {
  const lines = block.split("\n");
  const kind = lines.find((line) => line.startsWith("event: "))?.slice(7);
  const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
  if (kind === "lost") note({ lost: JSON.parse(data).lost });
  if (kind !== "event") return;
  // The event stands there as it was queued, and the page shows it so.
  const start = data.indexOf(marker);
  const head = JSON.parse(`${data.slice(0, start)}}`);
  note({ ...head, text: data.slice(start + marker.length, -1) });
}

function note(entry) {
  entry.number = ++number;
  characters += entry.text?.length ?? 0;
  kept.unshift(entry);
  while (kept.length > mostKept || (characters > mostCharacters && kept.length > 1)) characters -= kept.pop().text?.length ?? 0;
  if (entry.type && types.size < 500) types.add(entry.type);
  isFresh = true;
  showSoon();
}

// MARK: Showing

const typed = () => $("by-type").value.trim().toLowerCase();
const matches = (entry) => {
  const wanted = typed();
  return !wanted || (entry.lost === undefined && `${entry.type}.${entry.subtype}`.toLowerCase().includes(wanted));
};

const showSoon = inFrame(show);

function show() {
  const shown = kept.filter(matches);
  keep(rows, shown, (entry) => entry.number, makeRow);
  oneTabStop();
  const events = shown.filter(({ lost }) => lost === undefined).length;
  setText($("shown"), isPaused ? `paused, ${plural(events, "event")}` : events ? plural(events, "event") : "");
  $("nothing").hidden = shown.length > 0;
  setText($("nothing"), kept.length ? "No event that is kept matches the filter." : "Nothing has passed since this page was opened.");
  if (isFresh) keep($("types"), [...types].sort(), (name) => name, (value) => make("option", { value }));
  isFresh = false;
}

function makeRow(entry) {
  if (entry.lost !== undefined) {
    return make("tr", { class: "lost", tabindex: "-1", "data-number": String(entry.number) },
      make("td", { colspan: "4", text: `${plural(entry.lost, "event")} came faster than this page reads and ${entry.lost === 1 ? "is" : "are"} not shown` }));
  }
  const type = make("td", { title: `${entry.type}.${entry.subtype}` });
  type.append(...typeParts({ eventType: entry.type, eventSubtype: entry.subtype }));
  return make("tr", { tabindex: "-1", "data-number": String(entry.number) },
    make("td", { text: timeText(new Date(entry.at), true), title: entry.at }), type,
    make("td", { text: entry.press, title: entry.press }),
    make("td", { class: "wide number", text: sizeText(entry.text.length) }));
}

export function showNames(presses) {
  keep($("by-press"), ["", ...presses.map(({ id }) => id)], (id) => `p:${id}`, (id) => make("option", { value: id, text: id || "all" }));
}

// MARK: Filter and pause

function filterChanged() {
  $("clear").disabled = !$("by-type").value && !$("by-press").value;
  show();
}

export function togglePause() {
  isPaused = !isPaused;
  $("pause").setAttribute("aria-pressed", String(isPaused));
  setText($("pause"), isPaused ? "Resume" : "Pause");
  say(isPaused ? "Paused" : "Live again");
  listen();
  show();
}

// MARK: One in full

function openEvent(entry) {
  if (!entry || entry.lost !== undefined) return;
  open = entry;
  $("event-title").replaceChildren(...typeParts({ eventType: entry.type, eventSubtype: entry.subtype }));
  const facts = [["Queued", entry.at], ["Press", entry.press], ["Topic", entry.topic], ["Size", `${countText(entry.text.length)} characters`]];
  $("event-facts").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]));
  $("event-text").replaceChildren(prettyJSON(entry.text));
  $("event-text").scrollTop = 0;
  $("newer").disabled = !neighbour(-1);
  $("older").disabled = !neighbour(1);
  if (!$("event").open) {
    $("event").showModal();
    $("event-text").focus();
  }
}

function neighbour(step) {
  const shown = kept.filter((entry) => matches(entry) && entry.lost === undefined);
  return step < 0 ? shown.filter((entry) => entry.number > open.number).at(-1) : shown.find((entry) => entry.number < open.number);
}

// MARK: Keys and pointer

/// True when the key was one of the table's or the open event's.
export function key(event) {
  if ($("event").open) {
    if (event.key === "ArrowLeft") openEvent(neighbour(-1));
    else if (event.key === "ArrowRight") openEvent(neighbour(1));
    else return false;
    return true;
  }
  const current = document.activeElement?.closest?.("#rows tr");
  if (!current) return false;
  const target = {
    ArrowDown: () => current.nextElementSibling, ArrowUp: () => current.previousElementSibling,
    Home: () => rows.firstElementChild, End: () => rows.lastElementChild,
  }[event.key];
  if (target) focusRow(target());
  else if (event.key === "Enter" || event.key === " ") openEvent(kept.find((entry) => String(entry.number) === current.dataset.number));
  else return false;
  return true;
}

rows.addEventListener("click", (event) => {
  const element = event.target.closest("tr");
  if (!element) return;
  focusRow(element);
  openEvent(kept.find((entry) => String(entry.number) === element.dataset.number));
});
$("by-type").addEventListener("input", filterChanged);
$("by-type").addEventListener("keydown", (event) => {
  if (event.key === "Enter") focusRow(rows.firstElementChild);
  else if (event.key !== "Escape") return;
  else if ($("by-type").value) {
    $("by-type").value = "";
    filterChanged();
  } else $("by-type").blur();
  event.preventDefault();
});
$("by-press").addEventListener("change", () => {
  kept = [];
  characters = 0;
  listen();
  filterChanged();
});
$("clear").addEventListener("click", () => {
  $("by-type").value = "";
  if ($("by-press").value) {
    $("by-press").value = "";
    listen();
  }
  filterChanged();
  $("by-type").focus();
});
$("pause").addEventListener("click", togglePause);
$("event-close").addEventListener("click", () => $("event").close());
$("event").addEventListener("close", () => focusRow([...rows.children].find(({ dataset }) => dataset.number === String(open?.number)) ?? rows.firstElementChild));
$("newer").addEventListener("click", () => openEvent(neighbour(-1)));
$("older").addEventListener("click", () => openEvent(neighbour(1)));
document.addEventListener("visibilitychange", listen);
