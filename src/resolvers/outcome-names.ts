import type { Catalogue } from "../datasources/core/ports";
import type { OutcomeFrameworkRecord, OutcomeRecord } from "../datasources/core/records";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";

/** The framework of a slug or id. With `argument`, throws CallerError where there is none. */
export function frameworkNamed(catalogue: Catalogue, name: string): OutcomeFrameworkRecord | undefined;
export function frameworkNamed(catalogue: Catalogue, name: string, argument: string): OutcomeFrameworkRecord;
export function frameworkNamed(
  catalogue: Catalogue,
  name: string,
  argument?: string,
): OutcomeFrameworkRecord | undefined {
  const found = catalogue.frameworkBySlug(keyOf("OutcomeFramework", name.trim()));
  if (found !== undefined || argument === undefined) return found;
  const slugs = catalogue.frameworks.map(({ slug }) => slug).slice(0, 10);
  throw new CallerError(
    `\`${argument}\` is “${name.slice(0, 40)}”, which is no outcome framework.`,
    argument,
    slugs.length === 0 ? "a framework; none is loaded" : `the slug or id of a framework: ${slugs.join(", ")}`,
  );
}

/** The outcome of a key (`<framework>/<outcome>`) or id; undefined where none is meant. */
export function outcomeNamed(catalogue: Catalogue, name: string): OutcomeRecord | undefined {
  return catalogue.outcomeByKey(keyOf("Outcome", name.trim()));
}
