import fc from "fast-check";
import type { PeriodWanted } from "../../src/datasources/core/source";
import { monthsWanted } from "../../src/datasources/national/police-uk/months";
import {
  areaOf,
  clipped,
  hullOf,
  isInside,
  type Point,
  polyOf,
  quarters,
} from "../../src/datasources/national/police-uk/shapes";

describe("months", () => {
  const asked = (period: PeriodWanted) => monthsWanted(period, "2026-07");

  test("the newest of them, at most 36", () => {
    expect(asked({ latest: 3 }).asked).toEqual(["2026-05", "2026-06", "2026-07"]);
    expect(asked({ latest: 99 }).asked).toHaveLength(36);
    expect(asked({}).asked[0]).toBe("2023-08");
  });

  test("those that start in a stretch of time", () => {
    expect(asked({ from: "2026-05-02", to: "2026-07-01" }).asked).toEqual(["2026-06", "2026-07"]);
    expect(asked({ from: "2026-06-01" }).asked).toEqual(["2026-06", "2026-07"]);
    expect(asked({ from: "2015-01-01", to: "2023-08-31" })).toEqual({ asked: ["2023-08"], absent: [] });
    expect(asked({ from: "2015-01-01", to: "2015-03-31" })).toMatchObject({
      asked: [],
      absent: [{ month: "2015-03", missing: "NOT_AVAILABLE", note: expect.stringContaining("from August 2023 on") }],
    });
  });

  test("those named: too old, not yet there, no months", () => {
    const ids = ["2026-07-01/P1M", "2023-07-01/P1M", "2026-08-01/P1M", "2026-01-01/P1Y", "2026-07-15/P1M"];
    expect(asked({ ids })).toMatchObject({
      asked: ["2026-07"],
      absent: [
        { month: "2023-07", missing: "NOT_AVAILABLE" },
        { month: "2026-08", missing: "NOT_YET_RELEASED" },
      ],
    });
  });
});

describe("shapes", () => {
  const box = { west: 0, south: 0, east: 1, north: 1 };

  test("a ring is cut along a box", () => {
    const triangle: Point[] = [
      [-1, 0.5],
      [2, 0.5],
      [0.5, 2],
    ];
    const part = clipped(triangle, box);
    for (const [x, y] of part) expect(x >= 0 && x <= 1 && y >= 0.5 && y <= 1).toBe(true);
    expect(isInside([0.5, 0.75], part)).toBe(true);
    expect(clipped(triangle, { west: 3, south: 3, east: 4, north: 4 })).toEqual([]);
  });

  /** A star around 0,0: hollow in places, never crossing itself. */
  const stars = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 3, maxLength: 24 }).map((radii) =>
    radii.map((radius, n): Point => {
      const angle = (n / radii.length) * 2 * Math.PI;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
  );
  const point = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }));

  test("whatever is inside a shape is inside one of its quarters, and nothing else is", () => {
    fc.assert(
      fc.property(stars, point, (ring, at) => {
        const near = ring.some((corner, n) => nearLine(at, corner, ring[(n + 1) % ring.length] as Point));
        fc.pre(!near);
        expect(quarters(ring).some((part) => isInside(at, part))).toBe(isInside(at, ring));
      }),
      { numRuns: 2_000 },
    );
  });

  test("a hull holds every point, and is made of some of them", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        const hull = hullOf(points);
        fc.pre(hull.length >= 3 && areaOf(hull) > 1e-6);
        expect(hull.every((corner) => (points as readonly Point[]).includes(corner))).toBe(true);
        for (const [n, a] of hull.entries()) {
          const b = hull[(n + 1) % hull.length] as Point;
          for (const [x, y] of points) {
            expect((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])).toBeGreaterThan(-1e-9);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("latitude stands before longitude, in six decimals", () => {
    expect(polyOf([[-1.12345678, 52.1]])).toBe("52.1,-1.123457");
  });
});

function nearLine([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const share = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy) < 1e-5;
}
