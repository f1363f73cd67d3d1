/**
 * The level 1 codes of NUTS 2021, and of the ITL that took their place in the United Kingdom, beside the GSS codes of the same ground:
 * the nine regions of England, Wales, Scotland, Northern Ireland, and the whole country. England and Great Britain have no such code.
 * Source: ONS, "International Territorial Level 1 (January 2021) names and codes".
 */
export const NUTS_1: readonly (readonly [gss: string, nuts: string])[] = [
  ["K02000001", "UK"],
  ["E12000001", "UKC"],
  ["E12000002", "UKD"],
  ["E12000003", "UKE"],
  ["E12000004", "UKF"],
  ["E12000005", "UKG"],
  ["E12000006", "UKH"],
  ["E12000007", "UKI"],
  ["E12000008", "UKJ"],
  ["E12000009", "UKK"],
  ["W92000004", "UKL"],
  ["S92000003", "UKM"],
  ["N92000002", "UKN"],
];
