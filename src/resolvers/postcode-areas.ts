import type { GraphReads, PostcodeRecord } from "../datasources/core/ports";
import type { AreaRecord } from "../datasources/core/records";
import { CallerError } from "../schema/values/caller-error";

/** Area, district, space, sector, unit: the shape that all British postcodes have, GIR 0AA apart. Source: the Post Office's own guide. */
const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$/;

/** A postcode as it is written, from any case and with or without its space. Throws CallerError that names the argument. */
export function postcodeWritten(text: string, argument: string): string {
  const parts = POSTCODE.exec(text.trim().toUpperCase());
  if (parts === null)
    throw new CallerError(`“${text.slice(0, 20)}” is not a postcode.`, argument, "a full postcode, such as M32 0TH");
  return `${parts[1]} ${parts[2]}`;
}

/** The postcode's areas and all that they lie in on a day (today where absent), each once, the deepest kinds first. */
export function areasAround(
  reads: GraphReads,
  postcode: PostcodeRecord,
  on: string | undefined,
): readonly AreaRecord[] {
  const above = postcode.areas.flatMap((area) => reads.relatives(area, "up", undefined, on));
  const depth = ({ areaType }: AreaRecord) => areaType.level ?? -1;
  return [...new Set([...postcode.areas, ...above])].sort((a, b) => depth(b) - depth(a) || (a.code < b.code ? -1 : 1));
}
