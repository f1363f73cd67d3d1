import { type Command, WrongUse } from "./parts";
import { sourceCheck } from "./source-check";
import { sourceRecord } from "./source-record";

/** `outturn source check …` and `outturn source record …` */
export const sourceCommand: Command = async (args, parts) => {
  const [verb, ...rest] = args;
  if (verb === "check") return sourceCheck(rest, parts);
  if (verb === "record") return sourceRecord(rest, parts);
  throw new WrongUse("After `source` stands `check` or `record`.");
};
