import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { clientQuotaKey } from "../image/keyed-records-image.ts";
import { ControllerHarness } from "../testing/controller-harness.ts";

type Entity = Readonly<Record<string, string | null>>;
type Ops = Readonly<Record<string, number | null>>;

const RATE = "producer_byte_rate";

function partsOf(entity: Entity): { entityType: string; entityName: string | null }[] {
  return Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }));
}

/** Error code and message by entity. */
function alter(
  harness: ControllerHarness,
  entries: readonly (readonly [Entity, Ops])[],
  validateOnly = false,
): readonly (readonly [number, string | null])[] {
  const request = {
    validateOnly,
    entries: entries.map(([entity, ops]) => ({
      entity: partsOf(entity),
      ops: Object.entries(ops).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
    })),
  };
  const response = harness.run((controller) => controller.handleAlterClientQuotas(request));
  assert.ok("entries" in response);
  return response.entries.map(({ errorCode, errorMessage }) => [errorCode, errorMessage]);
}

function kept(harness: ControllerHarness, entity: Entity, key: string): number | undefined {
  return harness.image.keyedRecords.get("ClientQuotaRecord", clientQuotaKey(partsOf(entity), key))?.value;
}

const OK = [ErrorCode.NONE, null] as const;

test("quotas of an entity are set, changed and removed, whatever the order of its parts", () => {
  const harness = new ControllerHarness();
  const entity = { user: "a", "client-id": null };
  assert.deepEqual(alter(harness, [[entity, { [RATE]: 5, request_percentage: 12.5 }]]), [OK]);
  assert.equal(kept(harness, { "client-id": null, user: "a" }, RATE), 5);
  assert.deepEqual(
    alter(harness, [
      [
        { "client-id": null, user: "a" },
        { [RATE]: null, request_percentage: 7 },
      ],
    ]),
    [OK],
  );
  assert.equal(kept(harness, entity, RATE), undefined);
  assert.equal(kept(harness, entity, "request_percentage"), 7);
  assert.equal([...harness.reloaded().keyedRecords.values()].length, 1);
  assert.equal(kept(harness, { user: "a" }, "request_percentage"), undefined);
});

test("what stays the same, and the removal of what is not there, makes no record", () => {
  const harness = new ControllerHarness();
  alter(harness, [[{ user: "a" }, { [RATE]: 5 }]]);
  const { nextOffset } = harness;
  assert.deepEqual(alter(harness, [[{ user: "a" }, { [RATE]: 5, consumer_byte_rate: null }]]), [OK]);
  assert.deepEqual(alter(harness, [[{ user: "a" }, { [RATE]: 6 }]], true), [OK]);
  assert.equal(harness.nextOffset, nextOffset);
});

test("the changes of one entity are made together or not at all, those of others by themselves", () => {
  const harness = new ControllerHarness();
  const outcome = alter(harness, [
    [{ user: "a" }, { [RATE]: 5, consumer_byte_rate: -1 }],
    [{ user: "b" }, { [RATE]: 5 }],
  ]);
  assert.deepEqual(outcome.toSorted(), [OK, [42, "Quota consumer_byte_rate must be greater than 0"]]);
  assert.equal(kept(harness, { user: "a" }, RATE), undefined);
  assert.equal(kept(harness, { user: "b" }, RATE), 5);
});

test("entities and values that Kafka refuses are refused in its words", () => {
  const harness = new ControllerHarness();
  const combination = "Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId";
  for (const [entity, ops, message] of [
    [{}, { [RATE]: 1 }, "Invalid empty client quota entity"],
    [{ user: "" }, { [RATE]: 1 }, "Empty user not supported"],
    [{ group: "g" }, { [RATE]: 1 }, "Unhandled client quota entity type: group"],
    [{ user: "u", ip: null }, { connection_creation_rate: 1 }, combination],
    [{ ip: "10.0.0.256" }, { connection_creation_rate: 1 }, "10.0.0.256 is not a valid IP or resolvable host."],
    [{ ip: "localhost" }, { connection_creation_rate: 1 }, "localhost is not a valid IP or resolvable host."],
    [{ ip: "1:2:3" }, { connection_creation_rate: 1 }, "1:2:3 is not a valid IP or resolvable host."],
    [{ ip: "10.0.0.1" }, { [RATE]: 1 }, `Invalid configuration key ${RATE}`],
    [{ user: "u" }, { connection_creation_rate: 1 }, "Invalid configuration key connection_creation_rate"],
    [{ user: "u" }, { [RATE]: 0 }, `Quota ${RATE} must be greater than 0`],
    [{ user: "u" }, { [RATE]: 1.5 }, `${RATE} cannot be a fractional value.`],
    [{ user: "u" }, { [RATE]: 2 ** 64 }, `Proposed value for ${RATE} is too large for a LONG.`],
    [
      { ip: null },
      { connection_creation_rate: 2 ** 31 },
      "Proposed value for connection_creation_rate is too large for an INT.",
    ],
  ] as const) {
    assert.deepEqual(alter(harness, [[entity, ops]]), [[ErrorCode.INVALID_REQUEST, message]]);
  }
  assert.equal(harness.image.keyedRecords.size, 0);
  for (const ip of ["::1", "fe80::1%eth0", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8", "255.255.255.255"]) {
    assert.deepEqual(alter(harness, [[{ ip }, { connection_creation_rate: 1 }]], true), [OK], ip);
  }
});

test("an entity that is named twice is refused; what was asked first is done, as by Kafka", () => {
  const harness = new ControllerHarness();
  const outcome = alter(harness, [
    [{ user: "a" }, { [RATE]: 5 }],
    [{ user: "a" }, { [RATE]: 6 }],
  ]);
  const message = "Ignoring duplicate entity ClientQuotaEntity(entries={user=a})";
  assert.deepEqual(outcome, [[ErrorCode.INVALID_REQUEST, message]]);
  assert.equal(kept(harness, { user: "a" }, RATE), 5);
});

test("more records than one batch may have are refused", () => {
  const harness = new ControllerHarness();
  const entries = Array.from({ length: 10_001 }, (_, index) => ({
    entity: partsOf({ user: `u${index}` }),
    ops: [{ key: RATE, value: 1, remove: false }],
  }));
  const response = harness.run((controller) => controller.handleAlterClientQuotas({ entries, validateOnly: false }));
  assert.ok("code" in response);
  assert.equal(response.code, ErrorCode.POLICY_VIOLATION);
  assert.equal(harness.image.keyedRecords.size, 0);
});

test("a quota on changes of partitions is asked for each topic, and refuses one alone", () => {
  const harness = ControllerHarness.withBrokers(1);
  const asked: number[] = [];
  const quota = {
    mayChange(count: number): boolean {
      asked.push(count);
      return count < 3;
    },
  };
  const topicOf = (name: string, numPartitions: number) => ({
    name,
    numPartitions,
    replicationFactor: 1,
    assignments: [],
    configs: [],
  });
  const request = { topics: [topicOf("a", 2), topicOf("b", 3)], timeoutMs: 1, validateOnly: false };
  const { topics } = harness.run((controller) => controller.handleCreateTopics(request, quota));
  assert.deepEqual(
    topics.map(({ errorCode, errorMessage }) => [errorCode, errorMessage]),
    [
      [ErrorCode.NONE, null],
      [ErrorCode.THROTTLING_QUOTA_EXCEEDED, null],
    ],
  );
  const growth = { topics: [{ name: "a", count: 5, assignments: null }], timeoutMs: 1, validateOnly: false };
  const { results } = harness.run((controller) => controller.handleCreatePartitions(growth, quota));
  assert.equal(results[0]?.errorCode, ErrorCode.THROTTLING_QUOTA_EXCEEDED);
  assert.equal(harness.create("c", { numPartitions: 4 })[0], ErrorCode.NONE);
  const deletion = { topicNames: ["a", "c"], topics: [], timeoutMs: 1 };
  const { responses } = harness.run((controller) => controller.handleDeleteTopics(deletion, 5, quota));
  assert.deepEqual(
    responses.map(({ name, errorCode }) => [name, errorCode]),
    [
      ["a", ErrorCode.NONE],
      ["c", ErrorCode.THROTTLING_QUOTA_EXCEEDED],
    ],
  );
  assert.deepEqual(asked, [2, 3, 3, 2, 4]);
});
