/**
 * Records that have failed in threads and are to be given again: how often, and the one object that stands for each, so that an error handler which remembers
 * a record knows it again. A thread that dies of a record takes nothing along: the death is a failure of the record, wherever it comes next.
 */
import { topicPartitionName } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";
import { recordName } from "../errors/failed-record-processor.ts";
import type { Suspect } from "./thread-messages.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** A record that has failed. */
interface Failing {
  record: AnyRecord | undefined;
  readonly place: Suspect;
  failures: number;
  /** Whose it is; undefined behind a death, until it comes again. */
  owner: object | undefined;
  /** What ended the thread that had it. */
  death: Error | undefined;
}

/** Deaths that nobody has come back to: their records may be gone from the log. */
const SUSPECTS_MAX = 1_000;

export class ThreadFailures {
  readonly #failing = new Map<string, Failing>();
  readonly #suspectsMax: number;

  constructor(suspectsMax: number = SUSPECTS_MAX) {
    this.#suspectsMax = suspectsMax;
  }

  get size(): number {
    return this.#failing.size;
  }

  /** Records whose next delivery fails before a handler has them. */
  get suspects(): readonly Suspect[] {
    return [...this.#failing.values()].flatMap(({ place, owner }) => (owner === undefined ? [place] : []));
  }

  /** A record failed in the owner's thread. Failures of an earlier assignment do not count, as in Spring; deaths do. */
  onFailure(
    owner: object,
    record: AnyRecord,
    failures: number,
  ): { readonly record: AnyRecord; readonly failures: number } {
    const name = recordName(record);
    const known = this.#failing.get(name);
    if (known === undefined || failures === 1 || known.owner !== owner || known.record === undefined) {
      const { topic, partition, offset } = record;
      this.#failing.set(name, { record, place: { topic, partition, offset }, failures, owner, death: undefined });
      return { record, failures };
    }
    known.failures++;
    return { record: known.record, failures: known.failures };
  }

  /** The record comes again behind a death; what ended the thread that had it. Undefined when that was not so. */
  onSuspect(
    owner: object,
    record: AnyRecord,
  ): { readonly record: AnyRecord; readonly failures: number; readonly death: Error } | undefined {
    const known = this.#failing.get(recordName(record));
    if (known?.death === undefined) return undefined;
    const { death, failures } = known;
    known.record ??= record;
    known.owner = owner;
    known.death = undefined;
    return { record: known.record, failures, death };
  }

  /** The owner's thread died with the record in hand. */
  onDeath(owner: object, place: Suspect, death: Error): Suspect {
    const name = recordName(place);
    const known = this.#failing.get(name);
    this.#failing.delete(name);
    this.#failing.set(name, {
      record: known?.record,
      place,
      failures: (known?.failures ?? 0) + 1,
      owner: undefined,
      death,
    });
    this.#forgetOf(owner, () => true);
    const { suspects } = this;
    for (const old of suspects.slice(0, Math.max(0, suspects.length - this.#suspectsMax))) this.forget(old);
    return place;
  }

  /** The record is done, or will not be given again. */
  forget(record: Suspect): void {
    this.#failing.delete(recordName(record));
  }

  /** The owner has these partitions now: what failed in others comes again elsewhere, as if for the first time. */
  onAssigned(owner: object, partitions: readonly TopicPartition[]): void {
    const held = new Set(partitions.map(topicPartitionName));
    this.#forgetOf(owner, (place) => !held.has(topicPartitionName(place)));
  }

  /** The owner's thread is over. */
  onEnded(owner: object): void {
    this.#forgetOf(owner, () => true);
  }

  #forgetOf(owner: object, isGone: (place: Suspect) => boolean): void {
    for (const [name, failing] of this.#failing) {
      if (failing.owner === owner && isGone(failing.place)) this.#failing.delete(name);
    }
  }
}
