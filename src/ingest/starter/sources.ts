/** A producer of statistics, or of lists, whose files the starter set is made of. */
export interface DraftSource {
  readonly slug: string;
  readonly name: string;
  readonly publisher: string;
  readonly homepage: string;
  /** Names under which the publisher's metadata speaks of it. */
  readonly known: readonly string[];
}

const source = (slug: string, name: string, homepage: string, ...known: string[]): DraftSource => ({
  slug,
  name,
  publisher: name,
  homepage,
  known: [name, ...known],
});

/** Every producer, by the order of their slugs. A data set's source is who produced it, not who passed the file on. */
export const SOURCES: readonly DraftSource[] = [
  source(
    "dcms",
    "Department for Culture, Media and Sport",
    "https://www.gov.uk/government/organisations/department-for-culture-media-and-sport",
  ),
  source(
    "desnz",
    "Department for Energy Security and Net Zero",
    "https://www.gov.uk/government/organisations/department-for-energy-security-and-net-zero",
    "Department for Energy Security and Net Zero (Great Britain)",
    "Department for Energy Security and Net Zero (Northern Ireland)",
  ),
  source("dfe", "Department for Education", "https://www.gov.uk/government/organisations/department-for-education"),
  source(
    "dft",
    "Department for Transport",
    "https://www.gov.uk/government/organisations/department-for-transport",
    "Department for Transport, sourced from Zapmap",
  ),
  source(
    "dwp",
    "Department for Work and Pensions",
    "https://www.gov.uk/government/organisations/department-for-work-pensions",
  ),
  source(
    "economy-ni",
    "Department for the Economy (Northern Ireland)",
    "https://www.economy-ni.gov.uk",
    "Department for the Economy (Northern Ireland) ApprenticeshipsNI",
  ),
  source("esd", "esd-toolkit, Local Government Association", "https://standards.esd.org.uk"),
  source(
    "finance-ni",
    "Department of Finance (Northern Ireland)",
    "https://www.finance-ni.gov.uk",
    "Northern Ireland Department of Finance",
  ),
  source(
    "health-ni",
    "Department of Health (Northern Ireland)",
    "https://www.health-ni.gov.uk",
    "Northern Ireland Department of Health",
  ),
  source("hm-land-registry", "HM Land Registry", "https://www.gov.uk/government/organisations/land-registry"),
  source(
    "mhclg",
    "Ministry of Housing, Communities and Local Government",
    "https://www.gov.uk/government/organisations/ministry-of-housing-communities-local-government",
  ),
  source("mysociety", "mySociety", "https://www.mysociety.org"),
  source("nisra", "Northern Ireland Statistics and Research Agency", "https://www.nisra.gov.uk"),
  source("ofcom", "Ofcom", "https://www.ofcom.org.uk"),
  source(
    "ohid",
    "Office for Health Improvement and Disparities",
    "https://www.gov.uk/government/organisations/office-for-health-improvement-and-disparities",
  ),
  source("ons", "Office for National Statistics", "https://www.ons.gov.uk"),
  source(
    "public-health-scotland",
    "Public Health Scotland",
    "https://publichealthscotland.scot",
    "Public Health Scotland Cardiac Audit Programme",
    "Public Health Scotland stroke statistics",
  ),
  source("skills-development-scotland", "Skills Development Scotland", "https://www.skillsdevelopmentscotland.co.uk"),
  source("welsh-government", "Welsh Government", "https://www.gov.wales"),
];

/** The producer that the publisher's metadata means. Throws when the list above lacks it. */
export function sourceNamed(name: string): DraftSource {
  const found = SOURCES.find((each) => each.known.includes(name));
  if (found === undefined) throw new Error(`No source is listed for ${name}.`);
  return found;
}

/** The licence of all that the set holds. */
export const LICENCE = {
  code: "OGL-UK-3.0",
  label: "Open Government Licence v3.0",
  url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
  attribution: "Contains public sector information licensed under the Open Government Licence v3.0.",
} as const;
