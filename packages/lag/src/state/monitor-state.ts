// What a monitor keeps in Kafka (`[state.NAME]`), wired: it is read when the monitor starts, written while it is the active instance, and what another
// instance writes about incidents and silences is followed.
import { setImmediate } from "node:timers/promises";
import type { Clock } from "@ottla/base";
import type { ClientSetup } from "../config/client-setup.ts";
import type { Section } from "../config/section.ts";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";
import { Repeater } from "../ingest/repeater.ts";
import type { IncidentState } from "../notify/incidents.ts";
import { SilenceError } from "../notify/silences.ts";
import type { Silence, Silences } from "../notify/silences.ts";
import type { ClusterStore } from "../store/cluster-store.ts";
import { ActiveInstance } from "./active-instance.ts";
import { Capture } from "./capture.ts";
import type { StateRecord } from "./capture.ts";
import { RestoredCommits } from "./restored-commits.ts";
import { incidentKey, incidentText, parseEnds, parseIncident, parseKey, parseSilence } from "./state-record.ts";
import { silenceKey, silenceText } from "./state-record.ts";
import { StateTopic } from "./state-topic.ts";

/** Incidents as the state keeps them; a monitor without notifiers has none. */
export interface KeptIncidents {
  keys(): string[];
  state(key: string): IncidentState | undefined;
  restore(key: string, state: IncidentState | undefined): void;
}

export interface MonitorStateOptions {
  readonly section: Section;
  readonly client: ClientSetup;
  readonly clusters: ReadonlyMap<string, ClusterStore>;
  readonly intervals: number;
  readonly silences: Silences;
  readonly incidents: KeptIncidents | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Everything a cluster had when the monitor started has been read: only then is it known what is gone. */
  isReady(cluster: string): boolean;
}

interface Cluster {
  readonly store: ClusterStore;
  readonly capture: Capture;
  readonly restored: RestoredCommits;
}

/** A start waits so long for what was kept; it goes on without, and takes it in when it comes. */
const LOAD_MS = 30_000;
const RETRY_MS = 2_000;
const RECORDS_AT_ONCE = 100;

export class MonitorState {
  readonly #options: MonitorStateOptions;
  readonly #topic: StateTopic;
  readonly #active: ActiveInstance | undefined;
  readonly #clusters: Map<string, Cluster> = new Map();
  /** Incidents as they stand in the topic. */
  readonly #incidents: Map<string, string> = new Map();
  readonly #writer: Repeater;
  /** The newest values about ends, while the topic is read: only the last one of a key counts. */
  #ends: Map<string, Uint8Array> = new Map();
  #isLoaded: boolean = false;
  #isClosed: boolean = false;
  #loading: Promise<void> = Promise.resolve();

  constructor(options: MonitorStateOptions) {
    this.#options = options;
    const { section, client, logger, clock } = options;
    const topic = section.text("topic");
    this.#topic = new StateTopic({
      client,
      topic,
      replicationFactor: section.number("replication-factor"),
      logger,
      onRecord: (key, value) => this.#onRecord(key, value),
    });
    for (const [name, store] of options.clusters) {
      const capture = new Capture(name, store, options.intervals);
      this.#clusters.set(name, { store, capture, restored: new RestoredCommits(store) });
    }
    if (section.boolean("one-active")) {
      const sessionTimeoutMs = section.number("session-timeout") * 1000;
      const onActive = (): void => {
        for (const { capture } of this.#clusters.values()) capture.forget();
      };
      this.#active = new ActiveInstance({
        ...{ client, topic, group: section.text("group"), sessionTimeoutMs, clock, logger, onActive },
      });
    }
    const intervalMs = section.number("interval") * 1000;
    this.#writer = new Repeater({ name: "writing the state", intervalMs, clock, logger, run: () => this.#write() });
  }

  /** Whether this instance notifies, exports and writes. */
  get isActive(): boolean {
    return this.#isLoaded && (this.#active?.isActive ?? true);
  }

  /** The commits that wait for a cluster's confirmation. */
  restored(cluster: string): RestoredCommits | undefined {
    return this.#clusters.get(cluster)?.restored;
  }

  /** Reads what was kept; resolves when that is done, or has taken too long, and goes on in the background then. */
  async start(): Promise<void> {
    this.#loading = this.#load();
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.setTimer(LOAD_MS, resolve);
      void this.#loading.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** Writes incidents that have changed. Called after each look at the groups. */
  async writeIncidents(): Promise<void> {
    const { incidents } = this.#options;
    if (incidents === undefined) return;
    const changed: StateRecord[] = [];
    const keys = incidents.keys();
    for (const key of keys) {
      const state = incidents.state(key);
      const text = state === undefined ? "" : incidentText(state);
      if (text !== "" && this.#incidents.get(key) !== text) changed.push([incidentKey(key), text]);
    }
    const there = new Set(keys);
    for (const key of this.#incidents.keys()) if (!there.has(key)) changed.push([incidentKey(key), null]);
    await this.#topic.write(changed);
    for (const [key, text] of changed) this.#onRecord(key, text === null ? null : Buffer.from(text));
  }

  /**
   * Any instance may be asked for a silence: what it is told it writes, and the others read it.
   * @throws Error when it could not be written
   */
  async writeSilence(silence: Silence | undefined, id: string): Promise<void> {
    await this.#topic.write([[silenceKey(id), silence === undefined ? null : silenceText(silence)]]);
  }

  /** Writes what has changed since, and leaves. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writer.close();
    if (this.#isLoaded) {
      await this.#write().catch((error: unknown) => {
        this.#options.logger.log("error", "the state could not be kept", { reason: reasonOf(error) });
      });
    }
    await this.#active?.close();
    await this.#topic.close();
    await this.#loading;
  }

  async #load(): Promise<void> {
    const { logger, clock } = this.#options;
    while (!this.#isClosed && !this.#isLoaded) {
      try {
        await this.#topic.load();
        this.#restoreEnds();
        this.#isLoaded = true;
      } catch (error) {
        if (this.#isClosed) return;
        logger.log("warn", "the state topic cannot be read yet", { reason: reasonOf(error) });
        await new Promise<void>((resolve) => void clock.setTimer(RETRY_MS, resolve));
      }
    }
    if (this.#isClosed) return;
    this.#topic.follow();
    this.#active?.start();
    void this.#writer.start();
  }

  async #write(): Promise<void> {
    if (!this.isActive) return;
    const { isReady, silences, clock } = this.#options;
    await this.#topic.write(
      silences.expire(clock.nowMs()).flatMap(({ id, isConfigured }): StateRecord[] => {
        return isConfigured ? [] : [[silenceKey(id), null]];
      }),
    );
    for (const [name, { capture }] of this.#clusters) {
      if (isReady(name)) await this.#writeCluster(capture);
    }
  }

  async #writeCluster(capture: Capture): Promise<void> {
    let some: StateRecord[] = [];
    try {
      for (const record of capture.changes(this.#options.clock.nowMs())) {
        some.push(record);
        if (some.length < RECORDS_AT_ONCE) continue;
        await this.#topic.write(some);
        some = [];
        await setImmediate();
      }
      await this.#topic.write(some);
    } catch (error) {
      // What was given out may not be there: all of it is written anew the next time.
      capture.forget();
      throw error;
    }
  }

  #onRecord(text: string, value: Uint8Array | null): void {
    const key = parseKey(text);
    if (key === undefined) return;
    if (key.kind === "incident") this.#onIncident(key.key, value);
    else if (key.kind === "silence") this.#onSilence(key.id, value);
    else this.#onHistory(key, text, value);
  }

  #onHistory(
    key: Extract<ReturnType<typeof parseKey>, { readonly cluster: string }>,
    text: string,
    value: Uint8Array | null,
  ): void {
    const cluster = this.#clusters.get(key.cluster);
    if (cluster === undefined) return;
    if (!this.#isLoaded || !this.isActive) cluster.capture.onRecord(text, value !== null);
    // Once it watches by itself it knows more than what is written.
    if (this.#isLoaded) return;
    if (key.kind === "commits") cluster.restored.keep(key.group, key.topic, text, value);
    else if (value === null) this.#ends.delete(text);
    else this.#ends.set(text, value);
  }

  #restoreEnds(): void {
    for (const [text, value] of this.#ends) {
      const key = parseKey(text);
      const ends = parseEnds(decoded(value));
      if (key?.kind === "ends" && ends !== undefined)
        this.#clusters.get(key.cluster)?.store.restoreEnds(key.topic, ends);
    }
    this.#ends = new Map();
  }

  #onIncident(key: string, value: Uint8Array | null): void {
    const text = value === null ? undefined : decoded(value);
    if (text === undefined) this.#incidents.delete(key);
    else this.#incidents.set(key, text);
    if (this.isActive) return;
    this.#options.incidents?.restore(key, text === undefined ? undefined : parseIncident(text));
  }

  #onSilence(id: string, value: Uint8Array | null): void {
    const { silences, logger } = this.#options;
    if (silences.get(id)?.isConfigured === true) return;
    const request = value === null ? undefined : parseSilence(decoded(value));
    if (request === undefined) {
      silences.remove(id);
      return;
    }
    try {
      silences.add({ ...request, id, isConfigured: false });
    } catch (error) {
      if (!(error instanceof SilenceError)) throw error;
      logger.log("warn", "a silence in the state topic cannot be", { reason: error.message });
    }
  }
}

function decoded(value: Uint8Array): string {
  return Buffer.from(value).toString("utf8");
}
