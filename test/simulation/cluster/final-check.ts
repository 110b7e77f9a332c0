/** When everything is healed: all replicas are in sync and the same, byte for byte, and hold what was promised. */
import assert from "node:assert/strict";
import { recordsOfImage } from "@ottla/metadata";
import type { UnifiedLog } from "@ottla/storage";
import type { ClusterWorld } from "./cluster-world.ts";
import { DELETED_TOPIC, PARTITIONS, TOPIC } from "./layout.ts";
import { recordsOf } from "./values.ts";

const READ_BYTES = 1 << 20;

export async function checkReplicas(world: ClusterWorld): Promise<void> {
  for (const node of world.nodes) assert.ok(node.isServing, `${node.name} serves again`);
  for (let partition = 0; partition < PARTITIONS; partition++) await checkPartition(world, partition);
  if (world.deleter !== undefined) await checkDeleted(world, world.deleter.asked);
  checkMetadata(world);
}

/** Replicas begin where they have come to, but nowhere that nobody asked for, and what is left is the same on all. */
async function checkDeleted(world: ClusterWorld, asked: number): Promise<void> {
  const logs = world.nodes.flatMap(({ parts }) => parts?.replicaManager?.partition(DELETED_TOPIC, 0)?.log ?? []);
  const start = Math.max(0, ...logs.map(({ logStartOffset }) => logStartOffset));
  assert.ok(
    start <= asked,
    `a replica of ${DELETED_TOPIC} begins at ${start}, and deletions were asked for up to ${asked}`,
  );
  const all = await Promise.all(logs.map((log) => wholeLog(log, start)));
  for (const bytes of all) assert.ok(Buffer.compare(bytes, all[0]!) === 0, `${DELETED_TOPIC} is the same on all`);
}

async function checkPartition(world: ClusterWorld, partition: number): Promise<void> {
  const name = `${TOPIC}-${partition}`;
  let first: { readonly node: string; readonly bytes: Uint8Array } | undefined;
  for (const { name: node, parts } of world.nodes) {
    const replica = parts?.replicaManager?.partition(TOPIC, partition);
    const log = replica?.log;
    if (replica === undefined || log === undefined) continue;
    const { isr, replicas, leaderId } = replica.state;
    assert.ok(
      leaderId > 0 && isr.length === replicas.length,
      `${node}: ${name} is led by ${leaderId}, in sync are ${isr.join()}`,
    );
    assert.equal(log.highWatermark, log.logEndOffset, `${node}: all of ${name} is committed`);
    const bytes = await wholeLog(log);
    first ??= { node, bytes };
    assert.ok(Buffer.compare(first.bytes, bytes) === 0, `${name} is the same on ${first.node} and ${node}`);
  }
  assert.ok(first !== undefined, `${name} is somewhere`);
  world.history.checkLog(name, new Map(recordsOf(first.bytes)));
}

async function wholeLog(log: UnifiedLog, fromOffset = log.logStartOffset): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let offset = fromOffset; offset < log.logEndOffset;) {
    const found = await log.read({
      startOffset: offset,
      maxBytes: READ_BYTES,
      isolation: "log-end",
      minOneMessage: true,
    });
    assert.equal(found.errorCode, 0);
    const bytes = Buffer.concat(found.records);
    found.release();
    const last = [...recordsOf(bytes)].at(-1);
    assert.ok(last !== undefined, "a log is read to its end");
    pieces.push(bytes);
    offset = last[0] + 1;
  }
  return Buffer.concat(pieces);
}

function checkMetadata(world: ClusterWorld): void {
  const images = world.nodes.map(({ parts }) => parts!.controller.image);
  const [first] = images;
  assert.ok(first !== undefined, "there are nodes");
  for (const image of images) {
    for (const broker of image.cluster.brokers.values()) assert.ok(!broker.fenced, `broker ${broker.id} is unfenced`);
    assert.equal(
      image.provenance.lastContainedOffset,
      first.provenance.lastContainedOffset,
      "everybody has all metadata",
    );
    assert.deepEqual([...recordsOfImage(image)], [...recordsOfImage(first)], "everybody has the same metadata");
  }
  world.history.checkTopics((name) => first.topics.getByName(name) !== undefined);
}
