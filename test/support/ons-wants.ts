import type { Want } from "../../src/datasources/core/source";
import { WELL_KNOWN } from "../../src/datasources/national/ons/indicators";
import ons from "../../src/datasources/national/ons.source";
import { bodyNamed, saying, specimens } from "./bodies";
import type { Said } from "./run-plan";

const own = specimens("ons");
/** One of our own bodies, as the service would say it. */
export const said = (file: string): Said => saying(bodyNamed(own, file))();
/** The plan of these wants. */
export const observe = (wants: readonly Want[]) => {
  const plan = ons.observe?.(wants);
  if (plan === undefined) throw new Error("The source has no figures.");
  return plan;
};
const named = (id: string) => {
  const found = WELL_KNOWN.find((one) => one.upstreamId === id);
  if (found === undefined) throw new Error(`No well-known ${id}.`);
  return found;
};
/** An area by its code alone. */
export const area = (code: string): Want["areas"][number] => ({
  code,
  kind: code.startsWith("K") ? "UK" : "UA",
  name: code,
});
/** A want of a well-known indicator. */
export const want = (id: string, period: Want["period"], ...codes: string[]): Want => ({
  indicator: named(id),
  areas: codes.map(area),
  period,
  breakdown: [],
});
/** The data set of our specimens, whose observations are this body. */
export const cpih =
  (file: string) =>
  ({ path }: { readonly path: string }): Said => {
    if (path === "datasets/cpih01") return said("dataset.json");
    if (path.endsWith("/dimensions")) return said("dimensions.json");
    return said(path.endsWith("/options") ? "times.json" : file);
  };
