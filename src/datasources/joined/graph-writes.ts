import type { Viewer } from "../core/knowledge-ports";
import type * as p from "../core/ports";
import { KnowledgeWrites } from "../local/knowledge-writes";
import type { GraphReadsDeps, JoinedReads } from "./graph-reads";

/** The writes of one operation for its viewer; after each, `reads` reads anew what it had read of the same things. */
export function createGraphWrites(
  deps: Pick<GraphReadsDeps, "store" | "now">,
  viewer: Viewer,
  reads: Pick<JoinedReads, "knowledge">,
): p.GraphWrites {
  const { store, now } = deps;
  return { knowledge: new KnowledgeWrites({ store, viewer, now, onWritten: () => reads.knowledge.forget() }) };
}
