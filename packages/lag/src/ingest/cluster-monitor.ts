// Watches one cluster: which topics it has, where their partitions end, what groups commit. It begins with the ends, since a commit says nothing
// without them, and it goes on by itself while the cluster is away.
import { setImmediate } from "node:timers/promises";
import type { Clock } from "@ottla/base";
import { Admin } from "@ottla/client";
import type { ClientSetup } from "../config/client-setup.ts";
import type { Section } from "../config/section.ts";
import type { Logger } from "../logger.ts";
import type { ClusterStore } from "../store/cluster-store.ts";
import type { RestoredCommits } from "../state/restored-commits.ts";
import { CommittedOffsetsPoller } from "./committed-offsets-poller.ts";
import { EndOffsetPoller } from "./end-offset-poller.ts";
import { OffsetsTopicReader } from "./offsets-topic-reader.ts";
import { Repeater } from "./repeater.ts";
import { ShareOffsetsPoller } from "./share-offsets-poller.ts";
import { TailProber } from "./tail-prober.ts";

/** How a cluster's commits are had (`[consumer.NAME]`). */
export interface CommitSource {
  readonly name: string;
  readonly section: Section;
  readonly client: ClientSetup;
  acceptsGroup(group: string): boolean;
}

export interface ClusterMonitorOptions {
  readonly name: string;
  readonly section: Section;
  readonly client: ClientSetup;
  readonly sources: readonly CommitSource[];
  readonly store: ClusterStore;
  /** Commits of a former life, where they are kept. */
  readonly restored: RestoredCommits | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

const ENDS_TIMEOUT_MAX_MS = 10_000;
const MISSING_TOPIC_MS = 2_000;

export class ClusterMonitor {
  readonly #options: ClusterMonitorOptions;
  readonly #admin: Admin;
  readonly #ends: EndOffsetPoller;
  readonly #prober: TailProber;
  readonly #repeaters: Repeater[] = [];
  readonly #readers: OffsetsTopicReader[] = [];
  readonly #topics: Repeater;
  #isClosed: boolean = false;
  #wake: (() => void) | undefined;
  #started: Promise<void> = Promise.resolve();
  #waiting: number;

  constructor(options: ClusterMonitorOptions) {
    this.#options = options;
    const { section, store, clock, client } = options;
    const nowMs = (): number => clock.nowMs();
    this.#admin = new Admin(client.options, client.ports);
    this.#ends = new EndOffsetPoller({
      admin: this.#admin,
      store,
      isolation: section.text("isolation"),
      timeoutMs: Math.min(ENDS_TIMEOUT_MAX_MS, section.number("offset-refresh") * 1000),
      nowMs,
    });
    this.#prober = new TailProber({ store, client, nowMs });
    this.#topics = this.#repeater("topics", section.number("topic-refresh"), () => this.#ends.refreshTopics());
    this.#waiting = options.sources.length;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Everything that was committed before the start has been read, of every source. */
  get isReady(): boolean {
    return this.#waiting === 0;
  }

  /** Begins; what goes on goes on in the background. */
  start(): void {
    this.#started = this.#begin();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    const closing = this.#repeaters.map((repeater) => repeater.close());
    for (const reader of this.#readers) closing.push(reader.close());
    await Promise.all(closing);
    await this.#admin.close();
    await this.#started;
    await this.#prober.close();
  }

  async #begin(): Promise<void> {
    const { section, sources } = this.#options;
    await this.#topics.start();
    if (this.#isClosed) return;
    const refresh = section.number("offset-refresh");
    await this.#repeater("ends", refresh, async () => {
      if (await this.#ends.poll()) void this.#topics.hurry();
    }).start();
    if (this.#isClosed) return;
    void this.#repeater("tails", 2 * refresh, () => this.#prober.probe(setImmediate)).start();
    this.#beginReaping();
    this.#beginShareGroups();
    await Promise.all(sources.map((source) => this.#beginSource(source)));
  }

  #repeater(what: string, intervalS: number, run: () => Promise<void>): Repeater {
    const { name, clock, logger } = this.#options;
    const intervalMs = intervalS * 1000;
    const repeater = new Repeater({ name: `cluster ${name}: ${what}`, intervalMs, clock, logger, run });
    this.#repeaters.push(repeater);
    return repeater;
  }

  #beginReaping(): void {
    const { section, store } = this.#options;
    const seconds = section.number("groups-reaper-refresh");
    if (seconds === 0) return;
    void this.#repeater("reaping of groups", seconds, async () => {
      const { groups, errors } = await this.#admin.listGroups();
      if (errors.length > 0) return;
      const there = new Set(groups.map((one) => one.groupId));
      for (const name of store.groups()) if (!there.has(name)) store.onGroupDeleted(name);
    }).start();
  }

  #beginShareGroups(): void {
    const { section, store, restored, clock, sources } = this.#options;
    const seconds = section.number("share-group-refresh");
    if (seconds === 0) return;
    const poller = new ShareOffsetsPoller({
      admin: this.#admin,
      store,
      restored,
      acceptsGroup: (group) => sources.length === 0 || sources.some((source) => source.acceptsGroup(group)),
      nowMs: () => clock.nowMs(),
    });
    void this.#repeater("share groups", seconds, () => poller.poll()).start();
  }

  async #beginSource(source: CommitSource): Promise<void> {
    if (source.section.text("class-name") === "kafka_admin") await this.#beginPolling(source);
    else await this.#beginReading(source);
    this.#waiting--;
    if (!this.#isClosed) this.#options.logger.log("info", `consumer ${source.name}: what was there has been read`);
  }

  async #beginPolling({ section, acceptsGroup, name }: CommitSource): Promise<void> {
    const { store, restored, clock } = this.#options;
    const nowMs = (): number => clock.nowMs();
    const poller = new CommittedOffsetsPoller({ admin: this.#admin, store, restored, acceptsGroup, nowMs });
    await this.#repeater(`consumer ${name}`, section.number("refresh"), () => poller.poll()).start();
  }

  /** The offsets topic is made by the first group that commits: until then there is nothing to read. */
  async #beginReading({ section, client, acceptsGroup }: CommitSource): Promise<void> {
    const { store, restored, logger, clock } = this.#options;
    const topic = section.text("offsets-topic");
    let isFirst = true;
    while (!this.#isClosed && this.#ends.topic(topic) === undefined) {
      if (isFirst) this.#waiting--;
      isFirst = false;
      await this.#pause(MISSING_TOPIC_MS);
      if (!this.#isClosed) await this.#topics.hurry();
    }
    if (this.#isClosed) return;
    if (!isFirst) this.#waiting++;
    const startLatest = section.boolean("start-latest");
    const reader = new OffsetsTopicReader({
      store,
      restored,
      logger,
      client,
      topic,
      partitionCount: this.#ends.topic(topic)?.partitionCount ?? 1,
      startLatest,
      backfillEarliest: section.boolean("backfill-earliest"),
      acceptsGroup,
      topicName: (id) => this.#ends.topicName(id),
      onUnknownTopic: () => void this.#topics.hurry(),
      nowMs: () => clock.nowMs(),
    });
    this.#readers.push(reader);
    await this.#startUntilItWorks(reader);
    restored?.onCaughtUp(acceptsGroup, !startLatest);
  }

  async #startUntilItWorks(reader: OffsetsTopicReader): Promise<void> {
    while (!this.#isClosed) {
      try {
        await reader.start();
        return;
      } catch (error) {
        if (this.#isClosed) return;
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.logger.log("warn", "the offsets topic cannot be read yet", { reason });
        await this.#pause(MISSING_TOPIC_MS);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.setTimer(ms, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
