import type * as v from "../../schema/values/enums";
import { instantInWords } from "./as-known";
import type { ReleaseRecord } from "./records";

/** One form that a figure had for some code of its ground, with the instants (ISO 8601, UTC) between which it stood. */
export interface Form {
  /** Place of the code among those of the ground, the area's own first: where two stand at once, the nearer answers. */
  readonly place: number;
  readonly value: number | null;
  readonly missing: v.MissingReason | null;
  readonly note?: string;
  readonly release?: ReleaseRecord;
  readonly learntAt: string;
  readonly supersededAt?: string;
}

/** What the hub answered for a figure, from one instant to another. */
export interface RevisionRecord {
  readonly value: number | null;
  readonly missing: v.MissingReason | null;
  readonly release?: ReleaseRecord;
  /** ISO 8601 instants, UTC. */
  readonly learntAt: string;
  /** Absent while it stands. */
  readonly supersededAt?: string;
  /** Why it no longer stands: absent while it does. */
  readonly reason?: string;
}

/** Who took a form's place at an instant: the release, where one is known. */
export type SupersededBy = (instant: string) => ReleaseRecord | undefined;

/**
 * The answers that a figure had, newest first: at each instant the form of the nearest code that stood then. With `asOf`, as they were
 * known at that instant: later forms are left out, and what was superseded later still stands. `by` names what takes a form's place
 * where no release is known.
 */
export function revisionsOf(
  forms: readonly Form[],
  supersededBy: SupersededBy,
  asOf: string | undefined,
  by = "the publisher's answer",
): readonly RevisionRecord[] {
  const known = forms.filter(({ learntAt }) => asOf === undefined || learntAt <= asOf);
  const instants = new Set(known.flatMap(({ learntAt, supersededAt }) => [learntAt, supersededAt ?? []].flat()));
  const spans: { readonly form: Form | undefined; readonly from: string }[] = [];
  for (const instant of [...instants].sort()) {
    if (asOf !== undefined && instant > asOf) break;
    const form = standingAt(known, instant);
    if (spans.length === 0 || spans.at(-1)?.form !== form) spans.push({ form, from: instant });
  }
  const revisions = spans.flatMap(({ form, from }, place) => {
    if (form === undefined) return [];
    const { value, missing, release } = form;
    const next = spans[place + 1];
    return [
      {
        value,
        missing,
        ...(release === undefined ? {} : { release }),
        learntAt: from,
        ...(next === undefined
          ? {}
          : { supersededAt: next.from, reason: reasonOf(form, next.form, next.from, supersededBy(next.from) ?? by) }),
      },
    ];
  });
  return revisions.toReversed();
}

function standingAt(forms: readonly Form[], instant: string): Form | undefined {
  let standing: Form | undefined;
  for (const form of forms) {
    if (form.learntAt > instant || (form.supersededAt !== undefined && form.supersededAt <= instant)) continue;
    const nearer =
      standing === undefined ||
      form.place < standing.place ||
      (form.place === standing.place && form.learntAt > standing.learntAt);
    if (nearer) standing = form;
  }
  return standing;
}

/** One or two sentences: what took its place and what moved, then the publisher's own note beside the new figure. */
function reasonOf(form: Form, next: Form | undefined, instant: string, by: ReleaseRecord | string): string {
  const taker = typeof by === "string" ? `${by} of ${instantInWords(instant)}` : `release ${by.version} (${by.title})`;
  if (next === undefined) return `Withdrawn: ${taker} has no figure for this area and period.`;
  const said = next.note === undefined || next.note === form.note ? "" : ` The publisher says: ${next.note}`;
  return `Superseded by ${taker}: ${whatMoved(form, next)}.${said}`;
}

function whatMoved(form: Form, next: Form): string {
  if (form.value !== null && next.value !== null)
    return form.value === next.value
      ? "the value stands; what is published beside it changed"
      : "the value was revised";
  if (form.value !== null) return "the value was taken back and a reason given in its place";
  return next.value === null ? "another reason is given for the blank" : "the blank was filled";
}
