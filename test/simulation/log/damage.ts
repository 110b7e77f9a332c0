/** What a dying machine or a careless hand leaves behind between two starts. Recovery must cope with each, without a word from anybody. */
import { type Prng, randomBelow } from "@ottla/base";
import type { Faults } from "./faults.ts";

const GARBAGE_BYTES_MAX = 200;

export async function damage(
  faults: Faults,
  {
    directory,
    random,
    mayLoseProducers,
  }: { readonly directory: string; readonly random: Prng; readonly mayLoseProducers: boolean },
): Promise<void> {
  const { disk } = faults;
  const below = (bound: number): number => randomBelow(random, bound);
  if (below(3) > 0 || (await disk.stat(directory)) === undefined) return;
  const names = (await disk.list(directory)).map(({ name }) => name);
  const some = (suffix: string): string | undefined => {
    const found = names.filter((name) => name.endsWith(suffix));
    return found.length === 0 ? undefined : `${directory}/${found[below(found.length)]!}`;
  };
  const last = names.findLast((name) => name.endsWith(".log"));
  if (last !== undefined && faults.crashed === "power" && below(2) === 0) {
    const garbage = new Uint8Array(1 + below(GARBAGE_BYTES_MAX));
    random.fill(garbage);
    const file = await disk.open(`${directory}/${last}`, "readWrite");
    await file.write(garbage, await file.size());
    await file.close();
    faults.count("garbage tails");
  }
  const index = some(below(2) === 0 ? ".index" : ".timeindex");
  if (index !== undefined && below(2) === 0) {
    await disk.unlink(index);
    faults.count("missing indexes");
  }
  const snapshot = some(".snapshot");
  if (snapshot !== undefined && below(3) === 0 && mayLoseProducers) {
    const bytes = (await disk.readFile(snapshot)).slice();
    bytes[below(bytes.length)]! ^= 0x10;
    await disk.replaceFile(snapshot, bytes);
    faults.count("corrupt snapshots");
  }
}
