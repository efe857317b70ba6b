// "Leave site quickly" works as a plain link. This only empties the page first and takes this
// page's place in the history, so that Back does not return to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-leave]");
  if (!link) return;
  event.preventDefault();
  document.title = "Weather";
  document.body.replaceChildren();
  location.replace(link.href);
});
