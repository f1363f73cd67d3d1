import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openEls } from "../../src/ingest/layouts/els";
import { FileProblem } from "../../src/ingest/reading/file-problem";
import type { Refusal, TidyObservation } from "../../src/ingest/tidy-observation";
import { folderOf } from "./support/folders";

const HEADER = "areacd,indicator,period,observation,notes";
const ROW = "E08000003,A,2024-01-01/P1Y,1.5,";
const PLAIN = `${HEADER}\n${ROW}\n`;
const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return big ? bytes.swap16() : bytes;
};

async function judge(
  body: string | Buffer,
): Promise<{ values: unknown[]; refusals: Refusal[]; problem: string; row: number }> {
  const folder = folderOf({ "table.csv": body });
  const refusals: Refusal[] = [];
  const kept: TidyObservation[] = [];
  try {
    const { observations } = await openEls(join(folder.path, "table.csv"), {
      onRefusal: (refusal) => refusals.push(refusal),
    });
    for await (const row of observations) kept.push(row);
    return { values: kept.map((row) => row.value ?? row.missing), refusals, problem: "", row: 0 };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return { values: [], refusals, problem: error.message, row: error.row };
  } finally {
    folder.remove();
  }
}

describe("files that are read rightly", () => {
  const cp1252 = Buffer.from(`${HEADER}\nE08000003,A,2024-01-01/P1Y,1.5,caf\u00e9 \u00a3 5\n`, "latin1");
  const read: readonly [string, string | Buffer, unknown[]][] = [
    ["plain", PLAIN, [1.5]],
    ["no line end at the end", PLAIN.trimEnd(), [1.5]],
    ["UTF-8 with a byte order mark", `\uFEFF${PLAIN}`, [1.5]],
    ["UTF-16 little-endian", utf16(PLAIN), [1.5]],
    ["UTF-16 big-endian", utf16(PLAIN, true), [1.5]],
    ["Windows-1252", cp1252, [1.5]],
    ["CRLF", PLAIN.replaceAll("\n", "\r\n"), [1.5]],
    ["CR", PLAIN.replaceAll("\n", "\r"), [1.5]],
    ["semicolons", PLAIN.replaceAll(",", ";"), [1.5]],
    ["tabs", PLAIN.replaceAll(",", "\t"), [1.5]],
    ["thousands in quotes", `${HEADER}\nE08000003,A,2024-01-01/P1Y,"1,234.5",\n`, [1234.5]],
    ["a suppression mark", `${HEADER}\nE08000003,A,2024-01-01/P1Y,<5,\n`, ["CONFIDENTIAL"]],
    ["padded cells", `${HEADER}\n E08000003 ,A , 2024-01-01/P1Y, 1.5 ,\n`, [1.5]],
    ["empty lines and cells at the end", `${PLAIN.replace("notes", "notes,,").replace(/1\.5,/, "1.5,,,")}\n\n`, [1.5]],
    ["a title and an empty line before the header", `Table 1: a title\n\n${PLAIN}`, [1.5]],
    ["a header that ends in empty cells, over rows that do not", PLAIN.replace("notes", "notes,,"), [1.5]],
    ["a line break inside quotes", `${HEADER}\nE08000003,A,2024-01-01/P1Y,1.5,"two\nlines"\n`, [1.5]],
  ];
  test.each(read)("%s", async (_name, body, values) => {
    expect(await judge(body)).toEqual({ values, refusals: [], problem: "", row: 0 });
  });
});

describe("files that are refused whole", () => {
  const refused: readonly [string, string | Buffer, RegExp, number][] = [
    ["empty", "", /empty/, 0],
    ["nothing but spaces", "\n\n", /no row/, 0],
    ["a header alone", `${HEADER}\n`, /no row below/, 1],
    ["no header", `${ROW}\n`, /No header/, 1],
    ["a column twice", PLAIN.replace("notes", "period"), /"period" stands twice/, 1],
    ["a column with no name", PLAIN.replace("observation,", "observation,,"), /has no name/, 1],
    ["a column called __proto__", PLAIN.replace("notes", "__proto__"), /__proto__/, 1],
    ["a quote never closed", `${PLAIN}E08000003,A,2024-01-01/P1Y,1,"open\n${ROW}\n`, /never closed/, 4],
    ["a quote inside a cell", `${PLAIN}E08000003,A"b,2024-01-01/P1Y,1,"\n`, /quote/, 3],
    ["text after a closing quote", `${PLAIN}E08000003,"A"b,2024-01-01/P1Y,1,\n`, /closing quote/, 3],
    ["a NUL byte", `${HEADER}\n${ROW}\0\n`, /NUL/, 2],
    [
      "bytes of a cut UTF-8 letter",
      Buffer.concat([Buffer.from(PLAIN), Buffer.from([0xe2, 0x82, 0x0a])]),
      /not UTF-8/,
      3,
    ],
    [
      "bytes that no one writes",
      Buffer.concat([Buffer.from(PLAIN), Buffer.from([0xff, 0xfe, 0xfd, 0x0a])]),
      /not UTF-8/,
      3,
    ],
    ["too many columns", `${HEADER}${",".repeat(300)}\n`, /columns/, 1],
    ["a huge cell", `${HEADER}\nE08000003,A,2024-01-01/P1Y,1,${"x".repeat(40_000)}\n`, /more than/, 2],
    ["UTF-16 without a byte order mark", utf16(PLAIN).subarray(2), /NUL/, 1],
    ["UTF-32", Buffer.from([...PLAIN].flatMap((char) => [char.charCodeAt(0), 0, 0, 0])), /NUL/, 1],
    ["names in capitals", PLAIN.replace(HEADER, HEADER.toUpperCase()), /No header/, 1],
    ["a slip in the name of a column that may be left out", PLAIN.replace("notes", "ntoes"), /Call it "notes"/, 1],
    ["limits under other names", PLAIN.replace("notes", "LCI 95"), /Call it "lci_95"/, 1],
    ["packed with gzip, by another name", gzipSync(PLAIN), /gzip/, 1],
    ["a web page", "<!DOCTYPE html>\n<html><body>503, try later</body></html>", /web page/, 1],
    ["a workbook", Buffer.from("PK\u0003\u0004 xl/worksheets", "latin1"), /Excel workbook/, 1],
    ["JSON", '{"error": "no"}', /JSON/, 1],
  ];
  test.each(refused)("%s", async (_name, body, problem, row) => {
    const judged = await judge(body);
    expect(judged.problem).toMatch(problem);
    expect(judged.row).toBe(row);
    expect(judged.values).toEqual([]);
  });
});

describe("rows that are refused alone", () => {
  test.each([
    ["ragged", "E08000003,A,2024-01-01/P1Y", ""],
    ["letters that only look alike", "\u041508000003,A,2024-01-01/P1Y,1,", "areacd"],
    ["infinity", "E08000003,A,2024-01-01/P1Y,Infinity,", "observation"],
    ["a number past all bounds", "E08000003,A,2024-01-01/P1Y,1e999,", "observation"],
    ["a date that a spreadsheet made of a period", "E08000003,A,17/04/2024,1,", "period"],
    ["a number that a spreadsheet made of a date", "E08000003,A,45383,1,", "period"],
    ["a decimal comma", "E08000003,A,2024-01-01/P1Y,1,5,", ""],
    ["an empty cell too many", "E08000003,A,2024-01-01/P1Y,1,,", ""],
    ["a decimal comma in quotes", 'E08000003,A,2024-01-01/P1Y,"1,5",', "observation"],
    ["points for thousands", 'E08000003,A,2024-01-01/P1Y,"1.234,5",', "observation"],
    ["spaces for thousands", "E08000003,A,2024-01-01/P1Y,1 234,", "observation"],
    ["a percent sign", "E08000003,A,2024-01-01/P1Y,12%,", "observation"],
    ["a pound sign", "E08000003,A,2024-01-01/P1Y,\u00a312,", "observation"],
    ["brackets for a minus", "E08000003,A,2024-01-01/P1Y,(12),", "observation"],
    ["a spreadsheet's error", "E08000003,A,2024-01-01/P1Y,#DIV/0!,", "observation"],
    ["a footnote below the table", "Source: Office for National Statistics", ""],
    ["a formula", "E08000003,A,2024-01-01/P1Y,=1+1,", "observation"],
  ])("%s", async (_name, row, column) => {
    const judged = await judge(`${PLAIN}${row}\n`);
    expect(judged).toMatchObject({ values: [1.5], problem: "", refusals: [{ row: 3, column }] });
  });

  test("a decimal comma beside semicolons is never read as thousands", async () => {
    const judged = await judge(`${PLAIN.replaceAll(",", ";")}E08000003;A;2023-01-01/P1Y;1,234;\n`);
    expect(judged.refusals).toMatchObject([{ row: 3, column: "observation" }]);
  });

  test("lines are counted over quoted line breaks and across blocks of a long file", async () => {
    const many = Array.from({ length: 5000 }, (_, at) => `E08000003,A,2024-01-01/P1Y,${at},"note\n${at}"`).join("\n");
    const judged = await judge(`${HEADER}\n${many}\nna,A,2024-01-01/P1Y,1,\n`);
    expect(judged.values).toHaveLength(5000);
    expect(judged.refusals).toMatchObject([{ row: 10_002 }]);
  });
});

test.each([
  ["a packed file that is cut short", gzipSync(PLAIN).subarray(0, 40)],
  ["a plain file under a packed one's name", Buffer.from(PLAIN)],
])("%s is refused whole", async (_name, body) => {
  const folder = folderOf({ "table.csv.gz": body });
  try {
    await expect(openEls(join(folder.path, "table.csv.gz"), { onRefusal: () => undefined })).rejects.toThrow(
      /cannot be unpacked/,
    );
  } finally {
    folder.remove();
  }
});
