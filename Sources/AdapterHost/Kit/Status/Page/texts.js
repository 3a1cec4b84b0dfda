// Numbers and spans as people read them.
import { make, plural, sinceText } from "./parts.js";

export const dateOf = (seconds) => new Date(seconds * 1000);
export const dateText = (seconds) => sinceText(dateOf(seconds).toISOString());

export function spanText(seconds) {
  const whole = Math.max(0, seconds);
  if (whole < 120) return `${Math.round(whole)} s`;
  if (whole < 7200) return `${Math.round(whole / 60)} min`;
  if (whole < 172800) return `${Math.round(whole / 3600)} h`;
  return plural(Math.round(Math.min(whole / 86400, 1e6)), "day");
}

export function rateText(rate) {
  if (!rate) return "0/s";
  if (rate >= 10) return `${Math.round(rate)}/s`;
  if (rate >= 0.095) return `${rate.toFixed(1)}/s`;
  return rate * 60 >= 0.95 ? `${Math.round(rate * 60)}/min` : `${Math.max(1, Math.round(rate * 3600))}/h`;
}

/// Values of the last ten minutes; before the host started there was nothing.
const buckets = 60;

/// A line through the values within a box, and the area below it.
export function curve(known, width, height, least = 0.5, head = 4) {
  const values = [...new Array(Math.max(0, buckets - known.length)).fill(0), ...known];
  const peak = Math.max(...values, least);
  const points = values.map((value, index) =>
    `${((index * width) / (values.length - 1)).toFixed(1)},${(height - 2 - (value * (height - 2 - head)) / peak).toFixed(1)}`);
  return { line: `M${points.join("L")}`, area: `M0,${height}L${points.join("L")}L${width},${height}Z` };
}

const svg = "http://www.w3.org/2000/svg";
export function makeCurve(width, height) {
  const element = document.createElementNS(svg, "svg");
  element.setAttribute("viewBox", `0 0 ${width} ${height}`);
  element.setAttribute("preserveAspectRatio", "none");
  element.setAttribute("role", "img");
  for (const name of ["curve-area", "curve-line"]) {
    const path = document.createElementNS(svg, "path");
    path.setAttribute("class", name);
    element.append(path);
  }
  return element;
}

export function drawCurve(element, values, width, height) {
  const { line, area } = curve(values, width, height);
  element.firstElementChild.setAttribute("d", area);
  element.lastElementChild.setAttribute("d", line);
}

/// A list of names and values; those without a value are left out.
export function showFacts(list, facts) {
  const shown = facts.filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = JSON.stringify(shown);
  if (list.dataset.shows === text) return;
  list.dataset.shows = text;
  list.replaceChildren(...shown.flatMap(([name, value, kind]) => [make("dt", { text: name }), make("dd", { text: value, class: kind })]));
}
