/**
 * Which neighbouring segments a cleaning makes one of, so that segments do not shrink to nothing over the years: as many as stay within
 * segment.bytes and segment.index.bytes together and whose offsets fit one segment.
 */
const OFFSETS_MAX = 0x7fff_ffff;

export interface GroupableSegment {
  readonly baseOffset: number;
  readonly sizeInBytes: number;
  readonly offsetIndexBytes: number;
  readonly timeIndexBytes: number;
}

export interface GroupLimits {
  /** segment.bytes. */
  readonly segmentBytes: number;
  /** segment.index.bytes. */
  readonly segmentIndexBytes: number;
  /** Where the last of the segments ends at the latest, if no other follows it. */
  readonly firstUncleanableOffset: number;
}

/** Groups in log order; each has at least one segment, and none is left out. */
export function groupSegments<S extends GroupableSegment>(segments: readonly S[], limits: GroupLimits): S[][] {
  const groups: S[][] = [];
  let group: S[] = [];
  let size = { log: 0, offsetIndex: 0, timeIndex: 0 };
  for (const [i, segment] of segments.entries()) {
    const lastOffset = (segments[i + 1]?.baseOffset ?? limits.firstUncleanableOffset) - 1;
    const grown = {
      log: size.log + segment.sizeInBytes,
      offsetIndex: size.offsetIndex + segment.offsetIndexBytes,
      timeIndex: size.timeIndex + segment.timeIndexBytes,
    };
    const first = group[0];
    // An empty segment adds no offset: without this exception one would be left behind every 2^31 records.
    const fits =
      first !== undefined &&
      grown.log <= limits.segmentBytes &&
      grown.offsetIndex <= limits.segmentIndexBytes &&
      grown.timeIndex <= limits.segmentIndexBytes &&
      (segment.sizeInBytes === 0 || lastOffset - first.baseOffset <= OFFSETS_MAX);
    if (fits) {
      group.push(segment);
      size = grown;
      continue;
    }
    group = [segment];
    groups.push(group);
    size = { log: segment.sizeInBytes, offsetIndex: segment.offsetIndexBytes, timeIndex: segment.timeIndexBytes };
  }
  return groups;
}
