/**
 * Where an offset lies on disk: index first, then the headers of the few batches behind the entry. Positions are those of batch starts; an offset
 * that compaction removed belongs to the next batch.
 */
import { baseOffsetAt, lastOffsetAt } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import type { LogOffsetMetadata } from "../log-types.ts";
import { scanHeaders } from "../segment-scan.ts";
import type { TailPosition } from "../tail-cache.ts";
import type { LogState } from "./log-state.ts";
import { withIndexes } from "./rebuild-indexes.ts";

export interface BatchPosition {
  readonly position: number;
  readonly sizeInBytes: number;
  readonly baseOffset: number;
}

/** The first batch of the segment whose last offset is at or behind `offset`; undefined if all written ones are before it. */
export async function findBatch(
  log: LogState,
  segment: LogSegment,
  offset: number,
): Promise<BatchPosition | undefined> {
  const entry = await withIndexes(log, segment, () => segment.offsetIndex.lookup(offset));
  let found: BatchPosition | undefined;
  await scanHeaders(
    segment,
    { from: entry.position, to: segment.sizeInBytes },
    {
      environment: log.environment,
      visit: ({ bytes, at, sizeInBytes, position }) => {
        if (lastOffsetAt(bytes, at) < offset) return true;
        found = { position, sizeInBytes, baseOffset: baseOffsetAt(bytes, at) };
        return false;
      },
    },
  );
  return found;
}

/** The place of an offset between log start and log end. */
export async function positionOf(log: LogState, offset: number): Promise<TailPosition | undefined> {
  const known = knownPositionOf(log, offset);
  if (known) return known;
  for (let segment = log.segments.floor(offset); segment; segment = log.segments.higher(segment)) {
    const batch = await findBatch(log, segment, offset);
    if (batch) return { segmentBaseOffset: segment.baseOffset, position: batch.position };
  }
  return undefined;
}

/** As `positionOf`, without a look at the disk. */
export function knownPositionOf(log: LogState, offset: number): TailPosition | undefined {
  if (offset === log.logEndOffset) return log.endPosition;
  return log.tail.positionOf(offset);
}

/** An offset with its place if that is known without a look at the disk. */
export function knownMetadataOf(log: LogState, offset: number): LogOffsetMetadata {
  const place = knownPositionOf(log, offset);
  return {
    messageOffset: offset,
    segmentBaseOffset: place?.segmentBaseOffset ?? -1,
    relativePositionInSegment: place?.position ?? -1,
  };
}
