// Figures with their curve, clients, faults, assets.
import { $, ask, attempt, countText, keep, make, makeSwitch, plural, setText, sinceText, sizeText, toast } from "./parts.js";

// MARK: Figures

const seconds = 120;
/// Events of each of the last seconds, the current one last.
let buckets = new Array(seconds).fill(0);
let bucketSecond = Math.floor(Date.now() / 1000);

export function counted(date, count = 1) {
  advance();
  const index = seconds - 1 - (bucketSecond - Math.floor(date.getTime() / 1000));
  buckets[Math.min(index, seconds - 1)] += index >= 0 ? count : 0;
}

export function forgetCurve() {
  buckets.fill(0);
}

function advance() {
  const second = Math.floor(Date.now() / 1000);
  const passed = Math.min(Math.max(second - bucketSecond, 0), seconds);
  if (passed) buckets = [...buckets.slice(passed), ...new Array(passed).fill(0)];
  bucketSecond = second;
}

/// The second that is not over would always look like a fall.
export function drawCurve() {
  advance();
  const whole = buckets.slice(0, -1);
  const peak = Math.max(...whole);
  const points = whole.map((count, index) =>
    `${((index * 240) / (whole.length - 1)).toFixed(1)},${(54 - (count * 36) / Math.max(peak, 5)).toFixed(1)}`);
  $("curve-line").setAttribute("d", `M${points.join("L")}`);
  $("curve-area").setAttribute("d", `M0,56L${points.join("L")}L240,56Z`);
  setText($("peak"), peak ? `2 min, at most ${peak}/s` : "");
  if (bucketSecond % 10 === 0) {
    $("curve").setAttribute("aria-label", `Events per second in the last two minutes: at most ${peak}, now ${whole.at(-1)}`);
  }
}

const figures = [
  ["events", "events"], ["bytes", "received"], ["duplicates", "duplicates", "warn"], ["rejected", "rejected", "bad"],
  ["throttled", "throttled", "warn"], ["unknownRule", "unknown rule", "bad"],
];

export function showFigures({ counts, rates }) {
  const rate = rates.eventsPerSecond;
  setText($("rate"), rate >= 100 || rate === 0 ? String(Math.round(rate)) : rate.toFixed(1));
  // What hardly ever happens has a place only once it did.
  const shown = figures.filter(([key]) => key !== "unknownRule" || counts[key]);
  keep($("counts"), shown, ([key]) => key, ([, label]) => make("div", {}, make("dt", { text: label }), make("dd")),
    (element, [key, , kind]) => {
      setText(element.lastElementChild, key === "bytes" ? sizeText(counts[key]) : countText(counts[key]));
      element.className = kind && counts[key] ? kind : "";
    });
}

// MARK: Clients

export function showClients({ clients }) {
  setText($("client-count"), clients.length ? plural(clients.length, "client") : "");
  $("no-client").hidden = clients.length > 0;
  $("cut-all").disabled = clients.length === 0;
  keep($("client-list"), clients, ({ id, connectedAt, address }) => JSON.stringify([id, connectedAt, address]), makeClient, showClient);
}

function makeClient({ id, address, tls, connectedAt, keepAlive }) {
  const cut = make("button", { type: "button", class: "danger", text: "Cut", "aria-label": `Cut the connection of ${id}`, onclick: () => cutClient(id) });
  return make("li", { class: "client", "data-id": id },
    make("div", { class: "line" }, make("h3", { text: id || "(no id)" }), make("span", { class: `badge ${tls ? "good" : ""}`, text: tls ? "TLS" : "TCP" }), cut),
    make("p", { class: "quiet", text: `${address}, since ${sinceText(connectedAt)}, keep-alive ${keepAlive ? `${keepAlive} s` : "none"}` }),
    make("p", { class: "quiet numbers" }),
    make("details", {}, make("summary"), make("ul")));
}

function showClient(element, { published, inFlight, subscriptions }) {
  setText(element.querySelector(".numbers"), `${countText(published)} published, ${countText(inFlight)} in flight to it`);
  const details = element.querySelector("details");
  details.hidden = subscriptions.length === 0;
  setText(details.firstElementChild, plural(subscriptions.length, "subscription"));
  keep(details.lastElementChild, subscriptions, (text) => text, (text) => make("li", { text }));
}

function cutClient(id) {
  attempt(async () => {
    const { cut } = await ask("POST", "/api/cut", id === undefined ? undefined : { client: id });
    toast(cut ? `${plural(cut, "connection")} cut.` : "It was gone already.");
  });
}

// MARK: Faults

const choices = {
  shadowService: [["on", "works"], ["off", "no answers"], ["refuse", "refuses subscriptions"], ["cut", "cuts at the SUBSCRIBE"]],
  provisioning: [["on", "works"], ["loseAnswer", "loses the answer"], ["refuse", "refuses: 401"], ["fail", "fails: 500"], ["delay", "answers late"]],
};
const faults = [
  { key: "losePubacks", label: "Lose PUBACKs", hint: "the message is taken, its PUBACK never sent", kind: "pubacks" },
  { key: "delayMilliseconds", label: "Delay", hint: "all that is sent to clients", kind: "number", unit: "ms", max: 600000 },
  { key: "stopReading", label: "Stop reading", hint: "from all connections", kind: "flag" },
  { key: "refuseConnects", label: "Refuse connects", hint: "CONNACK 3", kind: "flag" },
  { key: "throttle", label: "Throttle", hint: "discards the excess without a PUBACK", kind: "flag", rate: true },
  { key: "shadowService", label: "Shadow service", kind: "choice" },
  { key: "provisioning", label: "Provisioning", kind: "choice", delay: true },
];
let current = {};

const setFault = (change) => attempt(async () => showFaults(await ask("POST", "/api/faults", change)));
const isOn = (key) => (key === "losePubacks" ? current[key] !== 0 : ![false, 0, "on"].includes(current[key]));

function numberInput(label, max, min, change, step = 1) {
  return make("input", { type: "number", min: String(min), max: String(max), step: String(step), "aria-label": label, onchange: (event) => event.target.value !== "" && change(Number(event.target.value)) });
}

/// What is being typed is left alone.
function setValue(input, value) {
  if (document.activeElement !== input && input.value !== String(value)) input.value = String(value);
}

function makeFault(fault) {
  const set = make("div", { class: "set" });
  const parts = {};
  if (fault.kind === "flag") {
    parts.flag = makeSwitch(fault.label, (value) => setFault({ [fault.key]: value }));
    if (fault.rate) {
      parts.rate = numberInput("Messages a second", 1000000, 1, (value) => setFault({ throttleRate: value }), "any");
      set.append(parts.rate, "/s");
    }
    set.append(parts.flag);
  } else if (fault.kind === "number") {
    parts.number = numberInput(fault.label, fault.max, 0, (value) => setFault({ [fault.key]: value }));
    set.append(parts.number, fault.unit);
  } else if (fault.kind === "choice") {
    parts.choice = make("select", { "aria-label": fault.label, onchange: () => setFault({ [fault.key]: parts.choice.value }) },
      ...choices[fault.key].map(([value, text]) => make("option", { value, text })));
    if (fault.delay) {
      parts.delay = numberInput("Delay of provisioning in milliseconds", 600000, 0, (value) => setFault({ provisioningDelayMilliseconds: value }));
      parts.delayBox = make("span", {}, parts.delay, " ms");
      set.append(parts.delayBox);
    }
    set.append(parts.choice);
  } else {
    parts.how = make("select", { "aria-label": "How PUBACKs are lost", onchange: () => setPubacks(parts, true) },
      make("option", { value: "none", text: "none" }), make("option", { value: "part", text: "by chance, %" }), make("option", { value: "next", text: "the next" }));
    parts.amount = numberInput("How many PUBACKs are lost", 1000000, 0, () => setPubacks(parts, false));
    set.append(parts.how, parts.amount);
  }
  const element = make("div", { class: "fault", role: "group", "aria-label": fault.label, "data-fault": fault.key },
    make("div", { class: "text" }, make("span", { text: fault.label }), fault.hint && make("small", { text: fault.hint })), set);
  element.parts = parts;
  return element;
}

function setPubacks({ how, amount }, isNewKind) {
  if (isNewKind) amount.value = how.value === "part" ? "20" : "10";
  const count = Number(amount.value);
  setFault({ losePubacks: how.value === "none" ? 0 : how.value === "part" ? count / 100 : { next: Math.round(count) } });
}

export function showFaults(state) {
  current = state;
  const active = faults.filter(({ key }) => isOn(key));
  keep($("fault-list"), faults, ({ key }) => key, makeFault, showFault);
  $("reset").disabled = active.length === 0;
  setText($("fault-count"), active.length ? `${active.length} on` : "none");
  $("faulty").hidden = active.length === 0;
  setText($("faulty"), active.length ? `Faults on purpose: ${active.map(({ label }) => label.toLowerCase().replace("pubacks", "PUBACKs")).join(", ")}.` : "");
}

function showFault({ parts, classList }, { key }) {
  classList.toggle("on", isOn(key));
  parts.flag?.setAttribute("aria-checked", String(current[key]));
  if (parts.rate) setValue(parts.rate, current.throttleRate);
  if (parts.number) setValue(parts.number, current[key]);
  if (parts.choice) setValue(parts.choice, current[key]);
  if (parts.delay) {
    setValue(parts.delay, current.provisioningDelayMilliseconds);
    parts.delayBox.hidden = current[key] !== "delay";
  }
  if (!parts.how) return;
  const lost = current.losePubacks;
  setValue(parts.how, typeof lost === "object" ? "next" : lost ? "part" : "none");
  parts.amount.hidden = !lost;
  if (lost) setValue(parts.amount, typeof lost === "object" ? lost.next : Math.round(lost * 1000) / 10);
}

// MARK: Assets

export function showAssets({ assets }) {
  setText($("asset-count"), assets.length ? plural(assets.length, "asset") : "");
  $("no-asset").hidden = assets.length > 0;
  keep($("asset-list"), [...assets].reverse().slice(0, 100), ({ clientId }) => clientId, ({ clientId, createdAt }) =>
    make("li", { class: "asset line" }, make("h3", { text: clientId }), make("span", { class: "quiet", text: `provisioned ${sinceText(createdAt)}` })));
}

$("cut-all").addEventListener("click", () => cutClient());
$("reset").addEventListener("click", () => attempt(async () => showFaults(await ask("POST", "/api/reset"))));
