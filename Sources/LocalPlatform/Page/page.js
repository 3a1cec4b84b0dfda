// The stream from the platform, and the keys that hold everywhere.
import * as events from "./events.js";
import * as panels from "./panels.js";
import * as shadows from "./shadows.js";
import { $, inFrame, setText, sinceText, timeText } from "./parts.js";

const longestWait = 5000;
let wait = 500;
let startedAt;
let state;
let lastHeard;
let fillTimer;

// MARK: Stream

function connect() {
  const source = new EventSource("/api/stream");
  const on = (kind, take) => source.addEventListener(kind, ({ data }) => {
    lastHeard = new Date();
    take(JSON.parse(data));
  });
  // Its state comes first; what was before it is asked for.
  source.addEventListener("open", () => {
    wait = 500;
    showLive();
    refill();
  });
  on("state", takeState);
  on("event", takeEvent);
  on("shadow", shadows.take);
  source.addEventListener("error", () => {
    // The browser gives up for good on some errors; so we try again ourselves on all.
    source.close();
    showGone();
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, longestWait);
  });
}

function takeState(next) {
  if (startedAt && startedAt !== next.startedAt) {
    events.forget();
    panels.forgetCurve();
    refill();
  }
  startedAt = next.startedAt;
  state = next;
  showState();
}

const showState = inFrame(() => {
  setText($("stage"), state.stage);
  $("stage").hidden = false;
  setText($("about"), `MQTT on ${state.mqttPort}, with TLS on ${state.tlsPort}, limits: ${state.limits}, running since ${sinceText(state.startedAt)}`);
  panels.showFigures(state);
  panels.showClients(state);
  panels.showFaults(state.faults);
  panels.showAssets(state);
  shadows.showThings(state);
  events.showTypes(state.byType);
  events.showTotal(state.counts.events);
  events.showTry(state);
});

function takeEvent(summary) {
  const last = events.lastSeq();
  // The platform drops messages for a page that is too slow; their numbers are missing then.
  if (last && summary.seq > last + 1) refillSoon();
  if (summary.seq > last) panels.counted(new Date(), last ? summary.seq - last : 1);
  events.take(summary);
}

function refillSoon() {
  fillTimer ??= setTimeout(() => {
    fillTimer = undefined;
    refill(false);
  }, 500);
}

/// A failure shows in the stream, too, and leads back here.
function refill(isFirst = true) {
  events.fill(isFirst ? "limit=2000" : undefined).then((list) => {
    if (!isFirst) return;
    panels.forgetCurve();
    list.forEach(({ at }) => panels.counted(new Date(at)));
    panels.drawCurve();
  }).catch(() => {});
  shadows.load().catch(() => {});
}

function showLive() {
  $("live").dataset.is = "live";
  setText($("live-text"), "Live");
  $("gone").hidden = true;
}

function showGone() {
  if ($("live").dataset.is === "gone") return;
  $("live").dataset.is = "gone";
  setText($("live-text"), "Not connected");
  $("gone").hidden = false;
  setText($("gone"), lastHeard
    ? `The platform does not answer. What you see is of ${timeText(lastHeard)}. Trying again by itself.`
    : "The platform does not answer. Trying again by itself.");
}

// MARK: Keys

const isTyping = (element) => element?.matches?.("input, select, textarea");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  // Enter and space belong to a focused button; the arrows of an element that scrolls are its own.
  const isModal = $("help").open || $("event").open;
  const isButton = event.target.closest?.("button, summary, a") && (event.key === "Enter" || event.key === " ");
  if (isButton || (event.target.matches?.("#try") && event.key.startsWith("Arrow"))) return;
  if (events.key(event)) {
    // its own
  } else if (isModal) return;
  else if (event.key === "/") {
    $("by-type").focus();
    $("by-type").select();
  } else if (event.key === "p") events.togglePause();
  else if (event.key === "r") events.toggleType(events.referenceType);
  else if (event.key === "?") $("help").showModal();
  else return;
  event.preventDefault();
});

$("help-open").addEventListener("click", () => $("help").showModal());
$("help-close").addEventListener("click", () => $("help").close());
// A click beside a dialog closes it.
for (const dialog of [$("help"), $("event")]) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

setInterval(() => document.hidden || panels.drawCurve(), 1000);
connect();
