import { SUBJECT_TYPES, type SubjectReference, type SubjectType } from "../datasources/core/knowledge-records";
import type { GraphReads } from "../datasources/core/ports";
import type { AreaRecord, CouncilRecord } from "../datasources/core/records";
import { CallerError } from "../schema/values/caller-error";
import { readGlobalId } from "../schema/values/global-id";

/** An area, its ground under other codes, and the councils that serve it: whoever writes of one of them writes of the place. */
export function subjectsOfArea(area: AreaRecord): readonly SubjectReference[] {
  const grounds = [area, ...area.sameGround];
  return [
    ...grounds.map(({ key }): SubjectReference => ({ nodeType: "Area", key })),
    ...area.councils.map(({ key }): SubjectReference => ({ nodeType: "Council", key })),
  ];
}

/** A council, and the area that it serves. */
export function subjectsOfCouncil(council: CouncilRecord): readonly SubjectReference[] {
  return [
    { nodeType: "Council", key: council.key },
    ...subjectsOfArea(council.area).filter(({ nodeType }) => nodeType === "Area"),
  ];
}

/** What an argument means that takes the global id of anything that knowledge is about. Throws CallerError. */
export function subjectsNamed(reads: GraphReads, id: string): readonly SubjectReference[] {
  const read = readGlobalId(id.trim());
  if (read === undefined || !isSubject(read.type))
    throw new CallerError(
      `\`about\` is no such id: ${id.slice(0, 80)}.`,
      "about",
      `the global id of one of ${SUBJECT_TYPES.join(", ")}`,
    );
  const area = read.type === "Area" ? reads.catalogue.areaByCode(read.key) : undefined;
  if (area !== undefined) return subjectsOfArea(area);
  const council = read.type === "Council" ? reads.catalogue.councilByKey(read.key) : undefined;
  if (council !== undefined) return subjectsOfCouncil(council);
  return [{ nodeType: read.type, key: read.key }];
}

function isSubject(type: string): type is SubjectType {
  return SUBJECT_TYPES.some((each) => each === type);
}
