import type { DraftProblem } from "../../datasources/core/knowledge-draft";
import {
  contentOf,
  type KnowledgeContent,
  type StandingKnowledge,
  saysTheSame,
  standingKnowledge,
  whyNotMoved,
  writeItem,
} from "../../datasources/local/knowledge-saving";
import type { Writer } from "../../datasources/local/transaction";
import type * as v from "../../schema/values/enums";
import { FileProblem, shorten } from "../reading/file-problem";
import type { FileCount } from "../report";
import type { DocumentLayout } from "./document";
import { draftOf, FRONT_MATTER, opensWithFrontMatter, pathOf, splitFrontMatter } from "./knowledge-front";
import { pathText, shapeFaults } from "./shape-faults";
import { readText, readYaml, type YamlText } from "./yaml-text";

/** Who the history says it was. */
const BY = "import";

/**
 * An item of knowledge as a Markdown file with its facts in front of it (YAML). One file is one item, under the key that it states or that its
 * name makes; a changed file is the item's next version. Whoever may run the import answers for what it loads: a new item is APPROVED unless
 * the file says otherwise. An item that stands keeps its state, whatever was decided of it in the hub, unless the file names another.
 */
export const knowledgeItem: DocumentLayout = {
  what: "case studies and other knowledge (Markdown with front matter, .md)",

  isOne: (name) => /\.(?:md|markdown)$/i.test(name),
  opens: opensWithFrontMatter,
  afterFigures: true,

  async load(writer, file, count, now) {
    count.rowsRead = 1;
    const { yaml: facts, yamlLine, text, textLine } = splitFrontMatter(await readText(file.path));
    const yaml = readFacts(facts, yamlLine);
    const read = FRONT_MATTER.safeParse(yaml.value);
    if (!read.success) {
      for (const fault of shapeFaults(file.name, yaml, read.error)) count.refuse(fault);
      return count.report({ state: "REFUSED" });
    }
    const draft = draftOf(read.data, text, file.name);
    const standing = await standingKnowledge(writer, draft.key);
    const loaded = standing === undefined ? undefined : await lastLoaded(writer, standing.id);
    const made = await contentOf(writer, draft, pinsOf(standing?.content, loaded?.content), now);
    if ("problems" in made) {
      for (const problem of made.problems) count.refuse(refusal(file.name, problem, yaml, textLine));
      return count.report({ state: "REFUSED" });
    }
    const { content } = made;
    const reason = `Loaded from ${shorten(file.name)}.`;
    if (loaded !== undefined && loaded.reason !== reason)
      count.warnings.push(
        `The item ${draft.key} was last loaded differently (${loaded.reason}) If these are two items, give one of them a \`key:\` of its own.`,
      );
    const change = { by: BY, at: now, reason };
    if (standing === undefined) {
      await writeItem(writer, { key: draft.key, state: read.data.state ?? "APPROVED", content }, change);
      return count.report({ state: "LOADED", kept: 1, added: 1 });
    }
    const state = stateFor(standing, read.data.state, count, (found, why) => ({
      file: file.name,
      row: yaml.lineOf(["state"]),
      column: "state",
      found,
      reason: why,
    }));
    if (state === undefined) return count.report({ state: "REFUSED" });
    const isOld = loaded !== undefined && saysTheSame(loaded.content, content);
    if (isOld && !saysTheSame(standing.content, content))
      count.warnings.push(
        `The item ${draft.key} was changed in the hub since this file was loaded; the hub's version ${standing.version} stays.`,
      );
    if (state === standing.state && (isOld || saysTheSame(standing.content, content)))
      return count.report({ state: "UNCHANGED", kept: 1 });
    await writeItem(writer, { key: draft.key, state, content: isOld ? standing.content : content, standing }, change);
    if (state !== "APPROVED") count.warnings.push(`The item ${draft.key} is ${state}: readers do not see it.`);
    return count.report({ state: "LOADED", kept: 1, changed: 1 });
  },
};

/** YAML, with a hint at what most people trip over: `title: Clubs: what we did`. */
function readFacts(facts: string, line: number): YamlText {
  try {
    return readYaml(facts, line);
  } catch (error) {
    if (!(error instanceof FileProblem) || !/mapping/i.test(error.message)) throw error;
    const { row, column, found } = error;
    const hint = "Where a text holds a colon and a blank, put the text in quotes.";
    throw new FileProblem(`${error.message.replace(/\.?$/, ".")} ${hint}`, { row, column, found });
  }
}

/** The version of an item that came from a file last, with what was said of where it came from. */
async function lastLoaded(
  writer: Writer,
  item: number,
): Promise<{ readonly content: KnowledgeContent; readonly reason: string } | undefined> {
  const [row] = await writer.select(
    "SELECT content, reason FROM knowledge_version WHERE item_id = ? AND changed_by = ? ORDER BY version DESC LIMIT 1",
    [item, BY],
  );
  if (row === undefined) return undefined;
  return { content: JSON.parse(String(row.content)) as KnowledgeContent, reason: String(row.reason) };
}

/** What stands, with the figures of what was loaded beside its own: a figure that is named again keeps its instant. */
function pinsOf(
  standing: KnowledgeContent | undefined,
  loaded: KnowledgeContent | undefined,
): KnowledgeContent | undefined {
  return standing && { ...standing, evidence: [...standing.evidence, ...(loaded?.evidence ?? [])] };
}

/** The state of the item once the file is loaded; undefined, and told, where it may not be moved to the one that the file names. */
function stateFor(
  standing: StandingKnowledge,
  asked: v.ModerationState | undefined,
  count: FileCount,
  refused: (found: string, reason: string) => Parameters<FileCount["refuse"]>[0],
): v.ModerationState | undefined {
  if (asked === undefined || asked === standing.state) return standing.state;
  const wrong = whyNotMoved(standing.state, asked, "the file says so");
  if (wrong === undefined) return asked;
  count.refuse(refused(asked, `${wrong.message} Right would be: ${wrong.expected}.`));
  return undefined;
}

function refusal(file: string, { place, found, reason, expected }: DraftProblem, yaml: YamlText, textLine: number) {
  const path = pathOf(place);
  const row = place === "text" ? textLine : yaml.lineOf(path);
  const said = reason.replace(/^`[^`]+`/, "This"); // the column says which, counting as people do
  return { file, row, column: pathText(path), found: shorten(found), reason: `${said} Right would be: ${expected}.` };
}
