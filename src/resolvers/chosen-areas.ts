import type { AreaChoice, GraphReads, SourceOutcomeRecord } from "../datasources/core/ports";
import type { AreaSelector } from "../schema/inputs";
import { areaSpecification } from "./area-arguments";
import { areasAround, postcodeWritten } from "./postcode-areas";

/** The areas that a selector means, and what a publisher did to find them. */
export interface ChosenAreas extends AreaChoice {
  /** Empty unless a postcode was looked up. */
  readonly lookUps: readonly SourceOutcomeRecord[];
}

/**
 * The areas that a selector means. A postcode is looked up, together with all other postcodes of the operation; one that nobody knows is
 * told in `unknown`, one that could not be looked up in `lookUps`, and neither has areas. Throws CallerError for what cannot be meant.
 */
export async function chosenAreas(
  reads: GraphReads,
  select: AreaSelector,
  argument: string,
  on?: string | null,
): Promise<ChosenAreas> {
  const specification = areaSpecification(select, on, argument);
  const { postcode } = select;
  if (typeof postcode !== "string") return { ...reads.selectAreas(specification, argument), lookUps: [] };
  const code = postcodeWritten(postcode, `${argument}.postcode`);
  const found = await reads.postcode(code);
  const around = found === undefined ? [] : areasAround(reads, found, on ?? undefined);
  const choice = reads.selectAreas({ ...specification, oneOf: around }, argument);
  const unknown = found === undefined ? [{ argument: `${argument}.postcode`, value: code, suggestions: [] }] : [];
  return {
    areas: choice.areas,
    unknown: [...choice.unknown, ...unknown],
    lookUps: found === undefined ? [] : [found.outcome],
  };
}
