import type * as r from "./records";

/** Was this link in force on the day? A date that is not known does not end it. */
export function inForce(link: { readonly startDate?: string; readonly endDate?: string }, on: string): boolean {
  return (link.startDate === undefined || link.startDate <= on) && (link.endDate === undefined || on <= link.endDate);
}

/**
 * Was the area in being on the day, or is it to be by a proposal? Both its first and its last day count. A terminated area of unknown end
 * was not; an area in being gives way to what is proposed in its place from the day of the proposal.
 */
export function wasLive(area: r.AreaRecord, on: string): boolean {
  if (area.status === "TERMINATED" && area.endDate === undefined) return false;
  if (area.status === "PROPOSED" && area.startDate === undefined) return false;
  if (area.status === "LIVE" && givesWay(area, on)) return false;
  return inForce(area, on);
}

/** Whether a proposal takes the place of the area, or of every district in it, by the day. */
function givesWay(area: r.AreaRecord, on: string): boolean {
  if (area.successors.some(({ to, operativeDate }) => to.status === "PROPOSED" && operativeDate <= on)) return true;
  if (area.areaType.code !== "CTY") return false;
  const districts = area.childLinks.filter((link) => link.child.areaType.code === "NMD" && inForce(link, on));
  return districts.length > 0 && districts.every(({ child }) => givesWay(child, on));
}

/** The code in use today for an area's ground: itself, or the live code that it was recoded to. */
export function liveCode(area: r.AreaRecord): r.AreaRecord {
  if (area.status === "LIVE") return area;
  return area.sameGround.find((other) => other.status === "LIVE") ?? area;
}

/** First day on which the code register knew any area: a start on it is the register's own, not the area's. */
const REGISTER_BEGAN = "2009-01-01";

/**
 * First and last day of the ground under all its codes (recodings); `undefined` is open. The first day is told only where
 * something went before the area or it began after the register did: the register's own start is no beginning.
 */
export function lifeOfGround(area: r.AreaRecord): { readonly start?: string; readonly end?: string } {
  const codes = [area, ...area.sameGround];
  const starts = codes.map((code) => code.startDate);
  const ends = codes.map((code) => (code.status === "TERMINATED" ? code.endDate : undefined));
  const first = starts.includes(undefined) ? undefined : (starts as string[]).toSorted()[0];
  const last = ends.includes(undefined) ? undefined : (ends as string[]).toSorted().at(-1);
  const began = first !== undefined && first > REGISTER_BEGAN ? { start: first } : {};
  return last === undefined ? began : { ...began, end: last };
}

/** What took over from an area that ended: its successors, recodings apart, followed until something live is reached. */
export function heirs(area: r.AreaRecord): readonly r.AreaRecord[] {
  return follow(area, (at) => at.successors.map((change) => change.to));
}

/** What stood where an area stands now, before it began. */
export function forebears(area: r.AreaRecord): readonly r.AreaRecord[] {
  const own = [area, ...area.sameGround].flatMap((code) => code.predecessors);
  return [...new Set(own.filter((change) => change.kind !== "RECODED").map((change) => change.from))];
}

function follow(area: r.AreaRecord, next: (at: r.AreaRecord) => readonly r.AreaRecord[]): readonly r.AreaRecord[] {
  const reached = new Set<r.AreaRecord>([area]);
  const found = new Set<r.AreaRecord>();
  for (const at of reached) {
    if (at !== area && at.status === "LIVE") found.add(at);
    else for (const after of next(at)) reached.add(after);
  }
  return [...found];
}
