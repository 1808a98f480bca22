import { describe, expect, it } from "vitest";
import { columnWidth, leftOut, windowed } from "./windowing";

const gaps = (drawn: number[], total: number) =>
  Array.from({ length: drawn.length + 1 }, (_, place) => leftOut(drawn, place, total));

describe("windowed", () => {
  it("draws short tables whole", () => {
    const drawn = windowed(100, 44, 0, 600);
    expect([drawn.length, gaps(drawn, 100).every((gap) => gap === 0)]).toEqual([100, true]);
  });

  it("draws what is seen of long ones, and leaves room for the rest", () => {
    const drawn = windowed(1200, 44, 20_000, 700);
    const [from, to] = [drawn[0] ?? 0, (drawn.at(-1) ?? 0) + 1];
    expect([from * 44 <= 20_000, to * 44 >= 20_700, drawn.length < 60]).toEqual([true, true, true]);
    expect(gaps(drawn, 1200).reduce((sum, gap) => sum + gap, drawn.length)).toBe(1200);
  });

  it("draws one more wherever it is, with room on both its sides", () => {
    for (const kept of [3, 1100]) {
      const drawn = windowed(1200, 44, 20_000, 700, kept);
      expect(drawn).toContain(kept);
      expect(drawn).toEqual(drawn.toSorted((one, other) => one - other));
      expect(gaps(drawn, 1200).reduce((sum, gap) => sum + gap, drawn.length)).toBe(1200);
    }
    expect(windowed(0, 44, 0, 700, -1)).toEqual([]);
  });
});

it("columns give way in a narrow window, and share the room of a wide one", () => {
  const widths = (usual: number) => [0, 516, 868, 1708, 4000].map((table) => Math.round(columnWidth(usual, table)));
  expect(widths(100)).toEqual([100, 60, 100, 161, 200]);
  expect(widths(56)).toEqual([56, 56, 56, 56, 56]);
});
