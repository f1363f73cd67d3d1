import type { NationalSource, RemoteIndicator } from "../../../src/datasources/core/source";

/** An indicator of an invented publisher. */
export function invented(upstreamId: string, more: Partial<RemoteIndicator> = {}): RemoteIndicator {
  return {
    upstreamId,
    name: `Measure ${upstreamId}`,
    definition: "Counted once a year.",
    definitionUrl: "https://example.org/definitions",
    unit: { code: "people", label: "people" },
    decimalPlaces: 0,
    valueType: "COUNT",
    frequency: "ANNUALLY",
    periodType: "CALENDAR_YEAR",
    dataset: { upstreamId: "SET_1", title: "First set", version: "2026-05", publishedAt: "2026-05-04" },
    ...more,
  };
}

/** A national source of an invented publisher; what it harvests is given page by page. */
export function inventedSource(more: Partial<NationalSource> = {}): NationalSource {
  return {
    id: "invented",
    name: "Invented statistics service",
    publisher: "Invented Office",
    homepage: "https://example.org/",
    documentation: "https://example.org/docs",
    licence: { code: "OGL-UK-3.0", label: "Open Government Licence v3.0", attribution: "Source: Invented Office." },
    baseUrl: "https://example.org/api/",
    limits: {
      rates: [{ requests: 10, perMs: 1000 }],
      maxConcurrent: 2,
      timeoutMs: 1000,
      retries: 0,
      maxBytes: 1_000_000,
      about: "10 requests a second, as its documentation says (2026-08).",
    },
    freshness: { freshMs: 1000, revalidateMs: 2000, keepMs: 3000, about: "Monthly." },
    areaTypes: ["LTLA", "UTLA", "RGN"],
    nations: ["E"],
    revision: 1,
    wellKnown: [invented("KNOWN/1", { sameAs: ["claimant-count"] })],
    quirks: [],
    ...more,
  };
}
