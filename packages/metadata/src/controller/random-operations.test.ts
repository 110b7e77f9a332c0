import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, type Random, randomBelow, ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { ConfigResourceType } from "../image/configs-image.ts";
import { contentOf, ControllerHarness } from "../testing/controller-harness.ts";
import { AlterConfigOp } from "./alter-configs.ts";

const BROKERS = 4;
const STEPS = 250;

function name(random: Random): string {
  return `topic${[".", "_", "-"][randomBelow(random, 3)]}${randomBelow(random, 12)}`;
}

/** One random request; the harness compares with the shadow after each. */
function step(harness: ControllerHarness, random: Random): void {
  switch (randomBelow(random, 13)) {
    case 0:
    case 1:
      harness.create(name(random), {
        numPartitions: randomBelow(random, 6) - 1,
        replicationFactor: randomBelow(random, 5) - 1,
        configs: random.float() < 0.3 ? [{ name: "retention.ms", value: String(randomBelow(random, 9) - 3) }] : [],
      });
      return;
    case 2: {
      const topics = [{ name: name(random), topicId: ZERO_UUID }];
      harness.run((controller) => controller.handleDeleteTopics({ topicNames: [], topics, timeoutMs: 1 }, 6));
      return;
    }
    case 3: {
      const topics = [{ name: name(random), count: randomBelow(random, 10), assignments: null }];
      harness.run((controller) => controller.handleCreatePartitions({ topics, timeoutMs: 1, validateOnly: false }));
      return;
    }
    case 4: {
      const resource = { type: ConfigResourceType.TOPIC, name: name(random) };
      const operation = randomBelow(random, 4);
      const value = operation === AlterConfigOp.DELETE ? null : ["compact", "delete", "5"][randomBelow(random, 3)]!;
      const changes = [{ name: ["cleanup.policy", "segment.ms"][randomBelow(random, 2)]!, operation, value }];
      harness.run((controller) =>
        controller.handleIncrementalAlterConfigs([{ resource, changes }], { validateOnly: false }),
      );
      return;
    }
    case 5: {
      const incarnation = `incarnation${String(randomBelow(random, 1e9)).padStart(10, "0")}A`;
      harness.addBroker(1 + randomBelow(random, BROKERS), { incarnation, isFenced: random.float() < 0.5 });
      return;
    }
    case 6: {
      const broker = harness.broker(1 + randomBelow(random, BROKERS));
      if (broker.fenced) harness.run((controller) => controller.handleUnfenceBroker(broker));
      else harness.run((controller) => controller.handleFenceBroker(broker));
      return;
    }
    case 7: {
      const replicas = [1, 2, 3, 4].toSorted(() => random.float() - 0.5).slice(0, 1 + randomBelow(random, BROKERS));
      const partitions = [{ partitionIndex: randomBelow(random, 3), replicas: random.float() < 0.2 ? null : replicas }];
      const topics = [{ name: name(random), partitions }];
      const allowReplicationFactorChange = random.float() < 0.7;
      harness.run((controller) =>
        controller.handleAlterPartitionReassignments({ timeoutMs: 1, allowReplicationFactorChange, topics }),
      );
      return;
    }
    case 8:
      growIsr(harness, name(random));
      return;
    case 9: {
      const electionType = randomBelow(random, 2);
      harness.run((controller) => controller.handleElectLeaders({ electionType, topicPartitions: null, timeoutMs: 1 }));
      return;
    }
    case 10:
    case 11:
      (random.float() < 0.5 ? alterCredential : alterQuota)(harness, random);
      return;
    default: {
      const broker = { brokerId: 1, brokerEpoch: 1 };
      harness.run((controller) => controller.handleAllocateProducerIds(broker));
    }
  }
}

function alterCredential(harness: ControllerHarness, random: Random): void {
  const [user, mechanism] = [`user${randomBelow(random, 4)}`, 1 + randomBelow(random, 2)];
  const bytes = { salt: Buffer.from("salt"), saltedPassword: Buffer.from("password") };
  const upsertion = { name: user, mechanism, iterations: 4095 + randomBelow(random, 5), ...bytes };
  const isDeletion = random.float() < 0.4;
  const request = {
    deletions: isDeletion ? [{ name: user, mechanism }] : [],
    upsertions: isDeletion ? [] : [upsertion],
  };
  harness.run((controller) => controller.handleAlterUserScramCredentials(request));
}

function alterQuota(harness: ControllerHarness, random: Random): void {
  const entity = [{ entityType: "user", entityName: random.float() < 0.3 ? null : `user${randomBelow(random, 3)}` }];
  const op = { key: "producer_byte_rate", value: randomBelow(random, 3), remove: random.float() < 0.4 };
  const request = { entries: [{ entity, ops: [op] }], validateOnly: random.float() < 0.1 };
  harness.run((controller) => controller.handleAlterClientQuotas(request));
}

/** Every active replica of a topic is in sync now, says its leader. */
function growIsr(harness: ControllerHarness, topicName: string): void {
  const topic = harness.image.topics.getByName(topicName);
  for (const [partitionIndex, { leader, leaderEpoch, partitionEpoch, replicas }] of (
    topic?.partitions ?? []
  ).entries()) {
    if (leader < 0) continue;
    const members = replicas.filter((id) => harness.image.cluster.brokers.get(id)?.fenced === false);
    const newIsrWithEpochs = members.map((brokerId) => ({ brokerId, brokerEpoch: -1 }));
    const partition = {
      partitionIndex,
      leaderEpoch,
      partitionEpoch,
      newIsr: [],
      newIsrWithEpochs,
      leaderRecoveryState: 0,
    };
    const brokerEpoch = harness.broker(leader).epoch;
    const request = { brokerId: leader, brokerEpoch, topics: [{ topicId: topic!.id, partitions: [partition] }] };
    harness.run((controller) => controller.handleAlterPartition(request));
  }
}

function checkInvariants(harness: ControllerHarness): void {
  for (const topic of harness.image.topics.values()) {
    assert.equal(harness.image.topics.getById(topic.id), topic);
    for (const partition of topic.partitions) {
      assert.ok(partition.isr.length > 0, "the last in-sync replica stays");
      assert.ok(partition.isr.every((replica) => partition.replicas.includes(replica)));
      assert.ok(partition.leader === -1 || partition.isr.includes(partition.leader));
      assert.equal(partition.directories.length, partition.replicas.length);
      assert.equal(new Set(partition.replicas).size, partition.replicas.length);
      const { addingReplicas, removingReplicas } = partition;
      assert.ok([...addingReplicas, ...removingReplicas].every((replica) => partition.replicas.includes(replica)));
      const leader = harness.image.cluster.brokers.get(partition.leader);
      assert.ok(partition.leader === -1 || leader?.fenced === false, "a leader is not fenced");
    }
  }
  for (const { type, name: topic } of harness.image.configs.resources()) {
    if (type === ConfigResourceType.TOPIC) assert.ok(harness.image.topics.getByName(topic) !== undefined);
  }
}

for (const seed of [1, 2, 3, 4, 5]) {
  test(`random requests keep the shadow, the snapshot and the invariants (seed ${seed})`, () => {
    const random = new Prng(seed);
    const harness = ControllerHarness.withBrokers(BROKERS);
    for (let index = 0; index < STEPS; index++) {
      step(harness, random);
      checkInvariants(harness);
    }
    assert.deepEqual(contentOf(harness.reloaded()), contentOf(harness.image));
    assert.notEqual(harness.create("last")[0], ErrorCode.TOPIC_ALREADY_EXISTS);
  });
}
