// The verdict, the figures, and the cards about connection, shadow and spool.
import { $, countText, keep, make, plural, setText, sizeText } from "./parts.js";
import { curve, dateText, rateText, showFacts, spanText } from "./texts.js";

const levels = { ok: 0, warning: 1, failure: 2 };

export function showVerdict({ findings, healthy, host }) {
  const worst = findings.reduce((level, finding) => (levels[finding.level] > levels[level] ? finding.level : level), healthy ? "ok" : "failure");
  $("verdict").dataset.level = worst;
  const failures = findings.filter(({ level }) => level === "failure").length;
  setText($("verdict-title"), worst === "ok" ? "All is well" : failures ? `${plural(failures, "thing")} to mend` : healthy ? "Telemetry flows, with remarks" : "Not ready yet");
  const last = Math.min(...host.presses.filter(({ lastRecord }) => lastRecord).map(({ silent }) => silent));
  setText($("verdict-text"), [
    host.connection.isConnected ? "Connected to the broker" : "Not connected: events wait on this machine, none is lost",
    Number.isFinite(last) ? `last record ${spanText(last)} ago` : "no record since the start",
  ].join("; ") + ".");
  keep($("findings"), findings, ({ id, subject, cause }) => JSON.stringify([id, subject, cause.length > 400 ? cause.length : ""]), ({ level, subject, id }) =>
    make("li", { class: level, "data-id": id }, make("span", { class: "subject", text: `${level === "failure" ? "To mend" : "Remark"} · ${subject}` }), make("p", { class: "cause" }), make("p", { class: "next" })),
  (element, { level, cause, nextStep }) => {
    element.className = level;
    setText(element.querySelector(".cause"), cause);
    setText(element.querySelector(".next"), nextStep ?? "");
  });
  document.title = worst === "ok" ? "adapter-host" : `${failures ? "!" : "·"} adapter-host`;
}

export function showFigures({ host }) {
  const { connection, spool, certificate } = host;
  setText($("rate"), rateText(connection.rate).replace("/s", ""));
  setText($("rate").nextElementSibling, connection.rate && connection.rate < 0.095 ? "events acknowledged" : "events per second");
  const { line, area } = curve(connection.history, 240, 56, 5, 18);
  $("curve-line").setAttribute("d", line);
  $("curve-area").setAttribute("d", area);
  const peak = Math.max(0, ...connection.history);
  setText($("peak"), peak ? `10 min, at most ${rateText(peak)}` : "");
  const days = certificate?.notAfter === undefined ? undefined : (certificate.notAfter - host.at) / 86400;
  const figures = [
    ["waiting", countText(spool.events), spool.block ? "bad" : ""],
    ["room offline", spool.offlineSeconds === undefined ? sizeText(spool.roomBytes ?? 0) : spanText(spool.offlineSeconds), ""],
    ["acknowledged", countText(spool.counters.acknowledged), ""],
    ["dead letters", countText(spool.counters.deadLetters), spool.counters.deadLetters ? "warn" : ""],
    ["certificate", days === undefined ? undefined : days < 0 ? "expired" : spanText(days * 86400), days < 1 ? "bad" : days < 30 ? "warn" : ""],
  ].filter(([, value]) => value !== undefined);
  keep($("counts"), figures, ([label]) => label, ([label]) => make("div", {}, make("dt", { text: label }), make("dd")),
    (element, [, value, kind]) => {
      setText(element.lastElementChild, value);
      element.className = kind;
    });
}

export function showConnection({ host }) {
  const { connection, certificate } = host;
  setText($("connected"), connection.isConnected ? "connected" : "not connected");
  $("connected").className = `badge ${connection.isConnected ? "good" : "bad"}`;
  const expiry = certificate?.notAfter;
  showFacts($("connection-facts"), [
    ["Broker", connection.endpoint], ["As", connection.clientID], ["Topic", connection.topic],
    ["Fault", connection.fault && `${connection.fault.kind}: ${connection.fault.text}`, "bad"],
    ["Next try", connection.nextTry === undefined ? undefined : `in ${spanText(connection.nextTry)}`],
    ["In flight", countText(connection.inFlight)], ["Sessions", countText(connection.sessions)],
    ["Rejected", connection.rejected ? countText(connection.rejected) : undefined, "bad"],
    ["Certificate", expiry === undefined ? undefined : `valid until ${dateText(expiry)}`, expiry < host.at ? "bad" : undefined],
    ["Its file", certificate?.path],
    ["Clock", host.clockLead === undefined ? undefined : Math.abs(host.clockLead) < 60 ? "right" : `${spanText(Math.abs(host.clockLead))} ${host.clockLead > 0 ? "ahead" : "behind"}`],
  ]);
}

const phases = { off: "no shadow", waiting: "waiting", synced: "in sync", unavailable: "unavailable" };

export function showShadow({ host: { shadow } }) {
  setText($("shadow-phase"), phases[shadow.phase]);
  $("shadow-phase").className = `badge ${shadow.phase === "synced" ? "good" : shadow.phase === "unavailable" ? "warn" : ""}`;
  const { filter } = shadow;
  const held = Object.values(filter.heldBack).reduce((sum, count) => sum + count, 0);
  showFacts($("shadow-facts"), [
    ["In force", filter.isPublishingEnabled ? "publishing" : filter.holds ? "publishing off: events wait" : "publishing off: events are left out", filter.isPublishingEnabled ? undefined : "warn"],
    ["Not sent", filter.blacklist.join(", ") || "no type is switched off", filter.blacklist.length ? "warn" : undefined],
    ["By", filter.isPlatforms ? "the platform" : "host.yaml"],
    ["Left out", held ? plural(held, "event") : undefined], ["Version", shadow.version], ["Why", shadow.reason, "warn"],
    ["Refused", shadow.refusals.join("; "), "warn"],
  ]);
  const keys = [...new Set([...Object.keys(shadow.desired), ...Object.keys(shadow.reported)])].sort();
  $("shadow-compare").hidden = keys.length === 0;
  keep($("shadow-rows"), keys, (key) => key, (key) => make("tr", {}, make("td", { text: key }), make("td"), make("td")), (element, key) => {
    const [desired, reported] = [shadow.desired[key], shadow.reported[key]];
    element.className = desired !== undefined && desired !== reported ? "differs" : "";
    setText(element.children[1], desired ?? "–");
    setText(element.children[2], reported ?? "–");
  });
}

export function showSpool({ host }) {
  const { spool, at } = host;
  setText($("spool-state"), spool.block ?? (spool.events ? "waiting" : "empty"));
  $("spool-state").className = `badge ${spool.block ? "bad" : spool.events ? "" : "good"}`;
  // Where nothing waits for long, what comes leaves at once.
  const keepsUp = spool.events > 0 && at - (spool.oldest ?? at) < 30;
  const drain = keepsUp ? "keeps up with what comes" : spool.neverDrains ? "never: as much comes in as may leave" : spool.drainSeconds === undefined ? "as fast as the broker takes events" : spool.events ? spanText(spool.drainSeconds) : undefined;
  const dropped = Object.values(spool.droppedInThisRun).reduce((sum, count) => sum + count, 0);
  showFacts($("spool-facts"), [
    ["Events", countText(spool.events)], ["Bytes", `${sizeText(spool.bytes)} of ${sizeText(spool.maxBytes)}`],
    ["Oldest", spool.oldest ? `${spanText(at - spool.oldest)} old` : undefined],
    ["Room", spool.roomBytes === undefined ? undefined : `${sizeText(spool.roomBytes)}${spool.offlineSeconds === undefined ? "" : `, for ${spanText(spool.offlineSeconds)} without a broker`}`],
    ["Draining", drain, spool.neverDrains && !keepsUp ? "warn" : undefined], ["Disk free", spool.freeBytes === undefined ? undefined : sizeText(spool.freeBytes)],
    ["Dropped", dropped ? countText(dropped) : undefined, "warn"], ["Why", spool.blockReason ?? spool.fault, "bad"],
  ]);
}
