import jsep, { type Expression } from "jsep";
import { FUNCTIONS, type FunctionName } from "./functions";

/** A formula as a tree. `per` multiplies: the rate per that many. */
export type Formula =
  | { readonly kind: "NUMBER"; readonly value: number }
  | { readonly kind: "INDICATOR"; readonly slug: string }
  | { readonly kind: "NEGATED"; readonly of: Formula }
  | { readonly kind: "BINARY"; readonly operator: Operator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "PER"; readonly of: Formula; readonly per: number }
  | { readonly kind: "CALL"; readonly name: FunctionName; readonly of: readonly Formula[] };

export type Operator = "+" | "-" | "*" | "/";

export type ParsedFormula =
  | {
      readonly ok: true;
      readonly formula: Formula;
      /** Slugs of the indicators, in the order of their first mention, each once. */
      readonly indicators: readonly string[];
    }
  | {
      readonly ok: false;
      /** What is wrong, in one sentence. */
      readonly problem: string;
      /** Place in the text, from 0; null where it is the whole. */
      readonly at: number | null;
    };

/** What a formula may be at most: all of it is checked before anything is looked up. */
export const FORMULA_LIMITS = { characters: 1000, indicators: 20, parts: 200, brackets: 20 } as const;

/** The one word among the operators. Below + and −, so that it takes all that stands before it, up to its bracket. */
const PER = "per";
jsep.addBinaryOp(PER, 2); // known to the whole process; every other user of jsep would only gain a word

/**
 * Reads `{adult-obesity-count} / {population-count} * 100`, `({a} + {b}) / {c} per 1000`, `share({part}, {whole})`: indicators by slug in
 * braces, numbers, + − * / ( ), `per` with a number, and the functions of FUNCTIONS. The grammar is jsep's (MIT, no dependencies), of
 * which everything else is refused: names, properties, strings, lists, comparisons. Nothing is ever run as code, and nothing is thrown.
 */
export function parseFormula(text: string): ParsedFormula {
  if (text.length > FORMULA_LIMITS.characters)
    return wrong(`A formula has at most ${FORMULA_LIMITS.characters} characters.`, null);
  const read = readBraces(text);
  if (!read.ok) return read;
  const beside = /[\w.)$]\s+[\w.$]/.exec(read.plain.replaceAll(/\bper\b/g, " * "));
  if (beside !== null) return wrong(BESIDE, beside.index);
  let tree: Expression;
  try {
    tree = jsep(read.plain);
  } catch (error) {
    return wrong("The formula cannot be read here.", placeOf(error));
  }
  const made = build(tree, read.slugs);
  if (typeof made === "string") return wrong(made, null);
  return { ok: true, formula: made, indicators: [...new Set(read.slugs)] };
}

function wrong(problem: string, at: number | null): Extract<ParsedFormula, { ok: false }> {
  return { ok: false, problem, at };
}

/** jsep says where it stopped. */
function placeOf(error: unknown): number | null {
  const index = error instanceof Error && "index" in error ? error.index : undefined;
  return typeof index === "number" ? index : null;
}

type Braces = { readonly ok: true; readonly plain: string; readonly slugs: readonly string[] };

/** Puts `$0`, `$1` … in place of the braces, of the same length, so that places in the text stay what they are. */
function readBraces(text: string): Braces | Extract<ParsedFormula, { ok: false }> {
  const slugs: string[] = [];
  let plain = "";
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "{") {
      const end = text.indexOf("}", at);
      const slug = text.slice(at + 1, end).trim();
      if (end < 0 || slug === "" || slug.includes("{"))
        return wrong("A brace holds the slug of one indicator: {population-count}.", at);
      if (slugs.length === FORMULA_LIMITS.parts) return wrong("The formula has too many parts.", at);
      plain += `$${slugs.length}`.padEnd(end - at + 1);
      slugs.push(slug);
      at = end;
      continue;
    }
    if (!/[\w\s.,()+\-*/×÷−]/.test(character) || character === "_")
      return wrong(`The character ${JSON.stringify(character)} has no meaning in a formula.`, at);
    if (character === "(" && ++depth > FORMULA_LIMITS.brackets)
      return wrong(`Brackets go at most ${FORMULA_LIMITS.brackets} deep.`, at);
    if (character === ")") depth--;
    plain += SIGNS.get(character) ?? character.replace(/\s/, " ");
  }
  if (new Set(slugs).size > FORMULA_LIMITS.indicators)
    return wrong(`A formula has at most ${FORMULA_LIMITS.indicators} indicators.`, null);
  return { ok: true, plain, slugs };
}

/** Signs that people paste, and the plain ones. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["×", "*"],
  ["÷", "/"],
  ["−", "-"],
]);

/** The tree of a jsep expression, or what is wrong with it. */
function build(tree: Expression, slugs: readonly string[]): Formula | string {
  let parts = 0;
  const walk = (node: unknown): Formula | string => {
    if (++parts > FORMULA_LIMITS.parts) return `A formula has at most ${FORMULA_LIMITS.parts} parts.`;
    if (!isExpression(node)) return EMPTY;
    switch (node.type) {
      case "Literal":
        if (typeof node.value !== "number") return "A formula holds numbers and indicators, nothing else.";
        return Number.isFinite(node.value)
          ? { kind: "NUMBER", value: node.value }
          : "A number in the formula is too large; the largest is about 1.8e308.";
      case "Identifier":
        return indicator(node.name, slugs);
      case "UnaryExpression":
        return node.operator === "-" || node.operator === "+"
          ? negated(walk(node.argument), node.operator)
          : `The sign ${String(node.operator)} has no meaning in a formula.`;
      case "BinaryExpression":
        return binary(String(node.operator), walk(node.left), () => walk(node.right));
      case "CallExpression":
        return call(node.callee, Array.isArray(node.arguments) ? node.arguments : [], walk);
      case "Compound":
        return Array.isArray(node.body) && node.body.length > 0 ? BESIDE : EMPTY;
      default:
        return "A formula holds numbers, indicators in braces, + − * / ( ), per and functions, nothing else.";
    }
  };
  return walk(tree);
}

const EMPTY = "A value is missing.";
const BESIDE = "Two values stand beside each other, with no sign between them; a number has no commas in it.";

function isExpression(node: unknown): node is Expression {
  return typeof node === "object" && node !== null && "type" in node;
}

function indicator(name: unknown, slugs: readonly string[]): Formula | string {
  const place = typeof name === "string" ? /^\$(\d+)$/.exec(name) : null;
  const slug = place === null ? undefined : slugs[Number(place[1])];
  return slug === undefined
    ? `${JSON.stringify(name)} is no number and no function; indicators stand in braces.`
    : { kind: "INDICATOR", slug };
}

function negated(of: Formula | string, operator: string): Formula | string {
  return typeof of === "string" || operator === "+" ? of : { kind: "NEGATED", of };
}

function binary(operator: string, left: Formula | string, walkRight: () => Formula | string): Formula | string {
  if (typeof left === "string") return left;
  const right = walkRight();
  if (typeof right === "string") return right;
  if (operator === PER)
    return right.kind === "NUMBER" && right.value > 0
      ? { kind: "PER", of: left, per: right.value }
      : "`per` is followed by a number above 0, such as per 1000.";
  if (operator === "+" || operator === "-" || operator === "*" || operator === "/")
    return { kind: "BINARY", operator, left, right };
  return `The sign ${operator} has no meaning in a formula.`;
}

function call(callee: unknown, given: readonly unknown[], walk: (node: unknown) => Formula | string): Formula | string {
  const word = isExpression(callee) && callee.type === "Identifier" ? String(callee.name) : "";
  const known = FUNCTIONS.find(({ name }) => name === word);
  if (word === "" || word.startsWith("$")) return BESIDE;
  if (known === undefined)
    return `There is no function ${JSON.stringify(word)}; there are ${FUNCTIONS.map(({ name }) => name).join(", ")}.`;
  if (given.length < known.least || given.length > known.most) return `${known.name} takes ${known.takes}.`;
  const of: Formula[] = [];
  for (const node of given) {
    const made = walk(node);
    if (typeof made === "string") return made;
    of.push(made);
  }
  const [, places] = of;
  if (known.name === "round" && places !== undefined && !isPlaces(places)) return `${known.name} takes ${known.takes}.`;
  return { kind: "CALL", name: known.name, of };
}

function isPlaces(of: Formula): boolean {
  return of.kind === "NUMBER" && Number.isInteger(of.value) && of.value >= 0 && of.value <= 10;
}
