import type { NeighbourModel } from "../../schema/values/enums";
import type { AreaRegister } from "./areas/register";
import { cellOf, type SourceFolder } from "./files";

const MODELS: readonly (readonly [NeighbourModel, string])[] = [
  ["ONS_GLOBAL", "neighbours/ons-clusters/global-neighbours.csv"],
  ["ONS_ECONOMIC", "neighbours/ons-clusters/economic-neighbours.csv"],
  ["ONS_DEMOGRAPHIC", "neighbours/ons-clusters/demographic-neighbours.csv"],
];

/** One neighbour of one area in one model; position 1 is the nearest. */
export type DraftNeighbour = readonly [area: string, model: NeighbourModel, position: number, neighbour: string];

/**
 * The three ONS models of statistical nearness, twenty neighbours an area (fewer for combined authorities, which have fewer
 * peers). Ended codes become their live successor where there is one only; an area is never its own neighbour. Positions close up.
 */
export function neighbours(register: AreaRegister, folder: SourceFolder): DraftNeighbour[] {
  const list: DraftNeighbour[] = [];
  for (const [model, file] of MODELS)
    for (const row of folder.rows(file)) {
      const area = cellOf(row, "AREACD");
      const live = liveOf(register, area);
      if (live === undefined) {
        folder.report.refuse(file, "the area has no live code", area);
        continue;
      }
      const seen = new Set<string>();
      for (let position = 1; position <= 20; position += 1) {
        const stated = cellOf(row, String(position));
        if (stated === "") continue; // combined authorities have fewer than twenty peers
        const neighbour = liveOf(register, stated);
        if (neighbour === undefined)
          folder.report.note(file, "a neighbour left out: no one live code", `${area}: ${stated}`);
        else if (neighbour === live) folder.report.note(file, "a neighbour left out: the area itself", area);
        else if (seen.has(neighbour))
          folder.report.note(file, "a neighbour left out: named twice", `${area}: ${stated}`);
        else {
          seen.add(neighbour);
          list.push([live, model, seen.size, neighbour]);
        }
      }
    }
  return list;
}

function liveOf(register: AreaRegister, code: string): string | undefined {
  let at = code;
  for (let steps = 0; steps < 6; steps += 1) {
    const area = register.areas.get(at);
    if (area === undefined || area.status === "LIVE") return area?.code;
    const next = new Set([...register.changes.values()].filter((each) => each.from === at).map((each) => each.to));
    const [only] = next;
    if (next.size !== 1 || only === undefined) return undefined;
    at = only;
  }
  return undefined;
}
