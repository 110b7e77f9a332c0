// What a directory is filled with, and how a server that finds it filled goes on: one object remembers what was promised by the server before
// (sequences, open transactions, members) and holds the next one to it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  CreatePartitions,
  DeleteRecords,
  DeleteTopics,
  IncrementalAlterConfigs,
  InitProducerId,
  OffsetCommit,
  Produce,
} from "../../differential/apis.ts";
import { AclOperation, PatternType, ResourceType } from "@ottla/protocol";
import { type Access, giveAccess, takeAccess } from "../../differential/acls.ts";
import { batch, type BatchFields, CODEC, type TestRecord } from "../../differential/batch.ts";
import { ConsumerMember } from "../../differential/consumer-groups.ts";
import { Member, stableMember } from "../../differential/groups.ts";
import type { Session } from "../../differential/session.ts";
import { appendBytes, createTopic, type TestTopic, untilGone, untilServing } from "../../differential/topics.ts";
import { Txn, txnTopic } from "../../differential/transactions.ts";
import { until } from "../../support/until.ts";

const COMPACTED = {
  "cleanup.policy": "compact",
  "internal.segment.bytes": "600",
  "min.cleanable.dirty.ratio": "1",
  "file.delete.delay.ms": "100",
};
const MANY_MS = 600_000;
const RESOURCE = { topic: 2, broker: 4, group: 32 } as const;

interface Idempotent {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  nextSequence: number;
  /** The last batch once more, and where it lies. */
  last: { readonly bytes: Buffer; readonly offset: number } | undefined;
}

interface Classic {
  readonly memberId: string;
  readonly generationId: number;
}

interface Consumer {
  readonly memberId: string;
  epoch: number;
  owned: ConsumerMember["owned"];
}

export class Contents {
  readonly #path: string;
  readonly #topics = new Map<string, TestTopic>();
  /** Of all records, so that nothing of them is old. */
  readonly #timeMs = Date.now() - 60_000;
  #round = 0;
  #idempotent!: Idempotent;
  #classic!: Classic;
  #consumer!: Consumer;
  #open!: { producerId: bigint; producerEpoch: number };

  /** @param path the log directory, in which the cleaners' checkpoint is looked at */
  constructor(path: string) {
    this.#path = path;
  }

  #topic(suffix: string): TestTopic {
    const topic = this.#topics.get(suffix);
    assert.ok(topic, `the topic ${suffix} was made`);
    return topic;
  }

  async make(session: Session): Promise<void> {
    const make = async (suffix: string, partitions: number, configs: Record<string, string> = {}): Promise<void> => {
      this.#topics.set(suffix, await createTopic(session, { suffix, partitions, configs }));
    };
    await make("codecs", 5);
    await make("rolled", 1, { "internal.segment.bytes": "1500", "index.interval.bytes": "0", "retention.ms": "-1" });
    await make("compacted", 1, COMPACTED);
    await make("switched", 1, COMPACTED);
    await make("begun-late", 1, { "internal.segment.bytes": "1500" });
    await make("append-time", 1, { "message.timestamp.type": "LogAppendTime" });
    await make("idempotent", 1);
    await make("grouped", 2);
    await make("gone", 1);
    this.#topics.set("transactions", await txnTopic(session, { suffix: "transactions", partitions: 2 }));
    const producer = await session.quiet(InitProducerId, 2, { transactionalId: null });
    this.#idempotent = { ...producer, nextSequence: 0, last: undefined };
    await this.#makeGroups(session);
    await this.#openTransaction(session, await Txn.start(session, "open", 900_000));
    await this.#append(session);
    await this.#clean(session, "switched");
    await this.#alter(session, RESOURCE.topic, "exchange-switched", {
      "cleanup.policy": "delete",
      "retention.ms": "-1",
    });
    await this.#deleteSome(session);
  }

  /** Another server has the directory now. */
  async goOn(session: Session): Promise<void> {
    this.#round++;
    await this.#retry(session);
    await this.#append(session);
    await this.#goOnWithTransaction(session);
    await this.#goOnWithGroups(session);
    await session.quiet(CreatePartitions, 3, {
      topics: [{ name: "exchange-grouped", count: 2 + this.#round, assignments: null }],
      timeoutMs: 10_000,
    });
    await untilServing(session, "exchange-grouped", 2 + this.#round);
  }

  /** To every topic, and what comes with it. */
  async #append(session: Session): Promise<void> {
    const round = this.#round;
    for (const [name, codec] of Object.entries(CODEC)) {
      const fields = { attributes: codec };
      await this.#send(session, "codecs", this.#richRecords(name), fields, (codec + round) % 5);
    }
    for (let i = 0; i < 12; i++) await this.#send(session, "rolled", this.#records(`rolled ${i}`, 4));
    for (let i = 0; i < 6; i++) await this.#send(session, "begun-late", this.#records(`late ${i}`, 6));
    await this.#send(session, "append-time", this.#records("now", 2), { attributes: CODEC.zstd });
    await this.#sendIdempotent(session);
    for (const topic of ["compacted", "switched"]) {
      for (let i = 0; i < 12; i++) await this.#send(session, topic, this.#keyed(i));
    }
    await this.#clean(session, "compacted");
    await this.#commit(session, { groupId: "simple" }, round);
    await this.#configure(session);
  }

  /** One more entry for the round, and the one of the round before is taken back. */
  async #giveAccess(session: Session): Promise<void> {
    const accessOf = (round: number): Access => ({
      operation: AclOperation.READ,
      resourceType: ResourceType.TOPIC,
      name: `exchange-${round}`,
      patternType: round % 2 === 0 ? PatternType.PREFIXED : PatternType.LITERAL,
      isDenied: round % 3 === 0,
    });
    await giveAccess(session, accessOf(this.#round), { ...accessOf(this.#round), operation: AclOperation.WRITE });
    if (this.#round > 0) await takeAccess(session, accessOf(this.#round - 1));
  }

  async #configure(session: Session): Promise<void> {
    const round = this.#round;
    await this.#giveAccess(session);
    await this.#alter(session, RESOURCE.topic, "exchange-codecs", {
      "max.message.bytes": String(1_000_000 + round),
      "follower.replication.throttled.replicas": "*",
    });
    await this.#alter(session, RESOURCE.broker, "1", { "log.cleaner.backoff.ms": String(101 + round) });
    await this.#alter(session, RESOURCE.broker, "", { "log.index.interval.bytes": String(4000 + round) });
    await this.#alter(session, RESOURCE.group, "consumer", { "consumer.session.timeout.ms": String(500_000 + round) });
  }

  #records(text: string, count: number): TestRecord[] {
    return Array.from({ length: count }, (_, i) => ({
      key: `k${i}`,
      value: `${text} ${i} in round ${this.#round}`.padEnd(40, "."),
      timestampDelta: i,
    }));
  }

  /** Whatever a record may have and lack. */
  #richRecords(text: string): TestRecord[] {
    return [
      { key: null, value: `${text} ${"long ".repeat(60)}`, headers: [["a", "1"]] },
      {
        key: "",
        value: "",
        headers: [
          ["", ""],
          ["none", null],
          ["a", "2"],
          ["a", "3"],
        ],
        timestampDelta: 5,
      },
      { key: "ключ", value: null, timestampDelta: 3 },
      { key: "last", value: `round ${this.#round}`, timestampDelta: 90 },
    ];
  }

  /** Updates, and a delete marker now and then; the last of each segment's records are overtaken. */
  #keyed(i: number): TestRecord[] {
    const round = this.#round;
    return [
      { key: `own-${round}-${i}`, value: "stays".padEnd(30, ".") },
      { key: `shared-${i % 3}`, value: i % 4 === 3 ? null : `${i} in ${round}`, timestampDelta: 1 },
      { key: `last-${i % 2}`, value: `${i} in ${round}`.padEnd(30, "."), timestampDelta: 2 },
    ];
  }

  async #send(
    session: Session,
    suffix: string,
    records: readonly TestRecord[],
    fields: BatchFields = {},
    partition = 0,
  ): Promise<number> {
    const bytes = batch(records, { baseTimestamp: this.#timeMs + this.#round * 1000, ...fields });
    return await appendBytes(session, this.#topic(suffix).name, bytes, partition);
  }

  async #sendIdempotent(session: Session): Promise<void> {
    const { producerId, producerEpoch, nextSequence } = this.#idempotent;
    const records = this.#records("once", 3);
    const fields = { producerId, producerEpoch, baseSequence: nextSequence, baseTimestamp: this.#timeMs };
    const bytes = batch(records, fields);
    const offset = await appendBytes(session, this.#topic("idempotent").name, bytes);
    this.#idempotent.last = { bytes, offset };
    this.#idempotent.nextSequence += records.length;
  }

  /** The last batch of the server before is known here: its retry is answered with the first one's offset. */
  async #retry(session: Session): Promise<void> {
    const { last } = this.#idempotent;
    assert.ok(last);
    assert.equal(await appendBytes(session, this.#topic("idempotent").name, last.bytes), last.offset);
  }

  /** Compacts what lies in front of the active segment, and not again until the next round. */
  async #clean(session: Session, suffix: string): Promise<void> {
    const { name } = this.#topic(suffix);
    const bases = (): number[] =>
      readdirSync(join(this.#path, `${name}-0`)).flatMap((file) => (file.endsWith(".log") ? [parseInt(file, 10)] : []));
    const active = Math.max(...bases());
    await this.#alter(session, RESOURCE.topic, name, { "min.cleanable.dirty.ratio": "0" });
    await until(`${name} is cleaned up to ${active}`, () => this.#cleanerCheckpoint(name) === active, 60_000);
    await this.#alter(session, RESOURCE.topic, name, { "min.cleanable.dirty.ratio": "1" });
  }

  #cleanerCheckpoint(topic: string): number {
    let text = "";
    try {
      text = readFileSync(join(this.#path, "cleaner-offset-checkpoint"), "utf8");
    } catch {
      // Nothing was cleaned yet.
    }
    return Number(new RegExp(`^${topic} 0 (\\d+)$`, "m").exec(text)?.[1] ?? -1);
  }

  async #alter(
    session: Session,
    resourceType: number,
    resourceName: string,
    values: Record<string, string>,
  ): Promise<void> {
    const configs = Object.entries(values).map(([name, value]) => ({ name, configOperation: 0, value }));
    const { responses } = await session.quiet(IncrementalAlterConfigs, 1, {
      resources: [{ resourceType, resourceName, configs }],
    });
    assert.equal(responses[0]?.errorCode, 0, responses[0]?.errorMessage ?? "");
  }

  async #deleteSome(session: Session): Promise<void> {
    const { name } = this.#topic("begun-late");
    const deleted = await session.quiet(DeleteRecords, 2, {
      topics: [{ name, partitions: [{ partitionIndex: 0, offset: 15 }] }],
      timeoutMs: 10_000,
    });
    assert.equal(deleted.topics[0]?.partitions[0]?.errorCode, 0);
    await session.quiet(DeleteTopics, 5, { topicNames: [this.#topic("gone").name], timeoutMs: 10_000 });
    await untilGone(session, this.#topic("gone").name);
  }

  async #makeGroups(session: Session): Promise<void> {
    const topics = [this.#topic("grouped").name];
    const { memberId, generationId } = await stableMember(session, 9, {
      group: "classic",
      instanceId: "one",
      topics,
      sessionTimeoutMs: MANY_MS,
    });
    this.#classic = { memberId, generationId };
    const consumer = new ConsumerMember(session, { memberId: "AAAAAAAAAAAAAAAAAAAAAQ", group: "consumer", topics });
    await consumer.join();
    await session.until("an assignment", async () => {
      await consumer.heartbeat();
      return consumer.owned.length > 0;
    });
    this.#consumer = { memberId: consumer.options.memberId, epoch: consumer.epoch, owned: consumer.owned };
    await this.#commitAsMembers(session);
  }

  /** Nobody was told to join again, or fenced. */
  async #goOnWithGroups(session: Session): Promise<void> {
    const member = new Member(session, 9, { group: "classic", instanceId: "one" });
    Object.assign(member, this.#classic);
    assert.equal(await member.heartbeat(), 0);
    const { memberId, epoch, owned } = this.#consumer;
    const consumer = new ConsumerMember(session, { memberId, group: "consumer" });
    Object.assign(consumer, { epoch, owned });
    const { errorCode, errorMessage } = await consumer.heartbeat();
    assert.equal(errorCode, 0, errorMessage ?? "");
    // A round before made new partitions, which it may have been given meanwhile.
    this.#consumer = { memberId, epoch: consumer.epoch, owned: consumer.owned };
    await this.#commitAsMembers(session);
  }

  async #commitAsMembers(session: Session): Promise<void> {
    const { memberId, generationId } = this.#classic;
    await this.#commit(
      session,
      { groupId: "classic", memberId, generationIdOrMemberEpoch: generationId, groupInstanceId: "one" },
      10,
    );
    const { memberId: consumerId, epoch } = this.#consumer;
    await this.#commit(session, { groupId: "consumer", memberId: consumerId, generationIdOrMemberEpoch: epoch }, 20);
  }

  async #commit(
    session: Session,
    who: {
      readonly groupId: string;
      readonly memberId?: string;
      readonly generationIdOrMemberEpoch?: number;
      readonly groupInstanceId?: string;
    },
    offset: number,
  ): Promise<void> {
    const partitions = [0, 1].map((partitionIndex) => ({
      ...{ partitionIndex, committedOffset: offset + partitionIndex + this.#round * 100, committedLeaderEpoch: 0 },
      committedMetadata: `round ${this.#round}`,
    }));
    const { topics } = await session.quiet(OffsetCommit, 9, {
      memberId: "",
      generationIdOrMemberEpoch: -1,
      ...who,
      topics: [{ name: this.#topic("grouped").name, partitions }],
    });
    assert.deepEqual(
      topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode)),
      [0, 0],
    );
  }

  /** One transaction that is committed, one that is aborted, and one that stays open, which the next server must end. */
  async #openTransaction(session: Session, txn: Txn): Promise<void> {
    for (const committed of [true, false]) {
      await this.#inTransaction(session, txn, { partition: 0, sequence: 0 });
      await txn.finish(5, committed);
    }
    for (const partition of [0, 1]) await this.#inTransaction(session, txn, { partition, sequence: 0 });
    const { topics } = await txn.commitOffsets(5, this.#topic("grouped"), 500 + this.#round, {
      groupId: "transactional",
    });
    assert.equal(topics[0]?.partitions[0]?.errorCode, 0);
    this.#open = { producerId: txn.producerId, producerEpoch: txn.producerEpoch };
  }

  async #goOnWithTransaction(session: Session): Promise<void> {
    const txn = new Txn(session, "open");
    Object.assign(txn, this.#open);
    await this.#inTransaction(session, txn, { partition: 1, sequence: 2 });
    await txn.finish(5, this.#round % 2 === 1);
    await this.#openTransaction(session, txn);
  }

  async #inTransaction(
    session: Session,
    txn: Txn,
    at: { readonly partition: number; readonly sequence: number },
  ): Promise<void> {
    const topic = this.#topic("transactions");
    const bytes = txn.batch({ count: 2, sequence: at.sequence, fields: { baseTimestamp: this.#timeMs } });
    const { responses } = await session.quiet(Produce, 12, {
      transactionalId: txn.transactionalId,
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name: topic.name, partitionData: [{ index: at.partition, records: bytes }] }],
    });
    const answer = responses[0]?.partitionResponses[0];
    assert.equal(answer?.errorCode, 0, answer?.errorMessage ?? "");
  }
}
