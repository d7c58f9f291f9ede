// Small conveniences of a page: print buttons, menus that close by themselves.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// On paper everything is open, and a page says when it was printed, not when it was loaded.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  folded.forEach((part) => { part.open = true; });
  document.querySelectorAll("time[data-now]").forEach((time) => {
    const words = { dateStyle: "medium", timeStyle: "short", hour12: false, timeZone: "Asia/Jakarta" };
    time.textContent = `${new Intl.DateTimeFormat(time.dataset.now === "en" ? "en-GB" : "id-ID", words).format(new Date())} WIB`;
  });
});
window.addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
