// How many partitions a topic needs, from what was measured: the producers' rate is less than one consumer's rate times the partitions, with
// head-room and growth; what so many cost; and what becomes of keys. Arithmetic only.

/** What was measured, or said. Rates are records a second. */
export interface Measured {
  readonly partitionCount: number;
  readonly replicationFactor: number;
  /** All producers together, in the busiest time that is known. */
  readonly producerRate: number;
  /** The share of the busiest partition: 1 / partitionCount when all are alike; NaN where nothing came. */
  readonly busiestShare: number;
  /** One consumer with one partition or several, when it has enough to do. */
  readonly consumerRate: number;
  /** Bytes of a record on disk, as compressed as it is. */
  readonly recordBytes: number;
}

export interface Wishes {
  /** How many times what is needed there shall be, ≥ 1: for bursts, rebalances, a consumer that is gone. */
  readonly headRoom: number;
  /** How many times as much is expected, ≥ 1. */
  readonly growth: number;
}

export interface Advice {
  /** What producers are expected to send, head-room and growth in it. */
  readonly requiredRate: number;
  /** The least number of partitions with requiredRate < consumerRate × partitions. */
  readonly neededPartitions: number;
  /** Never fewer than there are: partitions cannot be taken away. */
  readonly advisedPartitions: number;
  readonly isEnough: boolean;
  /** One partition alone has more than one consumer can take: more partitions help only if its keys spread. */
  readonly isOnePartitionTooBusy: boolean;
}

/** @throws RangeError where the consumer's rate is not above zero */
export function advise(measured: Measured, { headRoom, growth }: Wishes): Advice {
  const { producerRate, consumerRate, partitionCount, busiestShare } = measured;
  if (!(consumerRate > 0)) throw new RangeError("a consumer that reads nothing needs no partitions");
  const requiredRate = producerRate * headRoom * growth;
  // Strictly more, as what comes in exactly as fast as it is read never becomes less.
  const neededPartitions = Math.max(1, Math.floor(requiredRate / consumerRate) + 1);
  const advisedPartitions = Math.max(partitionCount, neededPartitions);
  return {
    requiredRate,
    neededPartitions,
    advisedPartitions,
    isEnough: partitionCount >= neededPartitions,
    isOnePartitionTooBusy: producerRate * growth * busiestShare >= consumerRate,
  };
}

export interface Cost {
  /** Partitions times replicas. */
  readonly replicas: number;
  /** Files in the log directories of all brokers together. */
  readonly files: number;
  /** Bytes that indexes of segments being written to reserve, all brokers together. */
  readonly indexBytes: number;
  /** Bytes that one producer may hold back for them: a batch a partition. */
  readonly producerBytes: number;
  /** Bytes that the consumers may hold fetched, all together. */
  readonly consumerBytes: number;
}

/** Configurations of Kafka that the cost follows, in bytes. */
export interface CostConfigs {
  readonly segmentIndexBytes: number;
  readonly segmentBytes: number;
  readonly batchSize: number;
  readonly maxPartitionFetchBytes: number;
}

/** A segment has a log, an offset index and a time index; a partition has its epochs and its id beside them. */
const FILES_A_SEGMENT = 3;
const FILES_A_PARTITION = 2;

/** @param topicBytes what one replica of the whole topic holds */
export function costOf(
  partitions: number,
  replicationFactor: number,
  topicBytes: number,
  { segmentIndexBytes, segmentBytes, batchSize, maxPartitionFetchBytes }: CostConfigs,
): Cost {
  const replicas = partitions * replicationFactor;
  const segments = Math.max(1, Math.ceil(topicBytes / partitions / segmentBytes));
  return {
    replicas,
    files: replicas * (segments * FILES_A_SEGMENT + FILES_A_PARTITION),
    indexBytes: replicas * 2 * segmentIndexBytes,
    producerBytes: partitions * batchSize,
    consumerBytes: partitions * maxPartitionFetchBytes,
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * The share of keys that get another partition when there are more: a key's is its hash modulo their number, and of all hashes min(n, m) in
 * lcm(n, m) stay.
 */
export function movedKeys(before: number, after: number): number {
  const leastCommonMultiple = (before * after) / greatestCommonDivisor(before, after);
  return 1 - Math.min(before, after) / leastCommonMultiple;
}
