// A page that is left alone is closed: it hides, the session ends, and the sign-in takes its place with what was typed. The server
// ends the session without this file as well; here the page goes from the screen, and typing counts as being there.
const { idle, awake, lock } = document.body.dataset;
const limit = Number(idle) * 1000;
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
let touched = Date.now();
let told = touched;

function here() {
  touched = Date.now();
  if (touched - told < limit / 10) return;
  told = touched;
  fetch(awake, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => null);
}

// How long the session lasts, in milliseconds: somebody may be at work in another tab. Nothing where the server does not answer.
async function left() {
  const answer = await fetch(awake, { headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 500) return null;
  return answer.status === 200 ? Number(await answer.text()) * 1000 : 0;
}

function hidden(form, name, value) {
  const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(input);
}

function close() {
  const form = Object.assign(document.createElement("form"), { method: "post", action: lock });
  const typed = document.querySelector("form[data-guard][data-typed]:not([data-sent])");
  hidden(form, "csrfmiddlewaretoken", token());
  hidden(form, typed ? "carried_to" : "next", typed ? new URL(typed.action).pathname + new URL(typed.action).search : location.pathname + location.search);
  if (typed) {
    typed.dataset.sent = "yes"; // the page is left on purpose
    for (const [name, value] of new FormData(typed)) {
      const secret = typed.elements[name]?.type === "password" || name === "csrfmiddlewaretoken";
      if (!secret && typeof value === "string") hidden(form, `typed.${name}`, value);
    }
  }
  document.body.append(form);
  form.submit();
}

async function look() {
  if (Date.now() - touched < limit) return;
  document.body.hidden = true; // before anything is asked: a page without a network hides as well
  document.title = "Jejaring";
  const rest = await left();
  if (rest === 0) return close();
  if (rest === null) return;
  document.body.hidden = false;
  touched = Date.now() - limit + rest;
}

if (limit) {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(kind, here, { passive: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, Math.min(limit / 10, 10000));
}
