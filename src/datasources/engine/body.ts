import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { BodyBudget, type BodyShare } from "./body-budget";
import { WireFault } from "./wire-fault";

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** One process reads all bodies within one budget. */
const ALL = new BodyBudget();

/**
 * The text of a body: unpacked here as a stream, so that no more than `maxBytes` and one chunk are ever held, however much a small
 * packed body holds; and no more than `budget` beside the other bodies of the process. Strict UTF-8; its byte order mark is dropped. Throws WireFault: TOO_LARGE, BAD_SHAPE; and the stream's own errors.
 */
export async function readText(
  body: Readable,
  encoding: string,
  maxBytes: number,
  budget: BodyBudget = ALL,
): Promise<string> {
  const through = unpackers(encoding);
  const share = budget.share((fault) => void body.destroy(fault));
  try {
    return textOf(await readBytes(body, through, maxBytes, share));
  } catch (error) {
    throw share.fault ?? error;
  } finally {
    share.close();
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new WireFault("BAD_SHAPE", "answered with bytes that are not UTF-8 text");
  }
}

function unpackers(encoding: string): Transform[] {
  const names = encoding
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > 1) throw new WireFault("BAD_SHAPE", "answered in a packing that is not known");
  return names.map((name) => {
    const make = UNPACKERS[name];
    if (make === undefined) throw new WireFault("BAD_SHAPE", "answered in a packing that is not known");
    return make();
  });
}

async function readBytes(body: Readable, through: Transform[], maxBytes: number, share: BodyShare): Promise<Buffer> {
  const [unpacker] = through;
  // The callback only keeps a failure from being thrown outside: the loop below meets it too.
  const stream: Readable = unpacker === undefined ? body : pipeline(body, unpacker, () => undefined);
  const parts: Buffer[] = [];
  let held = 0;
  try {
    for await (const part of stream) {
      held += (part as Buffer).length;
      if (held > maxBytes) throw new WireFault("TOO_LARGE", `answered with more than ${megabytes(maxBytes)}`);
      share.take((part as Buffer).length);
      parts.push(part as Buffer);
    }
  } catch (error) {
    const unpacking = (error as NodeJS.ErrnoException).code?.startsWith("Z_") || isBrotli(error);
    throw unpacking ? new WireFault("BAD_SHAPE", "answered with a packed body that is broken") : error;
  } finally {
    body.destroy();
  }
  return Buffer.concat(parts);
}

function isBrotli(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith("ERR__ERROR_FORMAT");
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${Math.ceil(bytes / 1_000_000)} MB`;
}
