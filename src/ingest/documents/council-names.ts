import type { Writer } from "../writing/transaction";

/** The council that a code means, or why none is meant. */
export type NamedCouncil = { readonly id: number } | { readonly reason: string };

export interface CouncilNames {
  /** By the code of the area that it serves, old codes of the same ground among them. */
  byArea(code: string): NamedCouncil;
  /** By its organisation code, with or without `local-authority:`. */
  byCode(code: string): NamedCouncil;
}

interface Council {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly area: string;
  readonly ended: string | null;
}

const REGISTER = "local-authority:";

/** Councils in being on a day, by the codes that files call them by. A council that ended is refused with those that took over. Three statements. */
export async function openCouncilNames(writer: Writer, today: string): Promise<CouncilNames> {
  const rows = await writer.select(
    "SELECT c.id AS id, c.code AS code, c.name AS name, c.end_date AS ended, a.code AS area FROM council c JOIN area a ON a.id = c.area_id ORDER BY c.code",
  );
  const councils = rows.map(
    (row): Council => ({
      id: Number(row.id),
      code: String(row.code),
      name: String(row.name),
      area: String(row.area),
      ended: row.ended === null ? null : String(row.ended),
    }),
  );
  const inBeing = ({ ended }: Council): boolean => ended === null || ended >= today;
  const byId = new Map(councils.map((council) => [council.id, council]));
  const byCode = new Map(councils.map((council) => [council.code.toLowerCase(), council]));
  const byArea = new Map<string, Council>();
  for (const council of councils) if (!byArea.has(council.area) || inBeing(council)) byArea.set(council.area, council);

  const successors = new Map<number, Council[]>();
  for (const row of await writer.select(
    "SELECT council_id, successor_id FROM council_succession ORDER BY council_id, successor_id",
  )) {
    const after = byId.get(Number(row.successor_id));
    if (after !== undefined)
      successors.set(Number(row.council_id), [...(successors.get(Number(row.council_id)) ?? []), after]);
  }
  const recoded = new Map<string, string>();
  const recodings =
    "SELECT f.code AS old, t.code AS now FROM area_change c JOIN area f ON f.id = c.from_area_id JOIN area t ON t.id = c.to_area_id WHERE c.kind = 'RECODED'";
  for (const row of await writer.select(recodings)) recoded.set(String(row.old), String(row.now));

  const named = (council: Council | undefined, unknown: string): NamedCouncil => {
    if (council === undefined) return { reason: unknown };
    if (inBeing(council)) return { id: council.id };
    const after = heirs(council, successors, inBeing).map(({ name, area, code }) => `${name} (${area}, ${code})`);
    const told = after.length === 0 ? "" : ` ${after.join(" and ")} took over: give its links under that code.`;
    return { reason: `${council.name} ended on ${council.ended}.${told}` };
  };
  return {
    byArea(code) {
      let at: string | undefined = code.toUpperCase();
      for (let steps = 0; at !== undefined && !byArea.has(at) && steps < 10; steps++) at = recoded.get(at);
      return named(byArea.get(at ?? ""), "The store has no council that serves an area of this code.");
    },
    byCode(code) {
      const found = code.toLowerCase();
      return named(
        byCode.get(found) ?? byCode.get(`${REGISTER}${found}`),
        "The store has no council of this organisation code, such as local-authority:MAN.",
      );
    },
  };
}

/** The councils in being that a succession leads to. */
function heirs(
  council: Council,
  successors: ReadonlyMap<number, readonly Council[]>,
  inBeing: (council: Council) => boolean,
): readonly Council[] {
  const reached = new Set<Council>([council]);
  const found: Council[] = [];
  for (const at of reached) {
    if (at !== council && inBeing(at)) found.push(at);
    else for (const after of successors.get(at.id) ?? []) reached.add(after);
  }
  return found;
}
