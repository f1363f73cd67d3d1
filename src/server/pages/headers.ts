/** Headers of every page: what a page may load, and that nobody may frame it. */

const COMMON = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
];

/** Front page and error pages: one style sheet of our own, no script at all. */
export const PLAIN_CSP = [...COMMON, "style-src 'self'"].join("; ");

/**
 * The playground. Monaco writes style elements and its icon font is a data URL inside the style sheet, hence the two exceptions;
 * scripts and workers come from the hub's own files only: no inline script, no eval, no blob.
 */
export const PLAYGROUND_CSP = [
  ...COMMON,
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
].join("; ");

/** All headers of a page with the given policy. Pages are asked for anew each time: their figures are live. */
export function pageHeaders(csp: string): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": csp,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
  };
}
