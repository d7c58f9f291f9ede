// A security key: the browser asks for it, and what it answers goes to the server in a hidden field of the form. What did not work stands
// beside the button. Own conversion of the bytes, so that old and new browsers take one way.
const form = document.querySelector("form[data-security-key]");
const { question, ...words } = form.dataset;
const making = words.securityKey === "make";
const button = form.querySelector("[data-ask]");
const said = form.querySelector("[data-said]");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function ask(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (!making) return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: listed(asked.allowCredentials) } });
  const user = { ...asked.user, id: bytes(asked.user.id) };
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: listed(asked.excludeCredentials) } });
}

function answer({ rawId, type, response }) {
  const parts = making ? ["clientDataJSON", "attestationObject"] : ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
  const found = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]));
  return JSON.stringify({ id: text(rawId), rawId: text(rawId), type, response: found });
}

const REASONS = { NotAllowedError: words.cancelled, AbortError: words.cancelled, InvalidStateError: words.known, SecurityError: words.address };

form.querySelector("[data-without]").hidden = true;
if (window.PublicKeyCredential) {
  button.hidden = false;
  if (!document.querySelector("[data-errors]")) button.focus();
} else {
  said.textContent = words.unsupported;
}
button.addEventListener("click", async () => {
  button.setAttribute("aria-busy", "true");
  said.textContent = words.waiting;
  try {
    form.elements.credential.value = answer(await ask(JSON.parse(question)));
    form.submit();
  } catch (error) {
    button.removeAttribute("aria-busy");
    said.textContent = REASONS[error.name] ?? words.failed;
  }
});
