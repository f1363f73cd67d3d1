import { unexpected } from "../../core/decode";
import { grouped } from "../../core/packing";
import { fetchAll, type Plan } from "../../core/plan";
import type { RemoteIndicator } from "../../core/source";
import { sdmxCsv } from "../../formats/sdmx-csv";
import { dimensionsOf } from "../../formats/sdmx-xml";
import { type Flow, isTotal, knowsFrequency, memberOf, seriesOf } from "./flows";
import { settled } from "./waiting";

/**
 * The series that a Eurostat flow has for the United Kingdom, as indicators. Sex and age are breakdowns where the flow has a total of
 * them in the same series; otherwise they are part of the indicator. Series that `known` has keep its names and units. Throws BAD_SHAPE,
 * also where the flow's dimensions are no longer in the order of its keys.
 */
export function* pageOfFlow(flow: Flow, known: readonly RemoteIndicator[]): Plan<readonly RemoteIndicator[]> {
  const [structure, series] = yield* fetchAll([
    { path: `datastructure/ESTAT/${flow.id}/latest`, query: { references: "descendants" }, accept: "application/xml" },
    {
      path: `data/${flow.path}/${flow.order.map((id) => (id === flow.area ? "UK" : "")).join(".")}`,
      query: { format: "SDMX-CSV", compressed: "false", detail: "serieskeysonly" },
      accept: "application/vnd.sdmx.data+csv;version=1.0.0",
      handles: [404, 413],
    },
  ]);
  if (structure === undefined || series === undefined) throw unexpected("a part of it is missing");
  const dimensions = dimensionsOf(structure);
  if (dimensions.map(({ id }) => id).join() !== flow.order.join())
    throw unexpected("the dimensions are in another order than they were");
  const names = Object.fromEntries(dimensions.map(({ id, codes }) => [id, codes]));
  const listed = yield* settled(series);
  if (listed === undefined) return [];
  const keys = sdmxCsv(listed, flow.order, { keysOnly: true }).map((row) => row.dimensions);
  const usable = keys.filter((key) => knowsFrequency(key.freq));
  const fixed = flow.order.filter((id) => id !== flow.area && memberOf(id, "") === undefined);
  return [...grouped(usable, (key) => fixed.map((id) => key[id]).join(".")).values()]
    .flatMap((like) => indicatorsIn(flow, like, names))
    .map((found) => {
      const its = known.find((each) => each.upstreamId === found.upstreamId);
      return its === undefined ? found : { ...found, name: its.name, unit: its.unit };
    })
    .filter((each) => each.upstreamId.length <= 120);
}

/** The indicators among series that are equal but for sex and age. */
function indicatorsIn(
  flow: Flow,
  like: readonly Readonly<Record<string, string>>[],
  names: Readonly<Record<string, Readonly<Record<string, string>>>>,
): readonly RemoteIndicator[] {
  const people = flow.order.filter((id) => memberOf(id, "") !== undefined);
  const withTotal = people.filter((id) => like.some((key) => isTotal(memberOf(id, key[id] ?? "") ?? "")));
  const part = people.filter((id) => !withTotal.includes(id));
  return [...grouped(like, (key) => part.map((id) => key[id]).join(".")).values()].map((same) => {
    const [first] = same;
    const codes = Object.fromEntries(
      flow.order.filter((id) => id !== flow.area && !withTotal.includes(id)).map((id) => [id, first?.[id] ?? ""]),
    );
    const breakdowns = Object.fromEntries(
      withTotal.map((id) => [id, [...new Set(same.map((key) => key[id] ?? ""))].sort()]),
    );
    return seriesOf(flow, codes, breakdowns, { names });
  });
}
