// Requests to the host, with the token if there is one.
import { $, ask, nameServer, toast } from "./parts.js";

nameServer("The host");
const kept = "adapter-host-token";

export const token = () => sessionStorage.getItem(kept) ?? "";
export const headers = () => (token() ? { Authorization: `Bearer ${token()}` } : {});
export const request = (method, path, body) => ask(method, path, body, headers());

let whenUsed = () => {};

/// Asks for the token; `then` is called with one that the host accepts.
export function askForToken(then) {
  if ($("token").open) return;
  whenUsed = then;
  $("token-text").value = "";
  $("token-wrong").textContent = "";
  $("token").showModal();
  $("token-text").focus();
}

async function use() {
  const former = token();
  sessionStorage.setItem(kept, $("token-text").value.trim());
  try {
    const report = await request("GET", "/api/status");
    if (report.changes !== "allowed") throw new Error("The host does not know this token.");
  } catch (fault) {
    sessionStorage.setItem(kept, former);
    $("token-wrong").textContent = fault.status === 401 ? "The host does not know this token." : fault.message;
    return;
  }
  $("token").close();
  toast("Changes are allowed in this tab.");
  whenUsed();
}

$("token-use").addEventListener("click", use);
$("token-close").addEventListener("click", () => $("token").close());
$("token-text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  use();
});
