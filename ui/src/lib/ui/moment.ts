/** Moments by which the bench measures the page: the engine keeps the last of each beside its own. */
export function moment(name: "connections-asked" | "connections-drawn" | "connections-listed") {
  performance.clearMarks(name);
  performance.mark(name);
}
