// Shortcuts: "/" searches, "j" and "k" go down and up a list (Enter then opens, as on every link), "g d" opens the desk, "n" a new
// report, "?" says which keys there are. Silent while somebody types; a switch turns them off for those whose speech or tremor presses
// keys by chance.
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
const keys = document.querySelector("dialog[data-keys]");

// The next row of a list from where the focus is: its first link is what Enter opens.
function step(by) {
  const rows = [...document.querySelectorAll("main ul.promises > li, main tbody tr")].filter((row) => row.querySelector("a[href]"));
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const link = rows[Math.min(Math.max(here < 0 && by < 0 ? 0 : here + by, 0), rows.length - 1)].querySelector("a[href]");
  link.focus({ focusVisible: true });
  link.scrollIntoView({ block: "nearest" });
}
const go = (address) => { if (address) location.assign(address); };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  if (off || typing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const places = document.body.dataset;
  const chord = before === "g" ? "g " + event.key : event.key;
  before = event.key;
  if (chord === "/") {
    const field = document.querySelector("[data-search]");
    if (field) { event.preventDefault(); field.focus(); }
  }
  if (chord === "g d") go(places.home);
  if (chord === "n") go(places.new);
  if (chord === "j") step(1);
  if (chord === "k") step(-1);
  if (chord === "?") keys ? keys.showModal() : go(places.help);
});
