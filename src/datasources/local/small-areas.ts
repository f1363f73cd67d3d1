import type { AreaTypeCode } from "../../schema/values/enums";
import type { AreaRecord } from "../core/records";
import { fold } from "./fold";

/** Kinds that come in thousands: found by the beginning of their names alone, because indexing their letters would take seconds. */
export const SMALL: ReadonlySet<AreaTypeCode> = new Set(["LSOA", "MSOA", "OA", "DATA_ZONE", "WD", "PAR", "CED"]);

/** Small areas by folded name: exact names and beginnings of names. */
export class SmallAreas {
  readonly #names: readonly { readonly name: string; readonly area: AreaRecord }[];

  constructor(areas: readonly AreaRecord[]) {
    const named = areas
      .filter((area) => SMALL.has(area.areaType.code))
      .map((area) => ({ name: fold(area.name), area }));
    this.#names = named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** Areas whose names begin with the folded text, by name, at most `limit`; exact ones come first by themselves. */
  startingWith(text: string, limit: number): readonly AreaRecord[] {
    const found: AreaRecord[] = [];
    for (let at = this.#firstFrom(text); found.length < limit; at += 1) {
      const entry = this.#names[at];
      if (entry?.name.startsWith(text) !== true) break;
      found.push(entry.area);
    }
    return found;
  }

  #firstFrom(text: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle]?.name ?? "") < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
