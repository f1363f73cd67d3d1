import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** The code of the error that `publicOnly` gives for a name of a private address. */
export const PRIVATE_ADDRESS = "EPRIVATE";

/** Whether an IP address, in any spelling that a URL's host may have, is one of the open internet. */
export function isPublicAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "unicast";
}

/**
 * Whether a URL's host is refused before any connection: an address that is not public, or a name of this machine. The URL parser has
 * turned 2130706433 and 0x7f.1 into 127.0.0.1 by then. A look-up guard alone never sees a literal: net.connect looks none up.
 */
export function isForbiddenHost(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host)) return !isPublicAddress(host);
  return /(^|\.)localhost\.?$/i.test(host);
}

/** Looks a name up and refuses it when any of its addresses is not public. The connection goes to the very address checked. */
export const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = found as LookupAddress[] | undefined;
    const first = addresses?.[0];
    if (error !== null || first === undefined) {
      callback(error ?? Object.assign(new Error("The name has no address."), { code: "ENOTFOUND" }), "", 4);
    } else if (!addresses?.every(({ address }) => isPublicAddress(address))) {
      callback(Object.assign(new Error("The name leads to a private address."), { code: PRIVATE_ADDRESS }), "", 4);
    } else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
