/** Units of the starter set: label, and what stands before and after a figure. */
export const UNITS = {
  people: { label: "people", prefix: "", suffix: "", multiplier: 1 },
  "people-per-km2": { label: "people per square kilometre", prefix: "", suffix: " per km²", multiplier: 1 },
  years: { label: "years", prefix: "", suffix: " years", multiplier: 1 },
  percent: { label: "percentage", prefix: "", suffix: "%", multiplier: 1 },
  ratio: { label: "ratio", prefix: "", suffix: "", multiplier: 1 },
  gbp: { label: "pounds sterling", prefix: "£", suffix: "", multiplier: 1 },
  "gbp-million": { label: "pounds sterling, millions", prefix: "£", suffix: " million", multiplier: 1_000_000 },
  minutes: { label: "minutes", prefix: "", suffix: " minutes", multiplier: 1 },
  nights: { label: "nights", prefix: "", suffix: " nights", multiplier: 1 },
  kwh: { label: "kilowatt hours a meter", prefix: "", suffix: " kWh", multiplier: 1 },
  "tonnes-co2e": { label: "tonnes of carbon dioxide equivalent a person", prefix: "", suffix: " t", multiplier: 1 },
  "per-1000": { label: "per 1,000 people", prefix: "", suffix: " per 1,000", multiplier: 1 },
  "per-1000-dwellings": { label: "per 1,000 dwellings", prefix: "", suffix: " per 1,000 dwellings", multiplier: 1 },
  "per-10000": { label: "per 10,000 people", prefix: "", suffix: " per 10,000", multiplier: 1 },
  "per-100000": { label: "per 100,000 people", prefix: "", suffix: " per 100,000", multiplier: 1 },
  "per-million": { label: "per million people", prefix: "", suffix: " per million", multiplier: 1 },
  "score-10": { label: "score out of 10", prefix: "", suffix: " out of 10", multiplier: 1 },
  score: { label: "score", prefix: "", suffix: "", multiplier: 1 },
  rank: { label: "rank", prefix: "", suffix: "", multiplier: 1 },
  decile: { label: "tenth", prefix: "", suffix: "", multiplier: 1 },
  share: { label: "share, 0 to 1", prefix: "", suffix: "", multiplier: 1 },
} as const;

/** Code of a unit. */
export type UnitKey = keyof typeof UNITS;
