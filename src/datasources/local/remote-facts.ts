import type * as r from "../core/records";
import type { RemoteDimension, RemoteIndicator } from "../core/source";
import { type KeptApart, unpackIndicator } from "./packed-indicator";

/** Room for the ids of one indicator's dimensions and members. */
const IDS = 100_000;

/**
 * What a national service's indicator is asked for with, and broken down by. A catalogue holds thousands and an operation asks for a
 * few: the text is parsed when it is asked for, and let go when nothing holds what was parsed.
 */
export class RemoteFacts implements r.RemoteLink {
  readonly source: string;
  readonly #id: number;
  readonly #text: string;
  readonly #apart: KeptApart;
  #indicator: WeakRef<RemoteIndicator> | undefined;
  #dimensions: WeakRef<readonly r.DimensionRecord[]> | undefined;

  constructor(id: number, source: string, text: string, apart: KeptApart) {
    this.#id = id;
    this.source = source;
    this.#text = text;
    this.#apart = apart;
  }

  get indicator(): RemoteIndicator {
    const held = this.#indicator?.deref();
    if (held !== undefined) return held;
    const parsed = unpackIndicator(this.#text, this.#apart);
    this.#indicator = new WeakRef(parsed);
    return parsed;
  }

  /** By code. Ids are below 0 and of this indicator alone: its members are in no table of the store. */
  get dimensions(): readonly r.DimensionRecord[] {
    const held = this.#dimensions?.deref();
    if (held !== undefined) return held;
    const made = dimensionRecords(this.#id, this.#apart.dimensions?.parsed ?? []);
    this.#dimensions = new WeakRef(made);
    return made;
  }
}

function dimensionRecords(indicatorId: number, dimensions: readonly RemoteDimension[]): readonly r.DimensionRecord[] {
  let id = -indicatorId * IDS;
  return dimensions
    .map((each) => {
      const members: r.DimensionMemberRecord[] = [];
      id -= 1;
      const dimension: r.DimensionRecord = { id, code: each.code, label: each.label, members };
      for (const [place, { code, label, isTotal }] of each.members.entries()) {
        id -= 1;
        members.push({ id, code, label, isTotal: isTotal === true, sequence: place + 1, dimension });
      }
      return dimension;
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
