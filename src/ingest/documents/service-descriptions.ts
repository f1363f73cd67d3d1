import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { plainBytes } from "../reading/bytes";
import { FileProblem, shorten } from "../reading/file-problem";
import type { FileCount } from "../report";
import type { Writer } from "../writing/transaction";
import type { DocumentLayout } from "./document";

/** The list of 2013 has 0.6 MB. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_CHARACTERS = 10_000;
const NAME = /(?:^|\/)[^/]*service[^/]*\.xml(?:\.gz|\.br)?$/i;

const Service = z.looseObject({
  Identifier: z.string(),
  Label: z.string().default(""),
  Description: z.string().default(""),
});

/**
 * The publisher's own list of functions and services (esd standards, `functions_services.xml`): each service's Description goes into the
 * service of that LGSL number, and nothing else of the file is taken. A service that the store has not is refused and told; one without
 * a description leaves the store's as it is.
 */
export const serviceDescriptions: DocumentLayout = {
  what: "descriptions of services (the esd list of functions and services, XML, with `service` in its name)",

  isOne: (name) => NAME.test(name),

  async load(writer, file, count) {
    const entries = servicesOf(await textOf(file.path));
    if (entries.length === 0)
      throw new FileProblem(
        "The file holds no service. The list has <Service> elements with <Identifier> and <Description>.",
      );
    const { said, duplicates } = chosen(entries, count, file.name);
    const standing = await standingOf(writer);
    let [changed, kept] = [0, 0];
    for (const [lgsl, { description, entry }] of said) {
      const service = standing.get(lgsl);
      if (service === undefined) {
        const reason = "The store has no service of this LGSL number. A newer edition of the list may have it.";
        count.refuse({ file: file.name, row: entry, column: "Identifier", found: String(lgsl), reason });
        continue;
      }
      kept += 1;
      if (service.description === description) continue;
      await writer.change("UPDATE service SET description = ? WHERE id = ?", [description, service.id]);
      changed += 1;
    }
    return count.report({ state: changed > 0 ? "LOADED" : "UNCHANGED", kept, duplicates, changed });
  },
};

interface Said {
  readonly description: string;
  /** Which service of the file it is, counting the first as 1. */
  readonly entry: number;
}

type Entry = z.infer<typeof Service>;

/** Descriptions by LGSL number. Entries that cannot be taken are refused; the place of an entry stands for a row. */
function chosen(
  entries: readonly Entry[],
  count: FileCount,
  file: string,
): { readonly said: ReadonlyMap<number, Said>; readonly duplicates: number } {
  const said = new Map<number, Said>();
  let duplicates = 0;
  for (const [at, { Identifier, Description }] of entries.entries()) {
    count.rowsRead += 1;
    const entry = at + 1;
    const description = plain(Description);
    const before = said.get(Number(Identifier));
    const refuse = (column: string, found: string, reason: string): void =>
      count.refuse({ file, row: entry, column, found: shorten(found), reason });
    if (!/^[1-9]\d{0,8}$/.test(Identifier)) refuse("Identifier", Identifier, "An LGSL number is a whole number.");
    else if ([...description].length > MOST_CHARACTERS)
      refuse("Description", description, `At most ${MOST_CHARACTERS} characters are kept here.`);
    else if (description !== "" && before === undefined) said.set(Number(Identifier), { description, entry });
    else if (before?.description === description) duplicates += 1;
    else if (description !== "") {
      const reason = `Service ${before?.entry} of the file has the same number and says something else.`;
      refuse("Description", description, reason);
    }
  }
  return { said, duplicates };
}

/** One line of text: no control characters, no marks that turn the direction of writing, blanks as one. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .trim();
}

async function standingOf(
  writer: Writer,
): Promise<ReadonlyMap<number, { readonly id: number; readonly description: string | null }>> {
  const rows = await writer.select("SELECT id, lgsl_id, description FROM service");
  return new Map(
    rows.map((row) => [
      Number(row.lgsl_id),
      { id: Number(row.id), description: row.description === null ? null : String(row.description) },
    ]),
  );
}

async function textOf(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of plainBytes(path)) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new FileProblem("The file holds more than 32 MB, which no list of services does.");
    pieces.push(piece);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new FileProblem("The file is not UTF-8.");
  }
}

/** Every <Service> of the tree, wherever it stands. Documents with a DOCTYPE are refused: entities could make a small file huge. */
function servicesOf(text: string): readonly Entry[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new FileProblem("The file has a DOCTYPE, which the list has not.");
  const parser = new XMLParser({ isArray: (name) => name === "Service" || name === "Function", parseTagValue: false });
  let root: unknown;
  try {
    root = parser.parse(text, true);
  } catch (error) {
    throw new FileProblem(
      `The file is not well formed XML: ${error instanceof Error ? error.message : "it cannot be read"}`,
    );
  }
  const found: Entry[] = [];
  const waiting: unknown[] = [root];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at !== "object" || at === null) continue;
    for (const [name, value] of Object.entries(at).toReversed()) {
      if (name !== "Service" || !Array.isArray(value)) waiting.push(value);
      else
        for (const each of value) {
          const read = Service.safeParse(each);
          found.push(read.success ? read.data : { Identifier: "", Label: "", Description: "" });
        }
    }
  }
  return found;
}
