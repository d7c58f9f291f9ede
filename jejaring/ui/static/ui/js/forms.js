// Forms: focus the error summary, count characters, send once, keep what was typed. Everything works without this file.

// The summary of errors takes the focus, so that it is read first; its links then focus the input. Such a page is the answer to what was
// sent: its place in the history becomes that of the form, so that loading again or coming back sends nothing once more. What stands in the
// form is kept nowhere else, so leaving asks first, as after typing.
const refused = document.querySelector("[data-errors]");
if (refused) {
  refused.focus();
  history.replaceState(history.state, "", location.href);
  const wrong = [...refused.querySelectorAll("a")].map((link) => document.getElementById(link.hash.slice(1))?.closest("form"));
  const form = wrong.find((found) => found?.matches("[data-guard]")) ?? document.querySelector("form[data-guard]");
  if (form) form.dataset.typed = "yes";
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-errors] a");
  const input = link && document.getElementById(link.hash.slice(1));
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.scrollIntoView({ block: "center" });
});

// How many characters are left; an emoji is one, as the server counts.
function count(note) {
  const input = document.getElementById(note.dataset.count);
  const left = Number(note.dataset.limit) - [...input.value].length;
  const text = left < 0 ? note.dataset.over : note.dataset.left;
  note.textContent = text.replace("{n}", new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left)));
  note.classList.toggle("over", left < 0);
}
document.addEventListener("input", (event) => {
  const note = event.target.id && document.querySelector(`[data-count="${event.target.id}"]`);
  if (note) count(note);
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.typed = "yes";
});

// How many of many chips are ticked, in all and behind each fold.
function tally(part) {
  const note = part.querySelector(".tally");
  const n = part.querySelectorAll("input:checked").length;
  const k = part.querySelectorAll(".marked input:checked").length;
  const words = k ? note.dataset.marked : n ? note.dataset.some : note.dataset.none;
  note.textContent = words.replace("{n}", n).replace("{k}", k);
  note.classList.toggle("late", k > 0);
  part.querySelectorAll("details").forEach((fold) => {
    const ticked = fold.querySelectorAll("input:checked").length;
    fold.querySelector("[data-ticked]").textContent = ticked ? `${ticked} / ` : "";
  });
}
document.querySelectorAll("[data-tally]").forEach(tally);
document.addEventListener("change", (event) => {
  const part = event.target.closest("[data-tally]");
  if (part) tally(part);
});

// A second press does nothing. The server also knows the submission; this only spares the person a surprise.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-busy", "true"));
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("[data-once]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
});

// Typed text is never put into the browser's storage. Leaving asks first; a form with a draft address sends its text to the
// server, where it is sealed.
window.addEventListener("beforeunload", (event) => {
  const open = document.querySelector("form[data-guard][data-typed]:not([data-sent])");
  if (open) event.preventDefault();
});
document.querySelectorAll("form[data-draft]").forEach((form) => {
  let timer;
  const status = form.querySelector("[data-draft-status]");
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (form.dataset.sent) return;
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
      if (answer?.ok) delete form.dataset.typed;
      if (status) status.textContent = answer?.ok ? status.dataset.kept : status.dataset.failed;
    }, 4000);
  });
});
