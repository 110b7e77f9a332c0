/**
 * The cached end of a log: `node --conditions=@ottla/source packages/storage/bench/tail-cache.bench.ts`. An append is copied, pinned for its write
 * and evicts when the cache is full; a read searches and pins. Times are per call.
 */
import { bench, do_not_optimize, run } from "mitata";
import { BufferPool } from "@ottla/base";
import { RecordBatchBuilder, setBaseOffset } from "@ottla/records";
import { TailCache } from "../src/tail-cache.ts";

const MIB = 1 << 20;
const END = { segmentBaseOffset: -1, position: 0 };

function batchOf(valueBytes: number): Uint8Array {
  const builder = new RecordBatchBuilder();
  builder.append(1_700_000_000_000, null, new Uint8Array(valueBytes));
  return builder.build();
}

for (const valueBytes of [100, 16_384, 1_000_000]) {
  const batch = batchOf(valueBytes);
  const tail = new TailCache(32 * MIB, new BufferPool(16 * MIB)).createTail();
  let nextOffset = 0;
  const append = (): void => {
    setBaseOffset(batch, 0, nextOffset);
    const place = { segmentBaseOffset: 0, position: nextOffset * batch.length };
    const copy = tail.append(batch, { ...place, baseOffset: nextOffset, nextOffset: nextOffset + 1 });
    nextOffset += 1;
    copy.block.unpin();
  };
  bench(`append of a batch of ${batch.length} B`, append);
  for (let i = 0; i < 1000; i++) append();
  for (const maxBytes of [1, MIB]) {
    let back = 0;
    bench(`read of ${maxBytes} B from batches of ${batch.length} B`, () => {
      back = (back + 7) % Math.min(1000, nextOffset - tail.startOffset);
      const found = tail.read({ startOffset: nextOffset - 1 - back, maxBytes, minOneMessage: true, end: END });
      do_not_optimize(found);
      if (found !== undefined) for (const block of found.blocks) block.unpin();
    });
  }
}

await run();
