export type Difference = { at: number; same: string; expectedRest: string; gotRest: string };

/** Where two texts part, or null when they are equal. `at` counts characters from 1. */
export function firstDifference(expected: string, got: string): Difference | null {
  if (expected === got) return null;
  const [left, right] = [[...expected], [...got]];
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1;
  return {
    at: at + 1,
    same: left.slice(0, at).join(""),
    expectedRest: left.slice(at).join(""),
    gotRest: right.slice(at).join(""),
  };
}
