import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { WireFault } from "./wire-fault";

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The text of a body: unpacked here as a stream, so that no more than `maxBytes` and one chunk are ever held, however much a small
 * packed body holds. Strict UTF-8; its byte order mark is dropped. Throws WireFault: TOO_LARGE, BAD_SHAPE; and the stream's own errors.
 */
export async function readText(body: Readable, encoding: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(body, unpackers(encoding), maxBytes);
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

async function readBytes(body: Readable, through: Transform[], maxBytes: number): Promise<Buffer> {
  const [unpacker] = through;
  // The callback only keeps a failure from being thrown outside: the loop below meets it too.
  const stream: Readable = unpacker === undefined ? body : pipeline(body, unpacker, () => undefined);
  const parts: Buffer[] = [];
  let held = 0;
  try {
    for await (const part of stream) {
      held += (part as Buffer).length;
      if (held > maxBytes) throw new WireFault("TOO_LARGE", `answered with more than ${megabytes(maxBytes)}`);
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
