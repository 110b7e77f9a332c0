/** A replica manager over logs on a memory disk, for tests of the data plane. */

import { Prng, VirtualClock } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import { KafkaConfig } from "@ottla/config";
import { RecordBatchBuilder } from "@ottla/records";
import { createLogEnvironment, MemoryDisk, openUnifiedLog } from "@ottla/storage";
import type { LogManager, TopicPartition, UnifiedLog } from "@ottla/storage";
import { silentLogger } from "../logging/logger.ts";
import type { PartitionRegistration } from "../partition/partition-state.ts";
import { ReplicaManager } from "../replica-manager/replica-manager.ts";

export const TOPIC_ID = "2FvKuJjbRd6TmbVH4WYQBg";

export interface TestReplicas {
  readonly clock: VirtualClock;
  readonly disk: MemoryDisk;
  readonly manager: ReplicaManager;
  readonly deletedLogs: readonly string[];
  /** Adds partitions of topic `t`, led here. */
  addPartitions(count: number, registration?: Partial<PartitionRegistration>): Promise<void>;
}

export const REGISTRATION: PartitionRegistration = {
  leader: 1,
  leaderEpoch: 3,
  partitionEpoch: 0,
  isr: [1],
  replicas: [1],
};

/** Node 1 with no replicas yet. */
export function testReplicas(
  topicConfig: ReadonlyMap<string, string> = new Map(),
  brokerConfig: ReadonlyMap<string, string> = new Map(),
): TestReplicas {
  const clock = new VirtualClock();
  const disk = new MemoryDisk({ nowMs: () => clock.nowMs() });
  const environment = createLogEnvironment({ disk, clock, random: new Prng(1) });
  const config = KafkaConfig.standalone(brokerConfig).logConfig(topicConfig);
  const logs = new Map<string, UnifiedLog>();
  const deletedLogs: string[] = [];
  const known = new Set<string>();
  const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;
  const logManager: Pick<
    LogManager,
    "getOrCreateLog" | "deleteLog" | "highWatermarkCheckpoint" | "updateTopicConfig" | "allLogs"
  > = {
    async getOrCreateLog(target) {
      const log = await openUnifiedLog({ topicPartition: target, parentDirectory: "/d", config, environment });
      logs.set(nameOf(target), log);
      return log;
    },
    deleteLog(target) {
      deletedLogs.push(nameOf(target));
      logs.delete(nameOf(target));
      return Promise.resolve();
    },
    highWatermarkCheckpoint: () => 0,
    updateTopicConfig() {},
    allLogs: () => [...logs.values()],
  };
  const manager = new ReplicaManager({
    localId: 1,
    clock,
    logger: silentLogger,
    logManager: logManager as LogManager,
    configOf: (): LogConfig => config,
    isKnownPartition: (topic, partition) => known.has(`${topic}-${partition}`),
  });
  return {
    clock,
    disk,
    manager,
    deletedLogs,
    addPartitions: async (count, registration = {}) => {
      const changes = Array.from({ length: count }, (_, partition) => ({
        topic: "t",
        topicId: TOPIC_ID,
        partition,
        registration: { ...REGISTRATION, ...registration },
        directoryId: undefined,
      }));
      for (const change of changes) known.add(`t-${change.partition}`);
      await manager.applyChanges(changes, []);
    },
  };
}

export interface TestBatchOptions {
  readonly count?: number;
  readonly valueBytes?: number;
  readonly producerId?: bigint;
  readonly baseSequence?: number;
  readonly timestamp?: number;
}

/** A batch as a producer sends it. */
export function testBatch(options: TestBatchOptions = {}): Uint8Array {
  const hasProducer = options.producerId !== undefined;
  const builder = new RecordBatchBuilder({
    baseOffset: 0,
    partitionLeaderEpoch: -1,
    producer: {
      producerId: options.producerId ?? -1n,
      producerEpoch: hasProducer ? 0 : -1,
      baseSequence: options.baseSequence ?? (hasProducer ? 0 : -1),
      isTransactional: false,
    },
  });
  for (let index = 0; index < (options.count ?? 1); index += 1) {
    builder.append(options.timestamp ?? 1_735_689_600_000, null, new Uint8Array(options.valueBytes ?? 10).fill(index));
  }
  return builder.build();
}

/** Lets promise continuations and immediates run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
