import { boxOf, centroidOf, type Drawing, squareKilometres } from "../../../src/datasources/core/drawing";

/** A square of one degree, corner at the origin, counter-clockwise; with a hole in its eastern half. */
const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
] as const;
const HOLE = [
  [0.5, 0],
  [0.5, 1],
  [1, 1],
  [1, 0],
  [0.5, 0],
] as const;
const polygon = (...rings: (typeof SQUARE | typeof HOLE)[]): Drawing => ({ type: "Polygon", coordinates: rings });

describe("drawings", () => {
  test("box, centre and ground of a square, whichever way round it is drawn", () => {
    const turned = { type: "Polygon", coordinates: [SQUARE.toReversed()] } as const;
    for (const drawing of [polygon(SQUARE), turned]) {
      expect(boxOf(drawing)).toEqual([0, 0, 1, 1]);
      expect(centroidOf(drawing)).toEqual([0.5, 0.5]);
      // A degree of the mean earth is 111.195 km; at the equator the square loses some 0.005 % to the bend.
      expect(squareKilometres(drawing)).toBeCloseTo(111.195 ** 2, -1);
    }
  });

  test("a hole takes its part away", () => {
    const [longitude, latitude] = centroidOf(polygon(SQUARE, HOLE));
    expect([longitude, latitude]).toEqual([0.25, 0.5]);
    expect(squareKilometres(polygon(SQUARE, HOLE)) / squareKilometres(polygon(SQUARE))).toBeCloseTo(0.5, 12);
  });

  test("several parts weigh by their size", () => {
    const far = SQUARE.map(([x, y]) => [x + 3, y] as const);
    expect(centroidOf({ type: "MultiPolygon", coordinates: [[SQUARE], [far]] })).toEqual([2, 0.5]);
    expect(boxOf({ type: "MultiPolygon", coordinates: [[SQUARE], [far]] })).toEqual([0, 0, 4, 1]);
  });

  test("a line without ground has a place all the same", () => {
    expect(
      centroidOf({
        type: "Polygon",
        coordinates: [
          [
            [2, 3],
            [2, 3],
            [2, 3],
            [2, 3],
          ],
        ],
      }),
    ).toEqual([2, 3]);
  });
});
