// A node that leads no more and whose disk is slow: until the next epoch is written down the controller is not told that it has
// to stop, and has to see for itself.
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test, type TestContext } from "node:test";
import { utf8String } from "@ottla/base";
import { AlterConfigOp, ConfigResourceType } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import type { RaftRequest, RaftResponse } from "@ottla/raft";
import type { RaftTransport } from "../quorum/metadata-quorum.ts";
import type { ClusterController } from "./cluster-controller.ts";
import { ControllerUnavailableError } from "./controller-error.ts";
import { MemoryMetadataLog } from "./testing/memory-metadata-log.ts";
import { TestNode } from "./testing/test-node.ts";

const QUIET_TURNS = 50;

/** Two other voters that vote for whoever asks and say nothing else. */
const TRANSPORT: RaftTransport = {
  send: async (_nodeId: number, request: RaftRequest): Promise<RaftResponse | undefined> => {
    if (request.api !== "vote") throw new Error("unreachable");
    return { api: "vote", errorCode: ErrorCode.NONE, epoch: request.epoch, leaderId: -1, isVoteGranted: true };
  },
  close: () => {},
};

interface SlowNode {
  readonly node: TestNode;
  readonly log: MemoryMetadataLog;
  readonly controller: ClusterController;
  /** From now on an election state that has this in it is not written until `release`. */
  hold(part: string): void;
  release(): void;
}

async function start(context: TestContext): Promise<SlowNode> {
  const node = new TestNode({ "node.id": "1" });
  const log = new MemoryMetadataLog();
  let held: string | undefined;
  let gate = Promise.withResolvers<void>();
  const replaceFile = node.disk.replaceFile.bind(node.disk);
  context.mock.method(node.disk, "replaceFile", async (...args: Parameters<typeof replaceFile>) => {
    if (held !== undefined && utf8String(args[1]).includes(held)) await gate.promise;
    await replaceFile(...args);
  });
  const controller = await node.start(log, { voterIds: [1, 2, 3], transport: TRANSPORT });
  const hold = (part: string): void => {
    held = part;
  };
  const release = (): void => {
    held = undefined;
    gate.resolve();
    gate = Promise.withResolvers();
  };
  context.after(async () => {
    release();
    await controller.stop();
  });
  return { node, log, controller, hold, release };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < QUIET_TURNS; turn++) await setImmediate();
}

async function until({ node }: SlowNode, what: string, isTrue: () => boolean): Promise<void> {
  for (let step = 0; step < 1000; step++) {
    if (isTrue()) return;
    node.clock.advance(10);
    await setImmediate();
  }
  assert.fail(`not in ten seconds: ${what}`);
}

/** Node 2 leads the next epoch; it is answered when that is written down here. */
function announce({ controller }: SlowNode): Promise<RaftResponse> {
  const epoch = controller.quorum.epoch + 1;
  return controller.quorum.handle({ api: "begin-quorum-epoch", epoch, leaderId: 2, voterId: 1 });
}

const TOPIC = { topics: [{ name: "orders", numPartitions: 1, replicationFactor: 1 }] };

test("an active controller takes nothing from the moment another leads, also before its disk knows", async (context) => {
  const slow = await start(context);
  const { controller } = slow;
  await until(slow, "active", () => controller.isActive);
  slow.hold('"leaderId":2');
  const answer = announce(slow);
  assert.equal(controller.isActive, false);
  assert.equal(controller.activeControllerId, 2);
  assert.equal(controller.describeQuorum(), undefined);
  await assert.rejects(controller.createTopics(TOPIC, undefined), ControllerUnavailableError);
  slow.release();
  assert.equal((await answer).errorCode, ErrorCode.NONE);
  assert.equal(controller.isActive, false);
});

test("a leadership that is over before it is written down activates nothing", async (context) => {
  const slow = await start(context);
  const { controller } = slow;
  slow.hold('"leaderId":1');
  await until(slow, "elected", () => controller.quorum.isLeader);
  await settle();
  assert.equal(controller.isActive, false);
  const answer = announce(slow);
  slow.release();
  assert.equal((await answer).errorCode, ErrorCode.NONE);
  await settle();
  assert.equal(controller.isActive, false);
  assert.equal(controller.activeControllerId, 2);
});

test("a write that is under way when the election state cannot be written is over before the node begins again", async (context) => {
  const slow = await start(context);
  const { controller, log, node } = slow;
  await until(slow, "active", () => controller.isActive);
  await settle();
  const gate = Promise.withResolvers<void>();
  const append = log.append.bind(log);
  context.mock.method(log, "append", async (...args: Parameters<typeof append>) => {
    await gate.promise;
    await append(...args);
  });
  const changes = [{ name: "log.retention.ms", operation: AlterConfigOp.SET, value: "5" }];
  const resource = { type: ConfigResourceType.BROKER, name: "" };
  const altered = controller.incrementalAlterConfigs([{ resource, changes }], { validateOnly: false });
  await settle();
  node.fault = { pathPart: "quorum-state", kinds: ["write"] };
  await Promise.all([assert.rejects(altered, ControllerUnavailableError), assert.rejects(announce(slow))]);
  node.fault = undefined;
  for (let step = 0; step < 200; step++) {
    node.clock.advance(10);
    await setImmediate();
  }
  gate.resolve();
  await until(slow, "elected again", () => controller.quorum.isLeader);
  await settle();
  const { nextOffset } = controller.quorum;
  // Who leads others waits with its stop until they are told.
  await announce(slow);
  assert.equal(nextOffset, log.recordNames().length, "every offset is given to one record");
});
