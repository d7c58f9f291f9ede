// Light, dark or as the device says. The cookie lets the server draw the next page right at once.
const root = document.documentElement;
const dark = () => (root.dataset.theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.theme === "dark");

document.querySelectorAll("[data-theme-switch]").forEach((button) => {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(dark()));
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    button.setAttribute("aria-pressed", String(dark()));
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  });
});
