import type { NationalSource, RemoteDataset, RemoteIndicator } from "../../datasources/core/source";
import { packIndicator } from "../../datasources/local/packed-indicator";
import type { AreaTypeCode } from "../../schema/values/enums";
import type { SqlValue } from "../writing/transaction";

/** Characters that the columns hold; definitions fit a TEXT of 65,535 bytes whatever letters they are in. */
const NAME = 300;
const LONG_TEXT = 16_000;
const ADDRESS = 700;

export const DATASET_COLUMNS = [
  "id",
  "slug",
  "title",
  "description",
  "source_id",
  "licence_id",
  "designation",
  "frequency",
  "homepage",
  "methodology_url",
  "version",
] as const;

export const INDICATOR_COLUMNS = [
  "id",
  "slug",
  "dataset_id",
  "name",
  "definition",
  "caveats",
  "unit_code",
  "unit_label",
  "unit_prefix",
  "unit_suffix",
  "unit_multiplier",
  "decimal_places",
  "polarity",
  "polarity_reason",
  "value_type",
  "numerator",
  "denominator",
  "frequency",
  "period_type",
  "is_aggregatable",
  "is_standardised",
  "has_confidence_intervals",
] as const;

export const REMOTE_COLUMNS = [
  "indicator_id",
  "source",
  "upstream_id",
  "body",
  "content_hash",
  "dimensions_hash",
  "area_types",
  "earliest",
  "latest",
  "seen_at",
  "gone_at",
] as const;

/** A row of `dataset`; its frequency is that of the indicator that it was first met with. */
export function datasetRow(
  id: number,
  source: Pick<NationalSource, "id">,
  dataset: RemoteDataset,
  links: { readonly sourceId: number; readonly licenceId: number; readonly frequency: string },
): readonly SqlValue[] {
  return [
    id,
    `${source.id}:${dataset.upstreamId}`,
    cut(dataset.title, NAME),
    text(dataset.description, LONG_TEXT),
    links.sourceId,
    links.licenceId,
    dataset.designation ?? "NO_ACCREDITATION",
    links.frequency,
    address(dataset.homepage),
    address(dataset.methodologyUrl),
    0,
  ];
}

/** A row of `indicator`. Polarity is the publisher's own or UNKNOWN: the hub judges no indicator that nobody has looked at. */
export function indicatorRow(
  id: number,
  source: Pick<NationalSource, "id" | "publisher">,
  item: RemoteIndicator,
  datasetId: number,
): readonly SqlValue[] {
  const polarity = item.polarity ?? "UNKNOWN";
  const reason =
    polarity === "UNKNOWN"
      ? "The publisher does not say whether high or low is better."
      : `As the publisher says (${source.publisher}).`;
  const caveats = (item.caveats ?? [])
    .map((caveat) => caveat.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
  return [
    id,
    `${source.id}:${item.upstreamId}`,
    datasetId,
    cut(item.name.trim(), NAME),
    text(item.definition, LONG_TEXT),
    text(caveats.length === 0 ? undefined : caveats.join("\n"), LONG_TEXT),
    item.unit.code,
    item.unit.label,
    item.unit.prefix ?? null,
    item.unit.suffix ?? null,
    item.unit.multiplier ?? null,
    item.decimalPlaces,
    polarity,
    reason,
    item.valueType,
    text(item.numerator, LONG_TEXT),
    text(item.denominator, LONG_TEXT),
    item.frequency,
    item.periodType,
    item.isAggregatable === true ? 1 : 0,
    item.isStandardised === true ? 1 : 0,
    item.hasConfidenceIntervals === true ? 1 : 0,
  ];
}

/** A row of `remote_indicator`. */
export function remoteRow(
  id: number,
  source: Pick<NationalSource, "id">,
  item: RemoteIndicator,
  facts: {
    readonly hash: string;
    readonly dimensionsHash: string | null;
    readonly kinds: readonly AreaTypeCode[];
    readonly seenAt: string | null;
  },
): readonly SqlValue[] {
  return [
    id,
    source.id,
    item.upstreamId,
    packIndicator(item),
    facts.hash,
    facts.dimensionsHash,
    facts.kinds.join(" "),
    item.earliest ?? null,
    item.latest ?? null,
    facts.seenAt,
    null,
  ];
}

function text(words: string | undefined, most: number): string | null {
  const trimmed = words?.trim() ?? "";
  return trimmed === "" ? null : cut(trimmed, most);
}

/** Longer words end in an ellipsis. Halves of characters, which no store takes, become a replacement character. */
export function cut(words: string, most: number): string {
  const whole = Buffer.from(words, "utf8").toString("utf8");
  return whole.length <= most ? whole : `${[...whole].slice(0, most - 1).join("")}…`;
}

/** Addresses are kept whole or not at all. */
function address(url: string | undefined): string | null {
  return url !== undefined && url.length <= ADDRESS && /^https?:\/\//.test(url) ? url : null;
}
