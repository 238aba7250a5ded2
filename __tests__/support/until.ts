/**
 * Waits for what is about to happen in this process, one turn of the event loop after another, however busy the machine is. If it
 * never happens, the test's own time ends.
 */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
