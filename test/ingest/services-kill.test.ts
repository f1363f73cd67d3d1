import { openStore, type Store } from "../../src/datasources/local/store";
import { importPath } from "../../src/ingest/import";
import { plain } from "../starter/read";
import { folderOf } from "./support/folders";
import { childProgram, killedAfter } from "./support/killed";
import { engines } from "./support/stores";

const program = childProgram("child");
const TABLES = [
  "area_types",
  "areas",
  "area_changes",
  "councils",
  "council_successions",
  "service_functions",
  "services",
];
/** 30 councils by 1,000 services: large enough that its load takes a while. */
const COUNCILS = 30;
const SERVICES = 1000;
const DUTIES = 2000;

/** Duties, descriptions and links, in which every title, text and address ends in the edition. */
function folderFor(edition: string, councils: readonly string[], services: readonly number[]) {
  const links = councils.flatMap((gss) =>
    services.map((lgsl) => `Council,,${gss},x: y,${lgsl},8,https://council.example/${gss}/${lgsl}/${edition},true`),
  );
  const duties = Array.from(
    { length: DUTIES },
    (_, at) => `duty-${at},DUTY,Title ${edition},Act,,,UNITARY,${services[at % SERVICES]},me`,
  );
  const told = services.map(
    (lgsl) =>
      `<Service><Identifier>${lgsl}</Identifier><Label>x</Label><Description>Text ${edition}</Description></Service>`,
  );
  return folderOf({
    "powers_and_duties.csv": `slug,kind,title,legislation,section,legislation_url,applies_to,services,source\n${duties.join("\n")}\n`,
    "functions_services.xml": `<Functions><Function><Services>${told.join("")}</Services></Function></Functions>`,
    "links.csv": `Authority Name,SNAC,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK\n${links.join("\n")}\n`,
  });
}

/** How many duties, descriptions and links stand of each edition. */
async function editions(store: Store): Promise<readonly Record<string, number>[]> {
  const of = async (table: string, column: string): Promise<Record<string, number>> => {
    const edition = `SUBSTR(${column}, LENGTH(${column}))`;
    const rows: { edition: string; n: number }[] = await store.db.query(
      `SELECT ${edition} AS edition, COUNT(*) AS n FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${edition}`,
    );
    return Object.fromEntries(rows.map((row) => [row.edition, Number(row.n)]));
  };
  return [await of("power_or_duty", "title"), await of("service", "description"), await of("interaction", "url")];
}

test.each(engines())(
  "a load of duties, descriptions and links that is killed at any moment leaves each file of the $name store as it was or as it shall be",
  async (engine) => {
    const made = await engine.make();
    const tables = folderOf(Object.fromEntries(TABLES.map((name) => [`${name}.csv`, plain(name)])));
    const folders = [tables];
    try {
      let store = await openStore(made.location);
      await importPath(store, tables.path);
      const councils: { code: string }[] = await store.db.query(
        `SELECT a.code AS code FROM council c JOIN area a ON a.id = c.area_id WHERE c.end_date IS NULL ORDER BY c.id LIMIT ${COUNCILS}`,
      );
      const services: { lgsl: number }[] = await store.db.query(
        `SELECT lgsl_id AS lgsl FROM service ORDER BY id LIMIT ${SERVICES}`,
      );
      const edition = (name: string) => {
        const made = folderFor(
          name,
          councils.map(({ code }) => code),
          services.map(({ lgsl }) => lgsl),
        );
        folders.push(made);
        return made.path;
      };
      const whole = [DUTIES, SERVICES, COUNCILS * SERVICES];
      await importPath(store, edition("1"));
      expect(await editions(store)).toEqual(whole.map((n) => ({ 1: n })));
      await store.db.destroy();
      const { killed: early, millis } = await killedAfter(program, made.location, edition("2"), 600_000);
      expect(early).toBe(false);
      let stands = ["2", "2", "2"];
      let kills = 0;
      for (const [at, part] of [0.3, 0.5, 0.65, 0.8, 0.9].entries()) {
        const next = String(at + 3);
        const { killed } = await killedAfter(program, made.location, edition(next), millis * part);
        if (killed) kills += 1;
        store = await openStore(made.location);
        const found = await editions(store);
        await store.db.destroy();
        // Each file is as it was or as it shall be, never a mixture; and none is new before the one that is loaded ahead of it.
        for (const [file, n] of whole.entries())
          expect([{ [stands[file] ?? ""]: n }, { [next]: n }]).toContainEqual(found[file]);
        stands = found.map((each) => Object.keys(each)[0] ?? "");
        const taken = stands.filter((each) => each === next).length;
        expect(stands.slice(0, taken).every((each) => each === next)).toBe(true);
        if (!killed) expect(stands).toEqual([next, next, next]);
      }
      expect(kills).toBeGreaterThanOrEqual(2);
    } finally {
      for (const folder of folders) folder.remove();
      await made.remove();
    }
  },
  180_000,
);
