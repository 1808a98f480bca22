// How large the window's pages are drawn: by the engine itself, and kept on this computer.
import { setZoom } from "$lib/api";

const KEY = "lintel.zoom";
const steps = [0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
/** In pages that are narrower not everything has its place. */
const narrowest = 800;

export const zoom = {
  in: () => choose(steps.find((step) => step > kept() && (innerWidth * kept()) / step >= narrowest) ?? kept()),
  out: () => choose(steps.findLast((step) => step < kept()) ?? kept()),
  reset: () => choose(1),
};

export function applyZoom(): void {
  const factor = kept();
  if (factor !== 1) setZoom(factor);
}

function choose(factor: number) {
  now = factor;
  setZoom(factor);
  try {
    localStorage.setItem(KEY, String(factor));
  } catch {
    // Without storage it holds until the window closes.
  }
}

let now: number | null = null;

function kept(): number {
  now ??= steps.find((step) => step === stored()) ?? 1;
  return now;
}

function stored(): number {
  try {
    return Number(localStorage.getItem(KEY));
  } catch {
    return 1;
  }
}
