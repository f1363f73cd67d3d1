import type { UpstreamRequest } from "../../src/datasources/core/plan";
import type { AreaRef, RemoteIndicator, Want } from "../../src/datasources/core/source";
import { dataSetListed, indicatorsOf } from "../../src/datasources/national/dfe-ees/indicators";
import { readMeta } from "../../src/datasources/national/dfe-ees/meta";
import source from "../../src/datasources/national/dfe-ees.source";
import { type Body, bodyNamed, saying, specimens } from "./bodies";
import type { Said } from "./run-plan";

/** Our own bodies of the service, and questions about the data set that they describe: what the contract tests of it share. */
export const bodies = specimens("dfe-ees");
const { observe, catalogue } = source;
export const ABSENCE = "e1ae9201-2fff-d376-8fa3-bd3c3660d4c8";
export const TRAFFORD: AreaRef = { code: "E08000009", kind: "MD", name: "Trafford" };
export const MANCHESTER: AreaRef = { code: "E08000003", kind: "MD", name: "Manchester" };
export const CUMBRIA: AreaRef = { code: "E10000006", kind: "CTY", name: "Cumbria" };
export const ENGLAND: AreaRef = { code: "E92000001", kind: "CTRY", name: "England" };
export const NEWEST = "2023-09-01/P1Y";

const { status: _status, ...listed } = dataSetListed(JSON.parse(bodyNamed(bodies, "data-set.json").text), "absence");
/** The data set of our bodies. */
export const dataset = listed;
/** Its indicators. */
export const HARVESTED = indicatorsOf(readMeta(JSON.parse(bodyNamed(bodies, "meta.json").text)), dataset);

/** One of its indicators, by the service's id. */
export function harvested(id: string): RemoteIndicator {
  const found = HARVESTED.find((each) => each.upstreamId === `${ABSENCE}/${id}`);
  if (found === undefined) throw new Error(`There is no indicator ${id}.`);
  return found;
}

/** The newest total of an indicator in Trafford, unless said otherwise. */
export function want(id: string, areas: readonly AreaRef[] = [TRAFFORD], said: Partial<Want> = {}): Want {
  return { indicator: harvested(id), areas, period: { latest: 1 }, breakdown: [], ...said };
}

/** The plan that answers wants. */
export function ask(wants: readonly Want[]) {
  if (observe === undefined) throw new Error("It has figures.");
  return observe(wants);
}

/** The plan of a page of the catalogue. */
export function list(cursor?: string) {
  if (catalogue === undefined) throw new Error("It has a catalogue.");
  return catalogue(cursor);
}

/** The data set and its description from our bodies; the answers to questions as given, one after the other, the last for ever. */
export function answering(...answers: readonly Body[]) {
  let turn = 0;
  return ({ path }: UpstreamRequest): Said => {
    if (!path.endsWith("/query"))
      return saying(bodyNamed(bodies, path.endsWith("/meta") ? "meta.json" : "data-set.json"))();
    const body = answers[Math.min(turn, answers.length - 1)] as Body;
    turn += 1;
    return saying(body)();
  };
}

/** The same with our own bodies, by name. */
export const named = (...files: readonly string[]) => answering(...files.map((file) => bodyNamed(bodies, file)));
/** Members of the data set's dimensions that stand for all; `reason` has none. */
const TOTALS = { "type-of-school": "all-schools", sex: "total", coverage: "state-funded" };
export const ILLNESS = { ...TOTALS, reason: "illness-not-appointments" };
export const HOLIDAY = { ...TOTALS, reason: "holiday" };
export const YEARS = { from: "2021-01-01" };
