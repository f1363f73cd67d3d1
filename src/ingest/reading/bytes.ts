import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { isNativeError } from "node:util/types";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { FileProblem } from "./file-problem";

/** A plain file may hold so many bytes; more is taken for a bomb. The largest publisher's file that we know has 3 GB. */
export const MAX_PLAIN_BYTES = 8 * 1024 ** 3;

/** The bytes of a file, unpacked where its name ends in `.gz` or `.br`. Throws FileProblem when it cannot be unpacked. */
export async function* plainBytes(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const unpack = path.endsWith(".gz") ? createGunzip() : path.endsWith(".br") ? createBrotliDecompress() : undefined;
  const stream: AsyncIterable<Buffer> = unpack === undefined ? file : pipeline(file, unpack, () => undefined);
  let total = 0;
  try {
    for await (const chunk of stream) {
      total += chunk.length;
      if (total > MAX_PLAIN_BYTES) throw new FileProblem("The file unpacks to more than 8 GB. Send it in parts.");
      yield chunk;
    }
  } catch (error) {
    if (unpack !== undefined && isUnpackError(error)) {
      throw new FileProblem("The file cannot be unpacked: it is cut short or is not what its name says.");
    }
    throw error;
  } finally {
    file.destroy();
    unpack?.destroy();
  }
}

function isUnpackError(error: unknown): boolean {
  return isNativeError(error) && "code" in error && /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_)/.test(String(error.code));
}
