import type { UpstreamRequest } from "../core/plan";
import { SourceFault } from "../core/source";

/** Letters that servers take as they are in a query: a list of codes stays readable, and its URL a third as long. */
const PLAIN: Readonly<Record<string, string>> = { "%2C": ",", "%3A": ":", "%2F": "/", "%40": "@", "%24": "$" };

/**
 * The whole address of a request below its base, without a key. Throws FORBIDDEN for a path that could lead out of the base: "..", "//",
 * a scheme, a backslash, a query or a fragment, plain or percent-encoded.
 */
export function requestUrl(base: URL, request: Pick<UpstreamRequest, "path" | "query">): URL {
  const url = new URL(base.href + safePath(request.path));
  const parts: string[] = [];
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) parts.push(`${encoded(name)}=${encoded(String(each))}`);
  }
  if (parts.length > 0) url.search = parts.join("&");
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) throw leadsAway();
  return url;
}

/** A base address: http or https, with a slash at its end, and nothing after it. Throws an Error that names no value. */
export function baseUrl(text: string): URL {
  const url = new URL(text);
  const plain = /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "" && url.username === "";
  if (!plain || !url.pathname.endsWith("/")) {
    throw new Error("A source's address must be http(s), end in a slash, and hold no name, query or fragment.");
  }
  return url;
}

function safePath(path: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw leadsAway();
  }
  for (const text of [path, decoded]) {
    if (/(^|\/)\.\.?(\/|$)|\/\/|^\/|\\|^[a-z][a-z0-9+.-]*:\/\/|[\p{Cc}]/iu.test(text)) throw leadsAway();
  }
  if (/[?#]/.test(path)) throw leadsAway();
  return path;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%2C|%3A|%2F|%40|%24/g, (letter) => PLAIN[letter] ?? letter);
}

function leadsAway(): SourceFault {
  return new SourceFault("FORBIDDEN", "A request would have left the publisher's address, and was not made.");
}
