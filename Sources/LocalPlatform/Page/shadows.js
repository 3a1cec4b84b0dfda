// The shadows of all things: what is wanted beside what is reported, with a switch and chips for what events pass.
import { $, ask, attempt, inFrame, keep, make, makeSwitch, plural, setText, toast } from "./parts.js";

const publishing = "event_publishing_enabled";
const telemetry = "sendTelemetryData";
const blacklist = "event_type_blacklist";
const mostAttempts = 4;

const documents = new Map();
let things = [];

const keyOf = (thing, name) => JSON.stringify([thing, name ?? null]);
const pathOf = (thing, name) => ["/api/shadows", thing, ...(name == null ? [] : [name])].map((part, index) => (index ? encodeURIComponent(part) : part)).join("/");

export async function load() {
  const list = await ask("GET", "/api/shadows");
  const fresh = await Promise.all(
    list.map(async ({ thing, name }) => [keyOf(thing, name), await ask("GET", pathOf(thing, name)).catch(() => undefined)]));
  documents.clear();
  for (const [key, document] of fresh) if (document) documents.set(key, document);
  showSoon();
}

export function take({ thing, name, document }) {
  if (document) documents.set(keyOf(thing, name), document);
  else documents.delete(keyOf(thing, name));
  showSoon();
}

/// Clients and assets have a shadow's place even before they have one.
export function showThings(state) {
  const next = [...new Set([...state.clients.map(({ id }) => id), ...state.assets.map(({ clientId }) => clientId)])];
  if (JSON.stringify(next) === JSON.stringify(things)) return;
  things = next;
  showSoon();
}

const showSoon = inFrame(() => {
  const keys = new Set([...documents.keys(), ...things.map((thing) => keyOf(thing))]);
  const list = [...keys].map((key) => JSON.parse(key)).sort(([thing, name], [otherThing, otherName]) =>
    // Those with a shadow first: a device under test, not a passing subscriber.
    Number(documents.has(keyOf(otherThing))) - Number(documents.has(keyOf(thing)))
    || (thing < otherThing ? -1 : thing > otherThing ? 1 : (name ?? "") < (otherName ?? "") ? -1 : 1));
  keep($("shadow-list"), list, (item) => JSON.stringify(item), ([thing, name]) => new ShadowView(thing, name).element,
    (element) => element.view.show());
  setText($("shadow-count"), documents.size ? plural(documents.size, "shadow") : "");
  $("no-shadow").hidden = list.length > 0;
});

/// Leaves with their paths; arrays are one, as the service replaces them whole.
function leaves(value, path = "", found = new Map()) {
  if (value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length) {
    for (const [name, member] of Object.entries(value)) leaves(member, path ? `${path}.${name}` : name, found);
  } else if (path) found.set(path, JSON.stringify(value));
  return found;
}

/// Long names break where their words do.
function showPath(cell, path) {
  if (cell.textContent === path) return;
  cell.replaceChildren(...path.split(/(?<=[._])/).flatMap((part) => [part, make("wbr")]));
}

const strings = (value) => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined);
const onOff = (value) => (value === undefined ? "not said" : typeof value === "boolean" ? (value ? "on" : "off") : "no boolean");

class ShadowView {
  constructor(thing, name) {
    this.thing = thing;
    this.name = name;
    this.version = make("span", { class: "badge" });
    this.sync = make("span", { class: "badge" });
    this.switches = [[publishing, "Publishing"], [telemetry, telemetry]].map(([key, label]) => this.makeToggle(key, label));
    this.chips = make("ul", { class: "chips", "aria-label": "Blacklisted types" });
    this.blacklistNote = make("p", { class: "quiet differs" });
    this.input = make("input", { list: "blacklistable", placeholder: "type or type.subtype", "aria-label": `Blacklist a type for ${thing}`, autocomplete: "off", spellcheck: "false" });
    this.form = make("form", { onsubmit: (event) => this.submit(event) }, this.input, make("button", { type: "submit", text: "Blacklist" }));
    this.black = make("div", {}, make("p", { class: "label", text: "Blacklist" }), this.chips, this.form, this.blacklistNote);
    this.rows = make("tbody");
    this.summary = make("summary", { text: "Desired and reported" });
    this.withdraw = make("button", { type: "button", text: "Withdraw what is desired", onclick: () => attempt(() => this.post({ desired: null })) });
    this.table = make("details", {}, this.summary,
      make("table", { class: "compare" },
        make("thead", {}, make("tr", {}, ...["Field", "Desired", "Reported"].map((text) => make("th", { scope: "col", text })))), this.rows),
      this.withdraw);
    this.element = make("section", { class: "shadow", "aria-label": `Shadow of ${thing}${name == null ? "" : `, ${name}`}`, "data-thing": thing, "data-name": name ?? "" },
      make("div", { class: "line" }, make("h3", { text: thing }), make("span", { class: "badge", text: name ?? "classic" }), this.version, this.sync),
      ...this.switches.map(({ line }) => line), this.black, this.table);
    this.element.view = this;
    this.table.open = name == null;
  }

  makeToggle(key, label) {
    const note = make("span", { class: "quiet" });
    const button = makeSwitch(`${label} of ${this.thing}`, (isOn) => attempt(() => this.post({ desired: { [key]: isOn } })));
    return { key, button, note, line: make("div", { class: "control" }, button, make("span", { text: label }), note) };
  }

  get document() { return documents.get(keyOf(this.thing, this.name)); }
  get desired() { return this.document?.state?.desired ?? {}; }
  get reported() { return this.document?.state?.reported ?? {}; }

  show() {
    const { document, desired, reported } = this;
    const differing = leaves(document?.state?.delta);
    setText(this.version, document ? `v${document.version}` : "");
    this.version.title = document ? `version ${document.version}` : "";
    this.version.hidden = !document;
    const [text, kind] = !document ? ["no shadow yet", ""]
      : differing.size ? [`${differing.size} pending`, "warn"]
      : document.state?.desired ? ["in sync", "good"] : ["nothing desired", ""];
    setText(this.sync, text);
    this.sync.className = `badge ${kind}`;
    // A shadow that nobody wishes anything of, as a summary of health, needs no word on it.
    this.sync.hidden = text === "nothing desired" && this.name != null;
    for (const toggle of this.switches) this.showToggle(toggle);
    this.black.hidden = !this.has(blacklist);
    this.showBlacklist(differing.has(blacklist));
    this.showTable(leaves(desired), leaves(reported), differing);
  }

  /// A classic shadow always has the two usual fields here; any other shadow and field when they are in it.
  has(key) { return (this.name == null && key !== telemetry) || key in this.desired || key in this.reported; }

  showToggle({ key, button, note, line }) {
    line.hidden = !this.has(key);
    const [wanted, real] = [this.desired[key], this.reported[key]];
    const value = [wanted, real].find((candidate) => typeof candidate === "boolean") ?? true;
    button.setAttribute("aria-checked", String(value));
    const differs = wanted !== undefined && wanted !== real;
    setText(note, wanted === undefined && real === undefined ? "on unless said otherwise"
      : differs ? `≠ reported: ${onOff(real)}` : `reported: ${onOff(real)}`);
    note.classList.toggle("differs", differs);
  }

  get blacklisted() { return strings(this.desired[blacklist]) ?? strings(this.reported[blacklist]) ?? []; }

  showBlacklist(differs) {
    const list = [...new Set(this.blacklisted)];
    keep(this.chips, list, (type) => type, (type) =>
      make("li", { class: "chip" }, make("span", { text: type }),
        make("button", { type: "button", text: "×", "aria-label": `Take ${type} off the blacklist`, title: "Take off", onclick: () => this.remove(type) })));
    this.chips.hidden = list.length === 0;
    const reported = strings(this.reported[blacklist]);
    setText(this.blacklistNote, differs ? `≠ reported: ${reported ? reported.join(", ") || "empty" : "not said"}` : "");
    this.blacklistNote.hidden = !differs;
  }

  showTable(desired, reported, differing) {
    const paths = [...new Set([...desired.keys(), ...reported.keys()])].sort();
    this.table.hidden = paths.length === 0;
    this.withdraw.hidden = desired.size === 0;
    const cell = (text) => make("td", { text: text ?? "–" });
    keep(this.rows, paths, (path) => path, (path) => make("tr", {}, make("td", { text: path }), cell(), cell()), (row, path) => {
      const differs = differing.has(path);
      row.className = differs ? "differs" : "";
      showPath(row.children[0], differs ? `≠ ${path}` : path);
      setText(row.children[1], desired.get(path) ?? "–");
      setText(row.children[2], reported.get(path) ?? "–");
    });
  }

  submit(event) {
    event.preventDefault();
    const type = this.input.value.trim();
    if (!type) return;
    if (this.blacklisted.includes(type)) return toast(`${type} is on the blacklist already.`);
    this.input.value = "";
    attempt(() => this.change((list) => [...list, type]));
  }

  remove(type) {
    // The chip takes the focus with it; the field is the next thing to use.
    this.input.focus();
    attempt(() => this.change((list) => list.filter((item) => item !== type)));
  }

  post(state, version) { return ask("POST", pathOf(this.thing, this.name), { state, version }); }

  /// The list is replaced whole: the version makes sure that nobody else's change is lost.
  async change(next) {
    for (let left = mostAttempts; ; left -= 1) {
      try {
        return await this.post({ desired: { [blacklist]: next(this.blacklisted) } }, this.document?.version);
      } catch (fault) {
        if (fault.status !== 409 || left <= 1) throw fault;
        take({ thing: this.thing, name: this.name, document: await ask("GET", pathOf(this.thing, this.name)).catch(() => undefined) });
      }
    }
  }
}
