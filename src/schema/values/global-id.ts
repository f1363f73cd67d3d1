/** Global object ids: opaque to clients, base64url of `Type:key`. */

/** The id of a node of the given type and key. */
export function globalId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`, "utf8").toString("base64url");
}

/** Type and key inside a global id, or undefined when the text is none. Ids that decode to other bytes than they encode are refused. */
export function readGlobalId(id: string): { readonly type: string; readonly key: string } | undefined {
  const text = Buffer.from(id, "base64url").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1 || Buffer.from(text, "utf8").toString("base64url") !== id) return undefined;
  const type = text.slice(0, colon);
  return /^[A-Z][A-Za-z]+$/.test(type) ? { type, key: text.slice(colon + 1) } : undefined;
}

/** The key that an argument means: the key inside a global id of this type, or the text itself (a code or slug that people know). */
export function keyOf(type: string, idOrKey: string): string {
  const read = readGlobalId(idOrKey);
  return read?.type === type ? read.key : idOrKey;
}
