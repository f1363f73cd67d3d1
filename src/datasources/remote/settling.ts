/** Once nothing on a list that may grow meanwhile is under way: what waits for the rest of an operation comes after all that it asked for. */
export async function settling(growing: readonly Promise<unknown>[]): Promise<void> {
  for (let seen = -1; seen !== growing.length; ) {
    seen = growing.length;
    await Promise.allSettled(growing);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
