import fc from "fast-check";
import { chunksWithin } from "../../../src/datasources/core/packing";

const cut = (list: readonly string[], room: number, most?: number) =>
  chunksWithin(list, { room, lengthOf: (text) => text.length, ...(most === undefined ? {} : { most }) });

describe("chunksWithin", () => {
  test("fills each part before the next", () => {
    expect(cut(["aa", "bb", "c", "dddd", "e"], 5)).toEqual([
      ["aa", "bb", "c"],
      ["dddd", "e"],
    ]);
    expect(cut(["a", "b", "c"], 5, 2)).toEqual([["a", "b"], ["c"]]);
    expect(cut([], 5)).toEqual([]);
  });

  test("a thing that is longer than the room stands alone", () => {
    expect(cut(["a", "bbbbbbb", "c"], 3)).toEqual([["a"], ["bbbbbbb"], ["c"]]);
  });

  test("loses nothing, keeps the order, and holds to both limits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 8 })),
        fc.nat(20),
        fc.integer({ min: 1, max: 5 }),
        (list, room, most) => {
          const parts = cut(list, room, most);
          expect(parts.flat()).toEqual(list);
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(most);
            if (part.length > 1) expect(part.join("").length).toBeLessThanOrEqual(room);
          }
        },
      ),
    );
  });
});
