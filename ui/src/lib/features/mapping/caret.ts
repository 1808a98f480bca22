// The way from a refusal to its place in the mapping, for links elsewhere on the page.

type Go = (place: { line: number; column: number }) => void;

let editor: Go | null = null;
let wanted: Parameters<Go>[0] | null = null;

/** Puts the caret where a refusal says it, e.g. "3:12"; where the editor is on its way, once it is there. */
export function goToMapping(part: string | undefined): void {
  const [line = 1, column = 1] = (part ?? "").split(":").map(Number);
  wanted = { line: line || 1, column: column || 1 };
  arrive();
}

/** Says that an editor is there; the answer ends that. */
export function editorOpens(go: Go): () => void {
  editor = go;
  arrive();
  return () => {
    if (editor === go) editor = null;
  };
}

function arrive() {
  if (!editor || !wanted) return;
  editor(wanted);
  wanted = null;
}
