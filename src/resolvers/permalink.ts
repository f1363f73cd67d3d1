import type { ValueOptions } from "../datasources/core/ports";
import type { ObservationRecord } from "../datasources/core/records";

/**
 * An address that opens a figure again, as a query in the playground, and always with the same data: the query says as of when.
 * `publicUrl` is the origin that links to this hub start with; `asOf` an ISO 8601 instant, UTC; `options` what the figure was asked with.
 */
export function permalinkOf(
  observation: ObservationRecord,
  publicUrl: string,
  asOf: string,
  options: ValueOptions | undefined,
): string {
  return `${publicUrl}/playground?query=${encodeURIComponent(pinnedQuery(observation, asOf, options))}`;
}

const NODES =
  "nodes { indicator { name } area { name } period { label } formatted value missing notes provenance { citation } }";

/** The query of a permalink: names that people can read, rather than an id. */
export function pinnedQuery(
  { indicator, area, period, breakdownOf, derived }: ObservationRecord,
  asOf: string,
  options: ValueOptions | undefined,
): string {
  if (derived?.asked !== undefined) {
    const { formula, label } = derived.asked;
    const where = `areas: ${literal({ gssCodes: [area.code] })}, period: ${literal({ ids: [period.id] })}`;
    const how = `formula: ${literal(formula)}, label: ${literal(label)}, ${where}, options: ${literal({ ...options, asOf })}`;
    return `{ calculate(${how}) { ${NODES} } }`;
  }
  const members = new Map<string, string[]>();
  for (const { dimension, code } of breakdownOf.members)
    members.set(dimension.code, [...(members.get(dimension.code) ?? []), code]);
  const breakdown = [...members].map(([dimension, codes]) => literal({ dimension, members: codes }));
  const select = [
    `indicators: ${literal([indicator.slug])}`,
    `areas: ${literal({ gssCodes: [area.code] })}`,
    `period: ${literal({ ids: [period.id] })}`,
    ...(breakdown.length === 0 ? [] : [`breakdown: [${breakdown.join(", ")}]`]),
    `options: ${literal({ ...options, asOf })}`,
  ];
  return `{ observations(select: { ${select.join(", ")} }) { ${NODES} } }`;
}

/** A value as GraphQL writes it: like JSON, but for the names of fields. What is undefined or true by default is left out. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(
    ([name, each]) => each !== undefined && !(name === "allowStale" && each === true),
  );
  return `{ ${fields.map(([name, each]) => `${name}: ${literal(each)}`).join(", ")} }`;
}
