import type { Frequency, PeriodType, QualityDesignation, ValueType } from "../schema/values/enums";
import { periodLabel, readIsoPeriod } from "../schema/values/period";
import type { ElsFindings, ElsIndicator } from "./layouts/els";
import type { ElsMetadata } from "./layouts/els-metadata";
import { FileProblem } from "./reading/file-problem";
import type { ReleaseFacts } from "./releases";
import { slugify } from "./slug";
import type { SqlValue, Writer } from "./writing/transaction";

/** The licence under which the ONS and the departments publish these tables. */
const OGL = {
  code: "OGL-UK-3.0",
  label: "Open Government Licence v3.0",
  url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
  attribution: "Contains public sector information licensed under the Open Government Licence v3.0.",
};

/** What is said of a table that comes without a description: nobody may take a licence for granted. */
const NOT_STATED = {
  code: "NOT-STATED",
  label: "Licence not stated",
  url: null,
  attribution: null,
};

/** The name by which a series of a publisher's file is known in `indicator_identifier`, scheme LOCAL. */
export function elsIdentifier(base: string, indicator: string): string {
  return `els:${base}:${slugify(indicator)}`.slice(0, 200);
}

/**
 * The indicators and breakdowns of one file of the ELS layout: found in the store by their identifier, or made, with what the description
 * beside the file says. What nobody has said yet is said to be unknown: the polarity is UNKNOWN.
 */
export class ElsIndicators {
  /** Ids by identifier: the layout names figures so. */
  readonly ids = new Map<string, number>();
  /** Ids of dimension members by `dimension=member`. */
  readonly members = new Map<string, number>();
  private readonly datasets = new Map<number, number[]>();
  private readonly made: number[] = [];
  private readonly withoutDecimals: number[] = [];

  constructor(
    private readonly writer: Writer,
    private readonly base: string,
    private readonly metadata: (indicator: string) => ElsMetadata,
  ) {}

  /** Reads what the store has. */
  async open(): Promise<void> {
    const known = await this.writer.select(
      `SELECT x.value AS name, i.id AS id, i.dataset_id AS dataset FROM indicator_identifier x JOIN indicator i ON i.id = x.indicator_id
       WHERE x.scheme = 'LOCAL' AND x.value LIKE ?`,
      [`els:${this.base}:%`],
    );
    for (const row of known) this.ids.set(String(row.name), Number(row.id));
    const members = await this.writer.select(
      "SELECT d.code AS dimension, m.code AS code, m.id AS id FROM dimension_member m JOIN dimension d ON d.id = m.dimension_id",
    );
    for (const row of members) this.members.set(`${row.dimension}=${row.code}`, Number(row.id));
  }

  /** Makes the indicators and dimension members that the findings name and the store lacks. `period` is that of the first figure. */
  async prepare(findings: ElsFindings, period: string): Promise<void> {
    for (const indicator of findings.indicators.values()) {
      const name = elsIdentifier(this.base, indicator.name);
      if (!this.ids.has(name)) this.ids.set(name, await this.make(indicator, name, period));
    }
    for (const dimension of findings.dimensions.values()) {
      for (const [code, label] of dimension.members) {
        const name = `${dimension.code}=${code}`;
        if (!this.members.has(name))
          this.members.set(name, await this.makeMember(dimension.code, dimension.label, code, label));
      }
    }
  }

  /** The data sets that the file's indicators belong to, each with those indicators. */
  async scopes(
    findings: ElsFindings,
  ): Promise<
    readonly { readonly dataset: number; readonly indicators: readonly number[]; readonly release: ReleaseFacts }[]
  > {
    if (this.made.length > 0) {
      const made = this.made.join(", ");
      await this.writer.change(
        `UPDATE indicator SET has_confidence_intervals = 1 WHERE id IN (${made}) AND EXISTS
           (SELECT 1 FROM import_stage s WHERE s.indicator_id = indicator.id AND (s.lower_ci95 IS NOT NULL OR s.upper_ci95 IS NOT NULL))`,
      );
    }
    for (const id of this.withoutDecimals) {
      // Nobody said how many decimals to print: none where every figure is whole.
      const [row] = await this.writer.select(
        "SELECT COUNT(*) AS fractions FROM import_stage WHERE indicator_id = ? AND value <> ROUND(value)",
        [id],
      );
      if (Number(row?.fractions) === 0)
        await this.writer.change("UPDATE indicator SET decimal_places = 0 WHERE id = ?", [id]);
    }
    this.datasets.clear();
    const names = [...findings.indicators.keys()];
    for (const name of names) {
      const id = this.ids.get(elsIdentifier(this.base, name)) ?? 0;
      const [row] = await this.writer.select("SELECT dataset_id AS dataset FROM indicator WHERE id = ?", [id]);
      const dataset = Number(row?.dataset);
      this.datasets.set(dataset, [...(this.datasets.get(dataset) ?? []), id]);
    }
    const about = this.metadata(names[0] ?? "");
    const release: ReleaseFacts = {
      title:
        `${about.label ?? names[0] ?? this.base}${about.sourceDate === undefined ? "" : `, ${periodLabel(about.sourceDate)}`}`.slice(
          0,
          300,
        ),
      version: about.sourceDate ?? "1",
      type: "MINOR",
      status: "PUBLISHED",
      publishedAt: about.sourceDate ?? null,
      upstreamUrl: about.sourceUrl?.slice(0, 700) ?? null,
    };
    return [...this.datasets].map(([dataset, indicators]) => ({ dataset, indicators, release }));
  }

  private async make(indicator: ElsIndicator, identifier: string, period: string): Promise<number> {
    const about = this.metadata(indicator.name);
    const label = about.label ?? indicator.name;
    const slug = slugify(label);
    const [taken] = await this.writer.select("SELECT id FROM indicator WHERE slug = ?", [slug]);
    if (taken !== undefined || slug === "") {
      const reason = `The store has another indicator called "${slug}". Give the old one the identifier LOCAL=${identifier}, or rename this.`;
      throw new FileProblem(reason, { column: "indicator", found: indicator.name });
    }
    const type: PeriodType = readIsoPeriod(period)?.type ?? "SNAPSHOT";
    const frequency = frequencyOf(type);
    const dataset = await this.dataset(about, frequency);
    const id = await this.writer.nextId("indicator");
    const suffix = about.suffix ?? about.unitText ?? null;
    const unit = indicator.unit === "" ? (suffix ?? "number") : indicator.unit;
    const unitCode = slugify(unit).slice(0, 40);
    const row: Readonly<Record<string, SqlValue>> = {
      id,
      slug,
      dataset_id: dataset,
      name: label.slice(0, 300),
      short_name: null,
      definition: about.subtitle ?? about.description ?? null,
      rationale: null,
      caveats:
        about.caveats.length === 0 ? null : about.caveats.map((caveat) => caveat.replace(/\s+/g, " ")).join("\n"),
      unit_code: unitCode === "" ? "number" : unitCode,
      unit_label: unit.slice(0, 200),
      unit_prefix: about.prefix?.slice(0, 20) ?? null,
      unit_suffix: suffix?.slice(0, 60) ?? null,
      unit_multiplier: null,
      decimal_places: about.decimalPlaces ?? 1,
      polarity: "UNKNOWN",
      polarity_reason: "Set by nobody yet.",
      value_type: valueTypeOf(indicator, about),
      numerator: null,
      denominator: null,
      frequency,
      period_type: type,
      is_aggregatable: 0,
      is_standardised: about.isStandardised ? 1 : 0,
      has_confidence_intervals: 0,
    };
    await this.writer.insert("indicator", Object.keys(row), [Object.values(row)]);
    await this.writer.insert(
      "indicator_identifier",
      ["indicator_id", "scheme", "value", "url"],
      [[id, "LOCAL", identifier, null]],
    );
    this.made.push(id);
    if (about.decimalPlaces === undefined) this.withoutDecimals.push(id);
    return id;
  }

  private async dataset(about: ElsMetadata, frequency: Frequency): Promise<number> {
    const slug = slugify(this.base);
    const [known] = await this.writer.select("SELECT id FROM dataset WHERE slug = ?", [slug]);
    if (known !== undefined) return Number(known.id);
    const terms = about.sourceName === undefined ? NOT_STATED : OGL;
    const { label, url, attribution } = terms;
    const licence = await this.keyed("licence", "code", terms.code, { label, url, attribution });
    const publisher = about.sourceName ?? "Not stated";
    const source = await this.keyed("source", "slug", slugify(publisher).slice(0, 80), {
      name: publisher.slice(0, 200),
      publisher: publisher.slice(0, 200),
      kind: "LOCAL_TABLE",
      licence_id: licence,
    });
    return await this.keyed("dataset", "slug", slug, {
      title: (about.label ?? this.base).slice(0, 300),
      description: about.description ?? null,
      source_id: source,
      licence_id: licence,
      designation: designationOf(about),
      frequency,
      homepage: about.sourceUrl?.slice(0, 700) ?? null,
      version: 0,
    });
  }

  private async makeMember(dimension: string, dimensionLabel: string, code: string, label: string): Promise<number> {
    const owner = await this.keyed("dimension", "code", dimension, { label: dimensionLabel.slice(0, 200) });
    const id = await this.writer.nextId("dimension_member");
    const isTotal = /^(?:all|total|both|persons|people)\b/i.test(label) ? 1 : 0;
    const values = [id, owner, code, label.slice(0, 200), isTotal, null];
    await this.writer.insert(
      "dimension_member",
      ["id", "dimension_id", "code", "label", "is_total", "sequence"],
      [values],
    );
    return id;
  }

  /** The id of the row of this key, made with the values when there is none. */
  private async keyed(
    table: string,
    column: string,
    key: string,
    values: Readonly<Record<string, SqlValue>>,
  ): Promise<number> {
    const [known] = await this.writer.select(`SELECT id FROM ${table} WHERE ${column} = ?`, [key]);
    if (known !== undefined) return Number(known.id);
    const id = await this.writer.nextId(table);
    await this.writer.insert(table, ["id", column, ...Object.keys(values)], [[id, key, ...Object.values(values)]]);
    return id;
  }
}

function designationOf(about: ElsMetadata): QualityDesignation {
  if (about.sourceName === undefined) return "NO_ACCREDITATION";
  return about.isExperimental ? "OFFICIAL_IN_DEVELOPMENT" : "OFFICIAL";
}

function frequencyOf(type: PeriodType): Frequency {
  if (type === "MONTH") return "MONTHLY";
  if (type === "QUARTER" || type === "FINANCIAL_QUARTER") return "QUARTERLY";
  if (type === "WEEK") return "WEEKLY";
  if (type === "DAY") return "DAILY";
  if (type === "CENSUS_DAY") return "DECENNIAL";
  return type === "SNAPSHOT" ? "IRREGULAR" : "ANNUALLY";
}

/**
 * What kind of number it is, from the words of measure and unit. "Percentage" and "%" are believed, save where the indicator calls itself a
 * ratio: the housing affordability ratio has the unit "%" in the publisher's file, and its own description has no percent sign.
 */
function valueTypeOf(indicator: ElsIndicator, about: ElsMetadata): ValueType {
  const words = `${indicator.name} ${indicator.measure} ${indicator.unit} ${about.label ?? ""}`.toLowerCase();
  if (/\bratio\b/.test(words) && about.suffix !== "%") return "RATIO";
  if (indicator.unit === "%" || indicator.measure.toLowerCase() === "percentage") return "PERCENTAGE";
  if (/life expectancy/.test(words)) return "LIFE_EXPECTANCY";
  if (/\bmedian\b/.test(words)) return "MEDIAN";
  if (/\b(?:rate|per)\b/.test(words))
    return about.isStandardised && /\bmortality\b/.test(words) ? "DIRECTLY_STANDARDISED_RATE" : "CRUDE_RATE";
  if (about.prefix === "£" || indicator.measure.toLowerCase() === "pounds") return "CURRENCY";
  if (/score/.test(words)) return "SCORE";
  return /\b(?:mean|average|minutes)\b/.test(words) ? "MEAN" : "COUNT";
}
