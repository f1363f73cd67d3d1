import type { AreaSpecification } from "../datasources/core/ports";
import type { AreaSelector } from "../schema/inputs";
import { CallerError } from "../schema/values/caller-error";
import { groupSpecification } from "./arguments";

const MOST_CODES = 1000;

/** AreaSelector as a specification. A selector without any condition is refused: nobody means every LSOA of the country by mistake. */
export function areaSpecification(select: AreaSelector, on?: string | null, argument = "select"): AreaSpecification {
  const { gssCodes, type, within, group, includeEnded } = select;
  if (Array.isArray(gssCodes) && gssCodes.length > MOST_CODES) {
    throw new CallerError(
      `\`${argument}.gssCodes\` holds ${gssCodes.length} codes.`,
      `${argument}.gssCodes`,
      `at most ${MOST_CODES} codes; ask for a \`type\` and page with \`after\``,
    );
  }
  if (
    !Array.isArray(gssCodes) &&
    typeof type !== "string" &&
    typeof within !== "string" &&
    (group === undefined || group === null) &&
    typeof select.postcode !== "string"
  ) {
    throw new CallerError(
      `\`${argument}\` names no areas.`,
      argument,
      "at least one of `gssCodes`, `type`, `within`, `group` or `postcode`",
    );
  }
  return {
    ...(Array.isArray(gssCodes) ? { codes: gssCodes } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(typeof within === "string" ? { within } : {}),
    ...(group === undefined || group === null ? {} : { group: groupSpecification(group, `${argument}.group`) }),
    includeEnded: includeEnded ?? false,
    ...(typeof on === "string" ? { on } : {}),
  };
}
