import type { Catalogue } from "../datasources/core/ports";
import type { CircumstanceRecord, LifeEventRecord, ServiceFunctionRecord } from "../datasources/core/records";
import { CallerError } from "../schema/values/caller-error";
import { keyOf } from "../schema/values/global-id";
import { numberNamed } from "./names";

/** The function of an esd number or id. Throws CallerError where there is none. */
export function functionNamed(catalogue: Catalogue, name: string, argument: string): ServiceFunctionRecord {
  const found = catalogue.functionByEsd(numberNamed("ServiceFunction", name));
  if (found !== undefined) return found;
  throw strange(argument, name, "function", "an esd number or id from `serviceFunctions`");
}

/** The life event of a key or id. Throws CallerError where there is none. */
export function lifeEventNamed(catalogue: Catalogue, name: string, argument: string): LifeEventRecord {
  const found = catalogue.lifeEventBySlug(keyOf("LifeEvent", name.trim()));
  if (found !== undefined) return found;
  throw strange(argument, name, "life event", "a key such as `having-a-child`, or an id from `lifeEvents`");
}

/** The circumstance of a key or id. Throws CallerError where there is none. */
export function circumstanceNamed(catalogue: Catalogue, name: string, argument: string): CircumstanceRecord {
  const found = catalogue.circumstanceBySlug(keyOf("Circumstance", name.trim()));
  if (found !== undefined) return found;
  throw strange(argument, name, "circumstance", "a key such as `low-income`, or an id from `circumstances`");
}

/** Whether a branch of the functions tree grows from another, or is it. */
export function liesIn(branch: ServiceFunctionRecord, root: ServiceFunctionRecord): boolean {
  for (let at: ServiceFunctionRecord | undefined = branch; at !== undefined; at = at.parent)
    if (at === root) return true;
  return false;
}

function strange(argument: string, name: string, what: string, expected: string): CallerError {
  return new CallerError(`\`${argument}\` is “${name.slice(0, 40)}”, which is no ${what}.`, argument, expected);
}
