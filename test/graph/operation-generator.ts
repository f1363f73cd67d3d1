/** Makes operations from the schema alone: most are valid, some are nearly so. The same seed makes the same operations. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** Values worth trying, by the name of the argument or field that takes them. Ids and cursors met on the way may be added. */
export interface Words {
  readonly codes: string[];
  readonly slugs: string[];
  readonly ids: string[];
  readonly cursors: string[];
  readonly texts: string[];
}

const DAYS = ["2024-06-30", "2020-01-01", "1900-01-01", "2099-12-31", "2023-04-01"];
const STRANGE = [
  "null",
  '""',
  '"  "',
  "-1",
  "0",
  "99999999999",
  "1.5",
  '"x"',
  "true",
  "[]",
  "{}",
  "[[]]",
  "[null]",
  "X_Y",
];
const DEEPEST = 5;

export class OperationGenerator {
  readonly #schema: GraphQLSchema;
  readonly #words: Words;
  #state: number;

  constructor(schema: GraphQLSchema, words: Words, seed: number) {
    this.#schema = schema;
    this.#words = words;
    this.#state = seed >>> 0;
  }

  /** A query of one to three root fields, each under a name of its own. */
  next(): string {
    const query = this.#schema.getQueryType();
    if (query === undefined || query === null) throw new Error("The schema has no queries.");
    const fields = Object.values(query.getFields());
    const roots = Array.from({ length: 1 + this.#below(3) }, (_, i) => `r${i}: ${this.#field(this.#one(fields), 1)}`);
    return `{ ${roots.join(" ")} }`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const args = this.#args(field.args, 0.35);
    const call = `${field.name}${args === "" ? "" : `(${args})`}`;
    return isCompositeType(type) ? `${call} { ${this.#selection(type, depth + 1)} }` : call;
  }

  /** `prefix` renames the fields: those of two types that stand side by side may differ in kind. */
  #selection(type: GraphQLNamedType, depth: number, prefix = ""): string {
    if (isAbstractType(type)) {
      const members = this.#schema.getPossibleTypes(type).filter(() => this.#chance(0.4));
      return [
        "__typename",
        ...members.map((one) => `... on ${one.name} { ${this.#selection(one, depth, `${one.name}_`)} }`),
      ].join(" ");
    }
    if (!isObjectType(type)) return "__typename";
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((one) => !isCompositeType(getNamedType(one.type)));
    const branches = fields.filter((one) => isCompositeType(getNamedType(one.type)));
    const field = (one: GraphQLField<unknown, unknown>) =>
      prefix === "" ? this.#field(one, depth) : `${prefix}${one.name}: ${this.#field(one, depth)}`;
    const chosen = leaves.filter(() => this.#chance(0.5)).map(field);
    const page = branches.filter((one) => ["nodes", "edges", "node", "pageInfo"].includes(one.name));
    const others = branches.filter((one) => !page.includes(one) && this.#chance(2 / (branches.length + 1)));
    if (depth < DEEPEST) for (const one of [...page, ...others]) chosen.push(field(one));
    return chosen.length === 0 ? "__typename" : chosen.join(" ");
  }

  #args(taken: readonly (GraphQLArgument | GraphQLInputField)[], often: number): string {
    return taken
      .filter((one) =>
        isNonNullType(one.type) && one.defaultValue === undefined ? !this.#chance(0.02) : this.#chance(often),
      )
      .map((one) => `${one.name}: ${this.#value(one.type, one.name)}`)
      .join(", ");
  }

  #value(type: GraphQLInputType, name: string): string {
    if (this.#chance(0.01)) return this.#one(STRANGE);
    if (isNonNullType(type)) return this.#nonNull(type.ofType, name);
    return this.#chance(0.08) ? "null" : this.#nonNull(type, name);
  }

  #nonNull(type: GraphQLInputType, name: string): string {
    if (isListType(type))
      return `[${Array.from({ length: this.#below(5) }, () => this.#value(type.ofType, name)).join(", ")}]`;
    if (isInputObjectType(type)) return `{ ${this.#args(Object.values(type.getFields()), 0.35)} }`;
    if (isEnumType(type)) return this.#one(type.getValues()).name;
    switch (getNamedType(type).name) {
      case "Int":
        return String(this.#one([1, 2, 3, 5, 10, 50, 1000, 0, -1, 2147483647]));
      case "Boolean":
        return String(this.#chance(0.5));
      case "Date":
        return JSON.stringify(this.#one(DAYS));
      case "GSSCode":
        return JSON.stringify(this.#one(this.#words.codes));
      default:
        return JSON.stringify(this.#word(name));
    }
  }

  #word(name: string): string {
    const { slugs, ids, cursors, texts } = this.#words;
    if (name === "after") return this.#one(cursors);
    if (name === "indicator" || name === "indicators" || name === "slug")
      return this.#one([...slugs, ...texts.slice(0, 2)]);
    if (name === "id" || name === "ids" || name === "groupId")
      return this.#one(this.#chance(0.8) ? ids : [...slugs, ...texts]);
    return this.#one([...texts, ...slugs]);
  }

  #one<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #chance(part: number): boolean {
    return this.#random() < part;
  }

  /** Mulberry32: 32 bits of state, enough for a test. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}

/** Values to begin with: right, old, sloppy and wrong ones. */
export function firstWords(): Words {
  return {
    codes: [
      "E08000009",
      "E08000016",
      "E08000038",
      "E92000001",
      "E12000002",
      "K02000001",
      "S12000036",
      "W06000015",
      "N09000003",
      "TLC31",
      " e08000003 ",
      "E08OOOOO3",
      "E99999999",
      "E10000023",
      "E06000066",
      "x",
    ],
    slugs: ["claimant-count", "population-count", "trafford", "manchester", "no-such-indicator", "housing"],
    ids: ["QXJlYTpFMDgwMDAwMDk", "x", "", "QXJlYTo", "U2VydmljZTow"],
    cursors: ["W10", "WyJFMDgwMDAwMDkiXQ", "Wy01XQ", "x", "", "bnVsbA"],
    texts: [
      "",
      " ",
      "Trafford",
      "Caerdydd",
      "claimnt",
      "2024/25",
      "2024-04-01/P1Y",
      "ethnicity",
      "sex",
      "Area",
      "é\u0000\ud83d\ude00",
      "' OR 1=1 --",
      "1",
      "-7",
      "1e400",
    ],
  };
}
