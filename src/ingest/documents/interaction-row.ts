import type { CouncilNames } from "./council-names";

/** Where the columns of a file of interactions stand; -1 for one that it has not. */
export interface InteractionColumns {
  readonly gss: number;
  readonly organisation: number;
  readonly snac: number;
  readonly lgsl: number;
  readonly lgil: number;
  readonly url: number;
  readonly status: number;
  readonly lastChecked: number;
}

export type InteractionCells = { readonly [K in keyof InteractionColumns]: string };

/** What publishers call the columns, in small letters and figures alone. GOV.UK Local Links Manager's own names come first. */
const NAMES: { readonly [K in keyof InteractionColumns]: readonly string[] } = {
  gss: ["gss", "gsscode", "area"],
  organisation: ["organisationcode", "organisation", "council"],
  snac: ["snac"],
  lgsl: ["lgsl", "lgslid", "lgslcode"],
  lgil: ["lgil", "lgilid", "lgilcode"],
  url: ["url", "link"],
  status: ["status"],
  lastChecked: ["lastchecked", "linklastchecked", "lastcheckedat"],
};

/** The columns of a header; undefined where it is no file of interactions. */
export function columnsOf(header: readonly string[]): InteractionColumns | undefined {
  const letters = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ""));
  const at = (column: keyof InteractionColumns): number => {
    const name = NAMES[column].find((each) => letters.includes(each));
    return name === undefined ? -1 : letters.indexOf(name);
  };
  const columns = {
    gss: at("gss"),
    organisation: at("organisation"),
    snac: at("snac"),
    lgsl: at("lgsl"),
    lgil: at("lgil"),
    url: at("url"),
    status: at("status"),
    lastChecked: at("lastChecked"),
  };
  const hasCouncil = columns.gss >= 0 || columns.organisation >= 0 || columns.snac >= 0;
  return hasCouncil && columns.lgsl >= 0 && columns.lgil >= 0 && columns.url >= 0 ? columns : undefined;
}

export interface InteractionContext {
  readonly names: CouncilNames;
  /** Ids by LGSL number. */
  readonly services: ReadonlyMap<number, number>;
  /** Nothing was checked later than this. */
  readonly now: Date;
}

interface Key {
  readonly council: number;
  readonly service: number;
  readonly lgil: number;
}

/** A row as the store takes it, or why it cannot be taken; `key` as far as the row says which link it is about. */
export type ReadInteraction =
  | { readonly key: Key; readonly url: string; readonly status: string | null; readonly lastChecked: Date | null }
  | { readonly key?: Key; readonly column: keyof InteractionColumns; readonly found: string; readonly reason: string };

const MOST_URL = 2000;
const MOST_STATUS = 80;
const NUMBER = /^(?:0|[1-9]\d{0,8})$/;
/** LGIL has some twenty numbers; far more would be a column that was moved. */
const MOST_LGIL = 999;
/** C0 and C1, line and paragraph separators, and marks that turn the direction of what follows. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
/** ISO 8601, or the form in which Rails writes a time ("2026-08-01 10:00:00 UTC"). Without an offset it is UTC. */
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?)?$/;

/** Reads one row: everything that cannot be right is a reason, with the column and what stood there. */
export function readInteraction(cells: InteractionCells, context: InteractionContext): ReadInteraction {
  const council = councilOf(cells, context.names);
  if ("reason" in council) return council;
  const service = NUMBER.test(cells.lgsl) ? context.services.get(Number(cells.lgsl)) : undefined;
  if (service === undefined) {
    const reason = NUMBER.test(cells.lgsl)
      ? "The store has no service of this LGSL number."
      : "Write the LGSL number of the service: a whole number.";
    return { column: "lgsl", found: cells.lgsl, reason };
  }
  if (!NUMBER.test(cells.lgil) || Number(cells.lgil) > MOST_LGIL)
    return {
      column: "lgil",
      found: cells.lgil,
      reason: "Write the LGIL number of the interaction: a whole number from 0 to 999.",
    };
  const key = { council: council.id, service, lgil: Number(cells.lgil) };
  const address = addressOf(cells.url);
  if ("reason" in address) return { key, column: "url", found: cells.url, reason: address.reason };
  if ([...cells.status].length > MOST_STATUS || CONTROL.test(cells.status))
    return {
      key,
      column: "status",
      found: cells.status,
      reason: `Write the status on one line of at most ${MOST_STATUS} characters.`,
    };
  const lastChecked = cells.lastChecked === "" ? null : timeOf(cells.lastChecked);
  if (lastChecked === undefined)
    return {
      key,
      column: "lastChecked",
      found: cells.lastChecked,
      reason: "Write a time as ISO 8601: 2026-08-01T10:00:00Z.",
    };
  if (lastChecked !== null && lastChecked > context.now)
    return { key, column: "lastChecked", found: cells.lastChecked, reason: "This time is still to come." };
  return { key, url: address.url, status: cells.status === "" ? null : cells.status, lastChecked };
}

function councilOf(
  cells: InteractionCells,
  names: CouncilNames,
): { readonly id: number } | Exclude<ReadInteraction, { url: string }> {
  if (cells.gss !== "") {
    const found = names.byArea(cells.gss);
    return "id" in found ? found : { column: "gss", found: cells.gss, reason: found.reason };
  }
  if (cells.organisation !== "") {
    const found = names.byCode(cells.organisation);
    return "id" in found ? found : { column: "organisation", found: cells.organisation, reason: found.reason };
  }
  const reason = "Write the council's GSS code, or its organisation code; the hub knows no SNAC codes.";
  return { column: cells.snac === "" ? "gss" : "snac", found: cells.snac, reason };
}

function addressOf(text: string): { readonly url: string } | { readonly reason: string } {
  if (text === "") return { reason: "This row gives no address." };
  if (text.length > MOST_URL) return { reason: `At most ${MOST_URL} characters are kept here.` };
  if (CONTROL.test(text) || /\s/.test(text)) return { reason: "An address has no blanks or control characters." };
  if (!URL.canParse(text)) return { reason: "This is no web address. It begins with https:// or http://." };
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return { reason: "Only addresses that begin with https:// or http:// are taken." };
  if (url.username !== "" || url.password !== "") return { reason: "An address may not hold a name or a password." };
  return { url: text };
}

function timeOf(text: string): Date | undefined {
  const [, day, minutes = "00:00", seconds = "00", zone = "Z"] = TIME.exec(text) ?? [];
  if (day === undefined) return undefined;
  const time = new Date(
    `${day}T${minutes}:${seconds}${zone === "UTC" ? "Z" : zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`,
  );
  // 30 February would become 2 March.
  const midnight = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return exists && !Number.isNaN(time.getTime()) ? time : undefined;
}
