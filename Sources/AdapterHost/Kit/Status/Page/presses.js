// A row for each press.
import { $, countText, keep, make, plural, setText } from "./parts.js";
import { dateText, drawCurve, makeCurve, rateText, spanText } from "./texts.js";

const size = [120, 30];

export function showPresses(host) {
  const running = host.presses.filter(({ health, obstacle }) => health === "running" && !obstacle).length;
  setText($("press-count"), running === host.presses.length ? `${running} read` : `${running} of ${host.presses.length} read`);
  keep($("press-list"), host.presses, ({ id }) => id, makePress, (element, press) => showPress(element, press, host.at));
}

function makePress({ id, adapter }) {
  return make("li", { class: "press", "data-id": id },
    make("h3", {}, make("span", { class: "dot", "aria-hidden": "true" }), make("span", { text: id }), make("span", { class: "badge", text: adapter })),
    make("p", { class: "last quiet" }),
    make("div", { class: "speed" }, make("span"), makeCurve(...size)),
    make("div", { class: "waits" }),
    make("p", { class: "place" }),
    make("p", { class: "fault" }));
}

const words = { running: "is read", stalled: "gets no further", failed: "failed", ended: "has ended" };

function showPress(element, press, now) {
  const level = press.obstacle || press.health === "failed" || press.health === "stalled" ? "bad"
    : press.health === "ended" ? "ended" : press.silent >= 3600 || press.gauges.filesInError ? "warn" : "good";
  element.dataset.health = press.obstacle ? "failed" : press.health;
  const dot = element.querySelector(".dot");
  dot.className = `dot ${level}`;
  dot.title = press.obstacle ? "cannot be read" : words[press.health];
  setText(element.querySelector(".last"), press.lastRecord ? `last record ${spanText(press.silent)} ago` : "no record yet");
  element.querySelector(".last").title = press.lastRecord ? dateText(press.lastRecord) : "";
  setText(element.querySelector(".speed span"), rateText(press.rate));
  const svg = element.querySelector("svg");
  drawCurve(svg, press.history, ...size);
  svg.setAttribute("aria-label", `Records per second in the last ten minutes: now ${rateText(press.rate)}`);
  const badges = [
    [press.gauges.filesWaiting, (count) => `${countText(count)} wait`, ""],
    [press.gauges.filesInError, (count) => `${countText(count)} in error`, "warn"],
    [press.gauges.bytesBehind, (count) => `${countText(count)} bytes behind`, ""],
  ].filter(([count]) => count);
  keep(element.querySelector(".waits"), badges, ([, text]) => text.toString(), ([, , kind]) => make("span", { class: `badge ${kind}` }),
    (badge, [count, text]) => setText(badge, text(count)));
  setText(element.querySelector(".place"), [press.obstacle ? "cannot be read" : words[press.health], press.place, plural(press.records, "record"),
    press.nextTry && press.health === "failed" ? `next try ${dateText(press.nextTry)}` : undefined].filter(Boolean).join(" · "));
  const fault = press.cause && press.health !== "running" ? press.cause : press.lastFault;
  setText(element.querySelector(".fault"), fault ? (press.lastFaultAt && !press.obstacle && press.health === "running" ? `${dateText(press.lastFaultAt)} ${fault}` : fault) : "");
}
