import { csv, unexpected } from "../core/decode";
import type { Answer } from "../core/plan";
import type { SdmxRow } from "./sdmx-row";

/** Columns that are about the message, not about the observation. */
const ABOUT = new Set(["dataflow", "last update", "structure", "structure_id", "structure_name", "action"]);
/** Actions of SDMX-CSV 2.0 whose rows hold figures: information, append, merge, replace. */
const HOLDING = new Set(["I", "A", "M", "R"]);

/**
 * The observations of an SDMX-CSV message, version 1.0 (`DATAFLOW,<dimensions>,OBS_VALUE,<attributes>`) or 2.0
 * (`STRUCTURE,STRUCTURE_ID,ACTION,…`). Columns are read by name, in whichever order and case; "id: label" headers and cells (labels=both)
 * are read by their id. `dimensions` are the ids that must be there, the time among them; other columns are attributes. Throws BAD_SHAPE,
 * also for rows that delete, and for a message without figures (`OBS_VALUE`) unless keys alone were asked for (detail=serieskeysonly).
 */
export function sdmxCsv(
  answer: Answer,
  dimensions: readonly string[],
  { keysOnly = false }: { readonly keysOnly?: boolean } = {},
): readonly SdmxRow[] {
  const first = answer.text.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = /^"?(?:STRUCTURE|DATAFLOW)[^,;]*(?:\[;])?[^,;]*;/i.test(first) && !first.includes(",") ? ";" : ",";
  const rows = csv(answer, { columns: [], delimiter });
  const header = headerOf(answer, delimiter);
  const labelled = header.some((name) => /^[A-Za-z_0-9]+: /.test(name));
  const bare = (text: string): string => (labelled ? (text.split(": ", 1)[0] ?? text) : text);
  const columns = header.map((name) => ({ name, id: bare(name).replace(/\[.*$/, "").toLowerCase() }));
  for (const needed of keysOnly ? dimensions : [...dimensions, "obs_value"])
    if (!columns.some(({ id }) => id === needed)) throw unexpected(`column ${needed} is missing`);
  return rows.map((row) => {
    const codes: Record<string, string> = {};
    const attributes: Record<string, string> = {};
    let value: string | null = null;
    for (const { name, id } of columns) {
      const text = row[name] ?? "";
      if (id === "obs_value") value = text;
      else if (id === "action" && !HOLDING.has(text)) throw unexpected("it holds rows that are no figures");
      else if (dimensions.includes(id)) codes[id] = bare(text);
      else if (!ABOUT.has(id)) attributes[id] = bare(text);
    }
    return { dimensions: codes, value, attributes };
  });
}

/** The header's names as they are written: `csv` has already refused a header with equal ones. */
function headerOf(answer: Answer, delimiter: string): readonly string[] {
  const [header] = csv({ ...answer, text: doubled(answer.text) }, { columns: [], delimiter });
  return header === undefined ? [] : Object.keys(header);
}

/** The header line twice, so that it can be read as a row where there is no other. */
function doubled(text: string): string {
  const end = text.indexOf("\n");
  const line = end < 0 ? text : text.slice(0, end);
  return `${line}\n${line}\n`;
}
