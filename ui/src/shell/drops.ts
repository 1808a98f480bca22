/** What is dropped beside the places that take it does nothing: the engine would go to a dropped link or file. */
export function keepInPlace(page: Document) {
  for (const kind of ["dragover", "drop"]) page.addEventListener(kind, prevent);
}

function prevent(event: Event) {
  // A field takes dropped text by itself.
  if (!(event.target instanceof Element && event.target.closest("input, textarea"))) event.preventDefault();
}
