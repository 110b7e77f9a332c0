import assert from "node:assert/strict";
import { test } from "node:test";
import { keyedChange, type KeyedChange } from "@ottla/metadata";
import { ClientQuotas } from "./client-quotas.ts";
import { ConnectionRates } from "./connection-rates.ts";
import { QuotaLimits } from "./quota-limits.ts";
import { SharedMeters } from "./shared-meters.ts";
import { TokenBucket } from "./token-bucket.ts";

const WINDOW = { count: 11, sizeMs: 1000 };
const ALICE = { user: "alice", clientId: "app" };

function change(entity: Record<string, string | null>, key: string, value: number | null): KeyedChange {
  const parts = Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }));
  const record = { entity: parts, key, value: value ?? 0, remove: value === null };
  const found = keyedChange({ name: "ClientQuotaRecord", version: 0, value: record });
  assert.ok(found !== undefined);
  return found;
}

test("the most specific of eight levels counts, and who shares it shares what is measured", () => {
  const user = "alice";
  const clientId = "app";
  // From the least specific one on: each new one wins over those before.
  const levels = [
    [{ clientId: null }, { clientId }],
    [{ clientId }, { clientId }],
    [{ user: null }, { user }],
    [
      { user: null, clientId: null },
      { user, clientId },
    ],
    [
      { user: null, clientId },
      { user, clientId },
    ],
    [{ user }, { user }],
    [
      { user, clientId: null },
      { user, clientId },
    ],
    [
      { user, clientId },
      { user, clientId },
    ],
  ] as const;
  const limits = new QuotaLimits();
  const shared = new Map<string, string>();
  for (const [index, [entity, sharing]] of levels.entries()) {
    limits.set(entity, index + 1);
    const found = limits.find(user, clientId);
    assert.equal(found?.limit, index + 1, JSON.stringify(entity));
    const sharedBy = shared.get(JSON.stringify(sharing)) ?? found.sharedBy;
    shared.set(JSON.stringify(sharing), sharedBy);
    assert.equal(found.sharedBy, sharedBy);
  }
  assert.equal(new Set(shared.values()).size, 3);
  for (const [entity] of levels.toReversed()) limits.delete(entity);
  assert.ok(limits.isEmpty);
  assert.equal(limits.find(user, clientId), undefined);
});

test("a client without an id is limited as a user only, and no name is a default", () => {
  const limits = new QuotaLimits();
  limits.set({ clientId: null }, 1);
  limits.set({ user: "alice", clientId: null }, 2);
  assert.equal(limits.find("alice", ""), undefined);
  assert.equal(limits.find("*", "app")?.limit, 1);
  limits.set({ user: "*" }, 3);
  assert.equal(limits.find("alice", ""), undefined);
  limits.set({ user: null }, 4);
  assert.equal(limits.find("alice", "")?.limit, 4);
});

test("a bucket is full at first, may be owed, and fills at the rate of its quota", () => {
  const bucket = new TokenBucket(WINDOW);
  assert.equal(bucket.tokens(2, 5), 22);
  bucket.take(30, 2, 5);
  assert.equal(bucket.tokens(2, 5), -8);
  assert.equal(bucket.throttleMs(2, 5), 4000);
  assert.equal(bucket.throttleMs(2, 1005), 3000);
  assert.equal(bucket.tokens(2, 100_000), 22);
  bucket.take(-100, 2, 100_000);
  assert.equal(bucket.tokens(2, 100_000), 22);
});

test("a strict request changes nothing while something is owed, one of an old version is held back after it", () => {
  const quotas = new ClientQuotas({ window: WINDOW, controllerWindow: WINDOW });
  let nowMs = 0;
  const quotaFor = (isStrict: boolean): ReturnType<typeof quotas.mutation.forRequest> =>
    quotas.mutation.forRequest(ALICE, { isStrict, nowMs: () => nowMs });
  assert.equal(quotaFor(true), undefined);
  quotas.onChanges([change({ user: "alice" }, "controller_mutation_rate", 1)]);
  const first = quotaFor(true);
  assert.equal(first?.mayChange(20), true);
  assert.equal(first.throttleMs(nowMs), 0);
  assert.equal(first.mayChange(1), false);
  assert.equal(first.throttleMs(nowMs), 9000);
  nowMs = 500;
  assert.equal(first.throttleMs(nowMs), 8500);
  const old = quotaFor(false);
  assert.equal(old?.mayChange(2), true);
  assert.equal(old.throttleMs(nowMs), 10_500);
  nowMs = 11_000;
  assert.equal(quotaFor(true)?.mayChange(1), true);
});

test("quotas come and go with the metadata; what is measured stays when a limit changes", () => {
  const quotas = new ClientQuotas({ window: WINDOW, controllerWindow: WINDOW });
  assert.equal(quotas.isActive, false);
  assert.equal(quotas.produce.record(ALICE, 1e9, 0), 0);
  quotas.onChanges([change({ user: "alice" }, "producer_byte_rate", 1000)]);
  assert.equal(quotas.isActive, true);
  assert.equal(quotas.produce.record(ALICE, 10_000, 0), 0);
  assert.equal(quotas.produce.record({ user: "bob", clientId: "app" }, 1e9, 0), 0);
  assert.equal(quotas.fetch.record(ALICE, 1e9, 0), 0);
  // Another client of the same user shares it.
  assert.equal(quotas.produce.record({ user: "alice", clientId: "other" }, 1000, 0), 1000);
  quotas.onChanges([change({ user: "alice" }, "producer_byte_rate", 2000)]);
  assert.equal(quotas.produce.record(ALICE, 9000, 0), 0);
  assert.equal(quotas.produce.record(ALICE, 1000, 0), 500);
  assert.equal(quotas.produce.amountMax(ALICE), 20_000);
  assert.equal(quotas.fetch.amountMax(ALICE), Infinity);
  quotas.onChanges([change({ user: "alice" }, "producer_byte_rate", null)]);
  assert.equal(quotas.isActive, false);
  assert.equal(quotas.produce.record(ALICE, 1e9, 0), 0);
  quotas.onChanges([change({ ip: null }, "connection_creation_rate", 5)]);
  assert.equal(quotas.isActive, false);
  assert.equal(quotas.connections.isEmpty, false);
  quotas.onChanges([change({ ip: null }, "connection_creation_rate", null)]);
  assert.equal(quotas.connections.isEmpty, true);
});

test("an address opens as many connections as its rate allows; who is turned away does not count", () => {
  const rates = new ConnectionRates(WINDOW);
  assert.equal(rates.onConnection("10.0.0.1", 0), 0);
  rates.setLimit("10.0.0.1", 1);
  for (let count = 0; count < 10; count++) assert.equal(rates.onConnection("10.0.0.1", 0), 0);
  // 11 in 10 s: a second too early, and never more than one window.
  assert.equal(rates.onConnection("10.0.0.1", 0), 1000);
  assert.equal(rates.onConnection("10.0.0.1", 500), 500);
  assert.equal(rates.onConnection("10.0.0.2", 0), 0);
  rates.setLimit(null, 0.1);
  assert.equal(rates.onConnection("10.0.0.2", 0), 0);
  assert.equal(rates.onConnection("10.0.0.2", 0), 1000);
  assert.equal(rates.onConnection("10.0.0.3", 0), 0);
  rates.setLimit("10.0.0.1", undefined);
  rates.setLimit(null, undefined);
  assert.ok(rates.isEmpty);
});

test("an address is the same however it is written", () => {
  for (const [written, seen] of [
    ["127.0.0.1", "::ffff:127.0.0.1"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["FE80::00A1:2", "fe80:0:0:0:0:0:a1:2"],
    ["::1", "0:0:0:0:0:0:0:1"],
  ] as const) {
    const rates = new ConnectionRates(WINDOW);
    rates.setLimit(written, 0.1);
    assert.equal(rates.onConnection(seen, 0), 0);
    assert.equal(rates.onConnection(seen, 0), 1000, seen);
    assert.equal(rates.onConnection("10.9.9.9", 0), 0);
    rates.setLimit(seen, undefined);
    assert.ok(rates.isEmpty);
  }
});

test("clients that were silent for an hour are forgotten, and the oldest where there are too many", () => {
  const meters = new SharedMeters(() => ({}));
  const first = meters.of("a", 0);
  meters.of("b", 10);
  assert.equal(meters.of("a", 3_000_000), first);
  meters.of("c", 3_600_009);
  assert.equal(meters.size, 3);
  // Looked at once a minute.
  meters.of("c", 3_670_000);
  assert.equal(meters.size, 2);
  for (let index = 0; index < 20_000; index++) meters.of(`made up ${index}`, 3_670_001 + index / 1000);
  assert.ok(meters.size <= 10_000);
  assert.equal(meters.of("made up 19999", 3_700_000), meters.of("made up 19999", 3_700_000));
  assert.notEqual(meters.of("a", 3_700_000), first);
});
