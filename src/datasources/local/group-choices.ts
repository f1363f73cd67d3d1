import type { GroupChoice, GroupSpecification } from "../core/ports";

/** Choices by the code of the area that they are about; "" where they are about none. */
type ByArea = Map<string, GroupChoice>;

/**
 * The groups that one operation has chosen. A field on each of hundreds of figures asks for the same few groups, and the executor
 * hands each of them the very same list of members: lists are told apart by identity, which costs nothing to compare.
 */
export class GroupChoices {
  readonly #with = new Map<unknown, ByArea>();
  readonly #without = new Map<unknown, ByArea>();
  readonly #listed = new Map<readonly string[], GroupChoice>();

  /** The choice of a specification; `choose` is asked the first time, and its error is not kept. */
  of(specification: GroupSpecification, choose: () => GroupChoice): GroupChoice {
    const { key, kind, members, ofArea = "", includeSelf } = specification;
    const named = members ?? (key === undefined ? `kind ${kind ?? ""}` : `key ${key}`);
    const choices = includeSelf ? this.#with : this.#without;
    const standing = choices.get(named);
    const found = standing?.get(ofArea);
    if (found !== undefined) return found;
    const choice = choose();
    if (standing === undefined) choices.set(named, new Map([[ofArea, choice]]));
    else standing.set(ofArea, choice);
    return choice;
  }

  /** The group of a list of members, made by `make` the first time. */
  listed(members: readonly string[], make: () => GroupChoice): GroupChoice {
    const found = this.#listed.get(members) ?? make();
    this.#listed.set(members, found);
    return found;
  }
}
