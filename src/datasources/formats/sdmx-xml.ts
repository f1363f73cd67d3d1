import { XMLParser } from "fast-xml-parser";
import { unexpected } from "../core/decode";
import type { Answer } from "../core/plan";

const REPEATED = new Set([
  "Codelist",
  "Code",
  "Dimension",
  "KeyValue",
  "Value",
  "Name",
  "CubeRegion",
  "ContentConstraint",
]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && REPEATED.has(name),
});

type Node = Readonly<Record<string, unknown>>;

/** A dimension of a data structure, without the time. */
export interface SdmxDimension {
  readonly id: string;
  /** Names in English by code; empty where the message brings no code list for it. */
  readonly codes: Readonly<Record<string, string>>;
}

/** What an answer in XML says in place of figures. */
export type SdmxNotice =
  | { readonly kind: "nothing" }
  /** The figures are being made ready under this id (Eurostat's asynchronous service), or under none that can be asked for. */
  | { readonly kind: "waiting"; readonly id?: string }
  | { readonly kind: "ready"; readonly id: string }
  | { readonly kind: "too-big" }
  /** Anything else: words of a fault. */
  | { readonly kind: "fault" };

/**
 * What an XML body says that was answered where figures were asked for: SOAP faults with a code (100 is "no results", 413 "extraction
 * too big"), SDMX error messages with the same codes, the queue of Eurostat's asynchronous service, and the footer 413 of its older one.
 * Throws BAD_SHAPE for a page of HTML and for what does not parse. Addresses in the body are never followed.
 */
export function noticeOf(answer: Answer): SdmxNotice {
  const root = parsed(answer);
  const code =
    textAt(root, "faultcode") ?? attributeAt(root, "ErrorMessage", "code") ?? attributeAt(root, "Message", "code");
  const words = textAt(root, "faultstring") ?? "";
  if (/^DATA_NOT_YET_AVAILABLE/.test(words)) return { kind: "waiting" };
  if (code === "100") return /^(?:UNKNOWN|EXPIRED)/.test(words) ? { kind: "fault" } : { kind: "nothing" };
  if (textAt(root, "Footer") !== undefined || nodeAt(root, "Footer") !== undefined)
    return code === "413" ? { kind: "waiting" } : { kind: "fault" };
  if (code === "413") return { kind: "too-big" };
  if (code !== undefined) return { kind: "fault" };
  const id = textAt(root, "id") ?? textAt(root, "key");
  const state = textAt(root, "status");
  if (id === undefined || state === undefined) throw unexpected("it is XML, which was not asked for");
  if (!/^[0-9A-Za-z-]{1,64}$/.test(id)) return { kind: "fault" };
  if (state === "AVAILABLE") return { kind: "ready", id };
  return ["SUBMITTED", "PROCESSING", "QUEUED"].includes(state) ? { kind: "waiting", id } : { kind: "fault" };
}

/** The codes that a data flow really has, by dimension id in small letters, from its actual content constraint. Throws BAD_SHAPE. */
export function constraintOf(answer: Answer): Readonly<Record<string, readonly string[]>> {
  const regions = nodesAt(parsed(answer), "CubeRegion").filter((region) => region["@include"] !== "false");
  if (regions.length === 0) throw unexpected("it has no region of figures");
  const codes: Record<string, string[]> = {};
  for (const key of regions.flatMap((region) => nodesAt(region, "KeyValue"))) {
    const id = String(key["@id"]).toLowerCase();
    const values = (key.Value as readonly unknown[] | undefined) ?? [];
    codes[id] = [...(codes[id] ?? []), ...values.map(wordsOf)];
  }
  return codes;
}

/** The dimensions of a data structure in the order of keys, with the names of their codes. Throws BAD_SHAPE. */
export function dimensionsOf(answer: Answer): readonly SdmxDimension[] {
  const root = parsed(answer);
  const lists = new Map(
    nodesAt(root, "Codelist").map((list) => [
      String(list["@id"]),
      Object.fromEntries(nodesAt(list, "Code").map((code) => [String(code["@id"]), nameOf(code)])),
    ]),
  );
  const dimensions = nodesAt(root, "Dimension").filter((dimension) => dimension["@id"] !== undefined);
  if (dimensions.length === 0) throw unexpected("it has no dimensions");
  return dimensions
    .map((dimension, place) => ({
      at: Number(dimension["@position"] ?? place),
      id: String(dimension["@id"]).toLowerCase(),
      codes: lists.get(String(nodeAt(nodeAt(dimension, "Enumeration") ?? {}, "Ref")?.["@id"])) ?? {},
    }))
    .sort((a, b) => a.at - b.at)
    .map(({ id, codes }) => ({ id, codes }));
}

function parsed(answer: Answer): Node {
  const text = answer.text.trimStart();
  if (text === "") throw unexpected("it is empty");
  if (/^<!doctype html|^<html/i.test(text)) throw unexpected("it is a page, not data");
  if (!text.startsWith("<")) throw unexpected("it is not XML");
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw unexpected("it declares a document type");
  try {
    return parser.parse(text) as Node;
  } catch {
    throw unexpected("it is not XML");
  }
}

/** Every node of this name, in the order of the document. */
function nodesAt(of: Node, name: string): readonly Node[] {
  const found: Node[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    else if (typeof node === "object" && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === name)
          for (const each of Array.isArray(value) ? value : [value])
            if (typeof each === "object" && each !== null) found.push(each as Node);
        if (!key.startsWith("@")) walk(value);
      }
    }
  };
  walk(of);
  return found;
}

function nodeAt(of: Node, name: string): Node | undefined {
  return nodesAt(of, name)[0];
}

function attributeAt(of: Node, name: string, attribute: string): string | undefined {
  const value = nodeAt(of, name)?.[`@${attribute}`];
  return typeof value === "string" ? value : undefined;
}

/** The text of the first node of this name that holds nothing but text. */
function textAt(of: Node, name: string): string | undefined {
  for (const [key, value] of Object.entries(of)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (key === name && typeof each === "string") return each.trim();
      const below = typeof each === "object" && each !== null ? textAt(each as Node, name) : undefined;
      if (below !== undefined) return below;
    }
  }
  return undefined;
}

function nameOf(node: Node): string {
  const names = (node.Name as readonly unknown[] | undefined) ?? [];
  const english = names.find((name) => (name as Node | undefined)?.["@lang"] === "en") ?? names[0];
  return english === undefined ? "" : wordsOf(english);
}

function wordsOf(value: unknown): string {
  return (typeof value === "object" && value !== null ? String((value as Node)["#text"] ?? "") : String(value)).trim();
}
