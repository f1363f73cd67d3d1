import { addressVariables, variableStem } from "../config";
import type { NationalSource, RateLimit, RemoteIndicator } from "../datasources/core/source";
import { sourceSlug } from "../ingest/catalogue/source-row";
import { AREA_TYPES } from "../ingest/starter/areas/types";
import { sourceQuery } from "./source-query";

/**
 * The pages of the documentation about national sources, as Markdown by file name: one a source, made from its declaration alone, and
 * the list of them. The same declarations make the same text.
 */
export function sourcePages(sources: readonly NationalSource[]): ReadonlyMap<string, string> {
  const pages = new Map(sources.map((source) => [`${source.id}.md`, pageOf(source)]));
  return pages.set("README.md", listOf(sources));
}

function listOf(sources: readonly NationalSource[]): string {
  const rows = sources.map((source) => [
    `[${source.name}](${source.id}.md)`,
    `\`${source.id}\``,
    source.publisher,
    brings(source),
    source.key === undefined ? "none" : source.key.required ? "needed" : "raises limits",
    source.licence.label,
  ]);
  return [
    "# National services",
    "",
    WRITTEN,
    "",
    `${sources.length} services of publishers are part of the graph. Their indicators are named \`<id>:<the publisher's id>\`; their figures are`,
    "fetched when they are asked for, in the fewest requests that each publisher's limits allow, and kept as long as its calendar lets them be.",
    "What is on these pages about limits and quirks says when it was seen; `npm run source:check` asks the live services whether it still holds.",
    "",
    ...tableOf(["service", "id", "publisher", "brings", "key", "licence"], rows),
    "",
  ].join("\n");
}

const WRITTEN = "<!-- Written by `npm run docs:sources` from the source's file; edit that. -->";

function brings(source: NationalSource): string {
  const parts = [
    source.observe === undefined ? "" : "figures",
    source.postcodes === undefined ? "" : "postcodes",
    source.areas === undefined ? "" : "areas",
    source.boundaries === undefined ? "" : "boundaries",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function pageOf(source: NationalSource): string {
  const { licence, limits, freshness, quirks } = source;
  const licenceText = licence.url === undefined ? licence.label : `[${licence.label}](${licence.url})`;
  return [
    `# ${source.name}`,
    "",
    WRITTEN,
    "",
    `[${source.name}](${source.homepage}) of ${source.publisher} brings ${brings(source)}. Its own documentation is [here](${source.documentation}).`,
    `Source file: [src/datasources/national/${source.id}.source.ts](../../src/datasources/national/${source.id}.source.ts).`,
    "",
    `Its entry in the graph is \`source(id: "${sourceSlug(source.id)}")\`.${sourceSlug(source.id) === source.id ? "" : ` \`source(id: "${source.id}")\` is who produced the files that the hub holds.`}`,
    "",
    `Licence: ${licenceText} (\`${licence.code}\`).${licence.attribution === undefined ? "" : ` Attribution: ${licence.attribution}`}`,
    "",
    "## Try it",
    ...exampleOf(source),
    "",
    ...coverageOf(source),
    "",
    "## Limits",
    limits.about,
    "",
    "The hub keeps to:",
    `- ${[...limits.rates.map(rate), `${limits.maxConcurrent} at once`].join(", ")}`,
    ...Object.entries(limits.ratesOfBase ?? {}).map(
      ([base, rates]) => `- at its address \`${base}\`: ${rates.map(rate).join(", ")}`,
    ),
    `- ${span(limits.timeoutMs)} for one request, ${limits.retries === 0 ? "never tried again" : `tried again at most ${times(limits.retries)}`}`,
    `- bodies of at most ${megabytes(limits.maxBytes)}`,
    ...(limits.bucket === undefined ? [] : [`- counted together with other services of \`${limits.bucket}\``]),
    "",
    "## How long figures are good",
    freshness.about,
    "",
    `Served without a question for ${span(freshness.freshMs)}; then, until ${span(freshness.revalidateMs)} after they were fetched, at once and fetched again behind the answer; ` +
      `and until ${span(freshness.keepMs)} where the publisher cannot be reached, marked \`STALE\`.`,
    "",
    "## Settings",
    ...settingsOf(source),
    "",
    ...indicatorsOf(source),
    "## Quirks",
    ...(quirks.length === 0 ? ["None known."] : quirks.map((quirk) => `- ${oneLine(quirk)}`)),
    "",
  ].join("\n");
}

function exampleOf(source: NationalSource): readonly string[] {
  const query = sourceQuery(source);
  return query === undefined
    ? ["Nothing of it is asked for by name: the hub uses it by itself."]
    : ["```graphql", query, "```"];
}

const NATIONS: Readonly<Record<string, string>> = {
  E: "England",
  W: "Wales",
  S: "Scotland",
  N: "Northern Ireland",
  K: "the United Kingdom as a whole",
};

function coverageOf(source: NationalSource): readonly string[] {
  const labels = new Map(AREA_TYPES.map(([code, label]) => [code, label]));
  const kinds = source.areaTypes.map((type) => `${labels.get(type) ?? type} (\`${type}\`)`);
  const nations = source.nations.map((nation) => NATIONS[nation] ?? nation);
  const needs = (source.needs ?? []).map((need) => (need === "boundary" ? "its boundary" : "its population by year"));
  return [
    "## Areas",
    `Kinds: ${kinds.length === 0 ? "none" : kinds.join(", ")}. In: ${nations.join(", ")}.`,
    ...(needs.length === 0
      ? []
      : ["", `To answer for an area it needs ${needs.join(" and ")}, which the hub hands it.`]),
  ];
}

function settingsOf(source: NationalSource): readonly string[] {
  const { key } = source;
  const addresses = addressVariables(source).map(([name, base]) => {
    const url = base === "" ? source.baseUrl : (source.otherBases?.[base] ?? "");
    return [`\`${name}\``, base === "" ? "its address" : `its address \`${base}\``, url];
  });
  const keys = (key?.variables ?? []).map((name) => [
    `\`${name}\``,
    /SECRET/.test(name) ? "the secret of its key" : "its key",
    key?.required === true ? "the service is not asked" : "the limits of guests",
  ]);
  return [
    ...(key === undefined ? [] : [oneLine(key.about), ""]),
    ...tableOf(
      ["variable", "what it sets", "without it"],
      [
        [`\`${variableStem(source.id)}\``, "`off` or `on`", "on, unless `OUTTURN_SOURCES` leaves it out"],
        ...addresses,
        ...keys,
      ],
    ),
  ];
}

function indicatorsOf(source: NationalSource): readonly string[] {
  if (source.wellKnown.length === 0) return [];
  const more =
    source.catalogue === undefined
      ? "It has no others that could be harvested."
      : `\`npx outturn catalogue sync ${source.id}\` harvests all of them ([how](../catalogue.md)).`;
  return [
    "## Indicators",
    `These are in the graph of a new hub. ${more}`,
    "",
    ...tableOf(
      ["indicator", "name", "unit", "how often", "broken down by", "the same as"],
      source.wellKnown.map((item) => rowOf(source, item)),
    ),
    "",
  ];
}

function rowOf(source: NationalSource, item: RemoteIndicator): readonly string[] {
  return [
    `\`${source.id}:${item.upstreamId}\``,
    item.name,
    item.unit.label,
    item.frequency.toLowerCase().replaceAll("_", " "),
    (item.dimensions ?? []).map((dimension) => dimension.label).join(", "),
    (item.sameAs ?? []).map((slug) => `\`${slug}\``).join(", "),
  ];
}

function rate({ requests, perMs }: RateLimit): string {
  const what = requests === 1 ? "1 request" : `${requests.toLocaleString("en-GB")} requests`;
  return `${what} in ${span(perMs)}`;
}

const SPANS = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
] as const;

/** "10 minutes", "1.5 seconds", "250 milliseconds". */
function span(millis: number): string {
  for (const [unit, word] of SPANS) {
    if (millis < unit) continue;
    const count = Math.round((millis / unit) * 10) / 10;
    return `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;
  }
  return `${millis} milliseconds`;
}

function times(count: number): string {
  return count === 1 ? "once" : "twice";
}

function megabytes(bytes: number): string {
  return `${(Math.round(bytes / 100_000) / 10).toLocaleString("en-GB")} MB`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
