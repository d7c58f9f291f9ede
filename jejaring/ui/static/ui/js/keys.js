// Shortcuts: "/" searches, "g d" opens the desk, "n" a new report, "?" help. Silent while somebody types; a switch turns them
// off for those whose speech or tremor presses keys by chance.
let off = document.cookie.split("; ").includes("keys=off");
document.querySelectorAll("[data-keys-switch]").forEach((button) => {
  const say = () => { button.textContent = off ? button.dataset.on : button.dataset.off; };
  button.hidden = false;
  button.addEventListener("click", () => {
    off = !off;
    document.cookie = `keys=${off ? "off" : "on"}; path=/; max-age=31536000; samesite=lax`;
    say();
  });
  say();
});
let before = "";
const go = (address) => { if (address) location.assign(address); };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  if (off || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const places = document.body.dataset;
  const chord = before === "g" ? "g " + event.key : event.key;
  before = event.key;
  if (chord === "/") {
    const field = document.querySelector("[data-search]");
    if (field) { event.preventDefault(); field.focus(); }
  }
  if (chord === "g d") go(places.home);
  if (chord === "n") go(places.new);
  if (chord === "?") go(places.help);
});
