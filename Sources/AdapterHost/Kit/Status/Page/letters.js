// Dead letters by press and reason, and what can be done with them.
import { $, attempt, countText, keep, make, plural, setText, toast } from "./parts.js";
import { askForToken, request } from "./host.js";

let mayChange = false;
let refresh = () => {};

export function showLetters(report, again) {
  refresh = again;
  const letters = report.host.deadLetters;
  mayChange = report.changes === "allowed";
  $("unlock").hidden = report.changes !== "withToken" || letters.length === 0;
  const total = letters.reduce((sum, { count }) => sum + count, 0);
  setText($("letter-count"), total ? countText(total) : "");
  $("no-letter").hidden = total > 0;
  keep($("letter-list"), letters, ({ source, code }) => JSON.stringify([source, code]), makeLetter, showLetter);
}

function makeLetter({ source, code }) {
  const button = (text, kind, act) => make("button", { type: "button", class: kind, text, "aria-label": `${text} ${code} of ${source}`, onclick: act });
  return make("li", { class: "letter" },
    make("div", { class: "line" }, make("h3", { text: code || "(no code)" }), make("span", { class: "badge", text: source }), make("span", { class: "fill" }), make("strong", { class: "number" })),
    make("p", { class: "reason" }), make("p", { class: "quiet origin" }),
    make("div", { class: "line acts" }, button("Retry", undefined, () => perform("retry", source, code)), button("Drop", "danger", () => confirmDrop(source, code))));
}

function showLetter(element, { count, reason, origin }) {
  setText(element.querySelector("strong"), countText(count));
  setText(element.querySelector(".reason"), reason ?? "");
  setText(element.querySelector(".origin"), origin ? `newest: ${origin}` : "");
  element.querySelector(".acts").hidden = !mayChange;
}

const words = { queued: "queued", duplicate: "queued before", dropped: "dropped", kept: "kept", missing: "gone" };

function perform(action, source, code) {
  return attempt(async () => {
    const answer = await request("POST", "/api/dead-letters", { action, selection: { source, code } });
    const kept = answer.letters.find(({ became }) => became === "kept");
    const counts = Object.entries(answer.counts).map(([name, count]) => `${countText(count)} ${words[name] ?? name}`);
    toast(`${counts.join(", ") || "None were left"}${kept?.reason ? `: ${kept.reason}` : ""}.`);
    refresh();
  });
}

let drop = () => {};
function confirmDrop(source, code) {
  setText($("sure-title"), "Drop them for good?");
  setText($("sure-text"), `All dead letters of ${source} for ${code} are deleted, with their bytes. That cannot be undone.`);
  setText($("sure-yes"), "Drop");
  drop = () => perform("drop", source, code);
  $("sure").showModal();
  $("sure-no").focus();
}

$("sure-no").addEventListener("click", () => $("sure").close());
$("sure-yes").addEventListener("click", () => {
  $("sure").close();
  drop();
});
$("unlock").addEventListener("click", () => askForToken(refresh));
