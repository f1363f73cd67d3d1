import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { addAlternativeNames } from "./areas/alternative-names";
import { addAuthorities } from "./areas/authorities";
import { addChanges } from "./areas/changes";
import { addLaterAuthorities } from "./areas/later-changes";
import { addAdministrative, addJointBodies, carryAcrossRecodings } from "./areas/memberships";
import { addNamedInFigures } from "./areas/named-in-figures";
import { AreaRegister } from "./areas/register";
import { addSmallAreas } from "./areas/small-areas";
import { areaWeights } from "./areas/weights";
import { drawnLevels } from "./boundaries";
import { councils } from "./councils";
import { DEPRIVATION_DATASET } from "./datasets";
import { readDeprivation } from "./deprivation";
import { SourceFolder } from "./files";
import { comparisonGroups } from "./groups";
import { indicators } from "./indicators";
import { publishedIndicators, slugChanges } from "./metadata";
import { neighbours } from "./neighbours";
import { readExtra, readRaw } from "./observations";
import { BuildReport } from "./report";
import { reportPage } from "./report-page";
import { RULES } from "./rules";
import { serviceCatalogue } from "./services";
import { TidyFolder } from "./tidy";
import { tellUnread } from "./unread";
import {
  writeAreas,
  writeBoundaries,
  writeComparisons,
  writeCouncils,
  writeIndicators,
  writeObservations,
  writePublications,
  writeServices,
} from "./write-tables";

/** The areas of the set, with names, changes and memberships. */
function areas(folder: SourceFolder): AreaRegister {
  const register = new AreaRegister();
  const parents = addAuthorities(register, folder);
  addLaterAuthorities(register, folder);
  addAdministrative(register, folder, parents);
  addChanges(register, folder);
  addJointBodies(register, folder);
  addSmallAreas(register, folder);
  addNamedInFigures(register, folder);
  carryAcrossRecodings(register);
  addAlternativeNames(register, folder);
  return register;
}

/**
 * Reads the publishers' files below `from` and writes the starter set into `to`: tidy tables (docs/tidy-tables.md), manifest.json,
 * report.json and report.md. The same files make the same bytes; `builtAt` is the newest release, not the day of the build. Throws, with
 * nothing half explained, when a file is missing or says what no rule covers.
 */
export async function buildStarter(from: string, to: string): Promise<void> {
  const report = new BuildReport();
  const folder = new SourceFolder(from, report);
  const register = areas(folder);
  const drawn = drawnLevels(folder, register);
  const published = publishedIndicators(folder);
  const figures = await readRaw(folder, register, published);
  readExtra(folder, register, published, slugChanges(folder), figures);
  figures.set(DEPRIVATION_DATASET.slug, await readDeprivation(folder, register));
  const described = indicators(figures, published);
  const bodies = councils(register, folder);
  const groups = comparisonGroups(register, folder);
  const near = neighbours(register, folder);
  const services = serviceCatalogue(folder);

  rmSync(join(to, "observations"), { recursive: true, force: true });
  const out = new TidyFolder(to);
  writePublications(out, described.datasets, described.topics);
  writeIndicators(out, described.indicators);
  writeAreas(out, register);
  writeBoundaries(out, drawn, areaWeights(register, folder, drawn.byCode));
  writeCouncils(out, bodies.councils, bodies.successions);
  writeComparisons(out, groups, near);
  writeServices(out, services, new Set(described.indicators.map((each) => each.words.slug)));
  for (const [dataset, rows] of [...figures].sort(([a], [b]) => (a < b ? -1 : 1)))
    writeObservations(out, dataset, rows);

  tellUnread(folder);
  const finished = report.finish();
  const builtAt = described.datasets
    .map((each) => each.publishedAt)
    .sort()
    .at(-1);
  const files = Object.fromEntries(out.tables.map(({ name, rows, sha256 }) => [name, { rows, sha256 }]));
  const title = "Outturn starter set: areas, councils, services and figures of the United Kingdom";
  out.writeRaw("manifest.json", `${JSON.stringify({ layout: "outturn-tidy-1", title, builtAt, files }, null, 2)}\n`);
  out.writeRaw("report.json", `${JSON.stringify({ rules: RULES, tables: out.tables, ...finished }, null, 1)}\n`);
  out.writeRaw("report.md", reportPage(finished, out.tables, RULES));
}

async function main(): Promise<void> {
  const [from, to] = process.argv.slice(2);
  if (from === undefined) throw new Error("Name the folder of publishers' files: npm run starter:build -- <folder>");
  await buildStarter(resolve(from), resolve(to ?? "data/starter"));
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
