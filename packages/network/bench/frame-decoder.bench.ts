/**
 * Cutting a stream into frames, with memory made for each frame and with memory that is used again:
 * `node --conditions=@ottla/source packages/network/bench/frame-decoder.bench.ts`. Times are per MiB of stream; what the garbage collector
 * costs shows in the average, not in the best time.
 */
import { bench, run, summary } from "mitata";
import { BufferPool } from "@ottla/base";
import { FrameDecoder } from "@ottla/network";
import { giveFrame } from "../src/frame-decoder.ts";

const MIB = 1 << 20;
/** As much as one read from a socket gives. */
const CHUNK_BYTES = 256 * 1024;
/** Frames that are worked on at a time. */
const IN_FLIGHT = 16;

/** A MiB of frames of one size, in the chunks of a socket. */
function chunksOf(frameBytes: number): Uint8Array[] {
  const count = Math.max(1, Math.round(MIB / (frameBytes + 4)));
  const stream = Buffer.alloc(count * (frameBytes + 4));
  for (let i = 0; i < count; i++) stream.writeInt32BE(frameBytes, i * (frameBytes + 4));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += CHUNK_BYTES) chunks.push(stream.subarray(at, at + CHUNK_BYTES));
  return chunks;
}

for (const frameBytes of [100, 16_500, 1_000_000]) {
  const chunks = chunksOf(frameBytes);
  const runWith = (pool: BufferPool | undefined): (() => void) => {
    const inFlight: Uint8Array[] = [];
    const decoder = new FrameDecoder({
      frameBytesMax: 100 * MIB,
      ...(pool === undefined ? {} : { pool }),
      onFrame: (frame) => {
        inFlight.push(frame);
        const done = inFlight.length > IN_FLIGHT ? inFlight.shift() : undefined;
        if (done !== undefined && pool !== undefined) giveFrame(done, pool);
      },
    });
    return () => {
      for (const chunk of chunks) decoder.push(chunk);
    };
  };
  summary(() => {
    bench(`frames of ${frameBytes} B, memory for each`, runWith(undefined));
    bench(`frames of ${frameBytes} B, memory used again`, runWith(new BufferPool(32 * MIB)));
  });
}

await run();
