// Small parts for any page of this project. Data goes into the page as text only, never as markup.

export const $ = (id) => document.getElementById(id);

/// An element with attributes and children; "text" is its text, "on…" are listeners, undefined and false are left out.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/// Sets a text only when it is another one, so that nothing is laid out or read out for nothing.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/// One child for each item, in order; those that stay keep their element, and with it focus and what is open.
export function keep(container, items, key, create, update = () => {}) {
  const known = container.parts ?? (container.parts = new Map());
  const wanted = new Map(items.map((item) => [key(item), item]));
  for (const [name, element] of known) {
    if (wanted.has(name)) continue;
    element.remove();
    known.delete(name);
  }
  let next = container.firstElementChild;
  for (const [name, item] of wanted) {
    let element = known.get(name);
    if (!element) known.set(name, (element = create(item)));
    if (element === next) next = next.nextElementSibling;
    else container.insertBefore(element, next);
    update(element, item);
  }
}

export function makeSwitch(label, change) {
  const button = make("button", { type: "button", role: "switch", class: "switch", "aria-label": label, "aria-checked": "false" });
  button.addEventListener("click", () => change(button.getAttribute("aria-checked") !== "true"));
  return button;
}

const sizes = ["B", "KB", "MB", "GB", "TB"];
export function sizeText(bytes) {
  let step = 0;
  while (bytes >= 1000 && step < sizes.length - 1) {
    bytes /= 1000;
    step += 1;
  }
  return `${step && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${sizes[step]}`;
}

export const countText = (number) => number.toLocaleString("en");
export const plural = (number, one, many = `${one}s`) => `${countText(number)} ${number === 1 ? one : many}`;

const twoDigits = (number) => String(number).padStart(2, "0");
/// The time of day here, with milliseconds if wanted.
export function timeText(date, withMilliseconds = false) {
  if (Number.isNaN(date.getTime())) return "–";
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
  return withMilliseconds ? `${time}.${String(date.getMilliseconds()).padStart(3, "0")}` : time;
}

/// A date before today's with its day.
export function sinceText(text) {
  const date = new Date(text);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? timeText(date) : `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${timeText(date)}`;
}

let toastTimer;
/// A short message for eyes and screen readers.
export function toast(text) {
  // What is outside of an open dialog is behind it.
  const place = document.querySelector("dialog[open]") ?? document.body;
  if ($("toast").parentElement !== place) place.append($("toast"));
  $("toast").textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => ($("toast").textContent = ""), 5000);
}

/// For screen readers only.
export const say = (text) => ($("said").textContent = text);

let server = "The platform";
/// What the page's own server is called in sentences.
export const nameServer = (name) => (server = name);

/// A request to the page's own server. Fails with what the server says.
export async function ask(method, path, body, headers = {}) {
  const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const json = await answer.json().catch(() => null);
  if (!answer.ok) {
    const fault = new Error(json?.error ?? json?.message ?? `the answer is ${answer.status}`);
    fault.status = answer.status;
    throw fault;
  }
  return json;
}

/// Does something that may fail, and says so then.
export async function attempt(work) {
  try {
    return await work();
  } catch (fault) {
    toast(fault instanceof TypeError ? `${server} does not answer.` : `Not done: ${fault.message}`);
    return undefined;
  }
}

/// Runs work once in the next frame, however often it is asked for.
export function inFrame(work) {
  let frame = 0;
  return () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      work();
    });
  };
}

const token = /"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|[{}[\],:]/g;
const longestColoured = 256 * 1024;

/// JSON text with lines and indents; its numbers and strings stay as they were written, which JSON.parse would not do.
export function prettyJSON(text) {
  const out = document.createDocumentFragment();
  if (text.length > longestColoured) {
    out.append(text);
    return out;
  }
  const tokens = text.match(token) ?? [];
  let depth = 0;
  let plain = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach((piece, index) => {
    const next = tokens[index + 1];
    if (piece === "{" || piece === "[") {
      plain += piece;
      depth += 1;
      if (next !== "}" && next !== "]") plain += line();
    } else if (piece === "}" || piece === "]") {
      depth -= 1;
      if (tokens[index - 1] !== "{" && tokens[index - 1] !== "[") plain += line();
      plain += piece;
    } else if (piece === ",") plain += `,${line()}`;
    else if (piece === ":") plain += ": ";
    else {
      const kind = piece[0] !== '"' ? (/[tfn]/.test(piece[0]) ? "literal" : "number") : next === ":" ? "key" : "string";
      out.append(plain, make("span", { class: `json-${kind}`, text: piece }));
      plain = "";
    }
  });
  out.append(plain);
  return out;
}

/// A colour for a name, always the same.
function hue(name) {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 3600;
  return String((hash * 47) % 360);
}

/// What an event is, with a colour for its type.
export function typeParts(summary) {
  const type = make("span", { class: "type", text: summary.eventType ?? "(no type)" });
  type.style.setProperty("--hue", hue(summary.eventType ?? ""));
  const parts = [type];
  if (summary.eventSubtype) parts.push(make("span", { class: "subtype", text: summary.eventSubtype }));
  return parts;
}

/// For the rows of a table: Tab reaches it once, the arrows go on from there.
export function rowFocus(rows) {
  function oneTabStop(chosen) {
    const current = chosen ?? (rows.contains(document.activeElement) ? document.activeElement : rows.firstElementChild);
    rows.querySelectorAll('tr[tabindex="0"]').forEach((element) => (element.tabIndex = -1));
    if (current) current.tabIndex = 0;
  }

  function focusRow(element) {
    if (!element) return;
    oneTabStop(element);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
  return { oneTabStop, focusRow };
}
