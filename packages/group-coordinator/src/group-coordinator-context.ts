/**
 * What the files of this package share: the state of one shard, the time of the present operation, and what was injected.
 * One exists for each shard.
 */

import type { Random, SnapshotRegistry } from "@ottla/base";
import type { CoordinatorTimers, OperationTime } from "@ottla/coordinator";
import type { GroupConfigSource, GroupCoordinatorConfig } from "./group-coordinator-config.ts";
import type { GroupCoordinatorLog, GroupCoordinatorMetrics } from "./group-coordinator-metrics.ts";
import { Groups } from "./groups.ts";
import type { GroupTimer } from "./group-timer.ts";
import { EMPTY_TOPICS_IMAGE, type TopicsImage } from "./modern/topics-image.ts";
import type { TopicHashCache } from "./modern/metadata-hash.ts";
import { CommittedOffsets } from "./offsets/committed-offsets.ts";

/** What a request is, beside its body. */
export interface GroupRequestContext {
  readonly apiVersion: number;
  /** "" when the client sent none. */
  readonly clientId: string;
  /** The client's address as Java prints an InetAddress: `/127.0.0.1`. */
  readonly clientHost: string;
  /** Whether the client may know of that topic. Default: of all. */
  readonly mayDescribeTopic?: TopicTest;
}

export type TopicTest = (topic: string) => boolean;

export interface GroupCoordinatorContextOptions {
  readonly config: GroupCoordinatorConfig;
  readonly snapshots: SnapshotRegistry;
  readonly timers: CoordinatorTimers<GroupTimer>;
  readonly random: Random;
  readonly metrics?: GroupCoordinatorMetrics;
  readonly log?: GroupCoordinatorLog;
  /** Default: no group has configs of its own. */
  readonly groupConfig?: GroupConfigSource;
  /** The topics as they are now; `onTopicsChanged` follows each change. Default: none. */
  readonly image?: () => TopicsImage;
}

export class GroupCoordinatorContext {
  readonly config: GroupCoordinatorConfig;
  readonly timers: CoordinatorTimers<GroupTimer>;
  readonly random: Random;
  readonly metrics: GroupCoordinatorMetrics;
  readonly log: GroupCoordinatorLog;
  readonly groups: Groups;
  readonly offsets: CommittedOffsets;
  readonly groupConfig: GroupConfigSource;
  readonly #image: () => TopicsImage;
  /** The hashes of topics that groups subscribe to. */
  readonly topicHashes: TopicHashCache = new Map();
  /** The version of the last image that had topics the one before had not; −1 before the first. */
  lastImageWithNewTopics = -1;
  /** When the present operation takes place. */
  time: OperationTime = { nowMs: 0, monotonicMs: 0 };

  constructor(options: GroupCoordinatorContextOptions) {
    this.config = options.config;
    this.timers = options.timers;
    this.random = options.random;
    this.metrics = options.metrics ?? {};
    this.log = options.log ?? SILENT;
    this.groupConfig = options.groupConfig ?? (() => undefined);
    this.#image = options.image ?? (() => EMPTY_TOPICS_IMAGE);
    this.groups = new Groups(options.snapshots);
    this.offsets = new CommittedOffsets(options.snapshots);
  }

  /** The topics as they are now. Immutable: keep it for as long as one operation needs one view. */
  get image(): TopicsImage {
    return this.#image();
  }

  /** Sets a deadline `delayMs` from now, replacing the one of this key. */
  schedule(key: string, delayMs: number, event: GroupTimer): void {
    this.timers.schedule(key, this.time.monotonicMs + delayMs, event);
  }
}

const SILENT: GroupCoordinatorLog = { info() {}, warn() {} };
