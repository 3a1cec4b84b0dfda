// What the host says of itself, asked for again and again, and the keys that hold everywhere.
import * as panels from "./panels.js";
import * as tap from "./tap.js";
import { $, setText, timeText } from "./parts.js";
import { askForToken, request } from "./host.js";
import { showLetters } from "./letters.js";
import { showPresses } from "./presses.js";
import { dateText } from "./texts.js";

const pause = 2000;
let lastHeard;
let timer;

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    show(await request("GET", "/api/status"));
  } catch (fault) {
    if (fault.status === 401) {
      setText($("live-text"), "A token is needed");
      askForToken(start);
      timer = setTimeout(ask, pause * 5);
      return;
    }
    showGone();
  }
  timer = setTimeout(ask, pause);
}

function start() {
  ask();
  tap.listen();
}

function show(report) {
  lastHeard = new Date();
  $("gone").hidden = true;
  $("live").dataset.is = report.ready ? "live" : "gone";
  setText($("live-text"), report.ready ? "Running" : "Running, not ready");
  setText($("client"), report.host.connection.clientID);
  $("client").hidden = false;
  panels.showVerdict(report);
  panels.showFigures(report);
  panels.showConnection(report);
  panels.showShadow(report);
  panels.showSpool(report);
  showPresses(report.host);
  showLetters(report, ask);
  tap.showNames(report.host.presses);
  setText($("about"), `adapter-host ${report.host.version}, running since ${dateText(report.host.startedAt)} as ${report.host.user}`);
}

function showGone() {
  $("live").dataset.is = "gone";
  setText($("live-text"), "Not connected");
  $("gone").hidden = false;
  setText($("gone"), lastHeard
    ? `The host does not answer. What you see is of ${timeText(lastHeard)}. Asking again by itself.`
    : "The host does not answer. Asking again by itself.");
}

// MARK: Keys

const dialogs = [$("event"), $("help"), $("sure"), $("token")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.matches?.("input, select, textarea")) return;
  // Enter and space belong to a focused button.
  if (event.target.closest?.("button, summary, a") && (event.key === "Enter" || event.key === " ")) return;
  if (tap.key(event)) {
    // its own
  } else if (dialogs.some(({ open }) => open)) return;
  else if (event.key === "/") {
    $("by-type").focus();
    $("by-type").select();
  } else if (event.key === "p") tap.togglePause();
  else if (event.key === "?") $("help").showModal();
  else return;
  event.preventDefault();
});

$("help-open").addEventListener("click", () => $("help").showModal());
$("help-close").addEventListener("click", () => $("help").close());
// A click beside a dialog closes it.
for (const dialog of dialogs) dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

document.addEventListener("visibilitychange", ask);
start();
