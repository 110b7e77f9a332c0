// What a controller's listener answers: ours beside Apache's, request by request in every version, on single nodes that both lead epoch 1. Which requests
// they serve is the same, but for those of kraft.version 1.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ApiKey } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from "@ottla/protocol/messages/begin-quorum-epoch";
import {
  CreateDelegationTokenRequest,
  CreateDelegationTokenResponse,
} from "@ottla/protocol/messages/create-delegation-token";
import {
  DescribeDelegationTokenRequest,
  DescribeDelegationTokenResponse,
} from "@ottla/protocol/messages/describe-delegation-token";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import { EndQuorumEpochRequest, EndQuorumEpochResponse } from "@ottla/protocol/messages/end-quorum-epoch";
import { EnvelopeRequest, EnvelopeResponse } from "@ottla/protocol/messages/envelope";
import {
  ExpireDelegationTokenRequest,
  ExpireDelegationTokenResponse,
} from "@ottla/protocol/messages/expire-delegation-token";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FetchSnapshotRequest, FetchSnapshotResponse } from "@ottla/protocol/messages/fetch-snapshot";
import {
  RenewDelegationTokenRequest,
  RenewDelegationTokenResponse,
} from "@ottla/protocol/messages/renew-delegation-token";
import { SaslAuthenticateRequest, SaslAuthenticateResponse } from "@ottla/protocol/messages/sasl-authenticate";
import { SaslHandshakeRequest, SaslHandshakeResponse } from "@ottla/protocol/messages/sasl-handshake";
import { VoteRequest, VoteResponse } from "@ottla/protocol/messages/vote";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { freePorts } from "../apache/ports.ts";
import { decodeResponse, defineApi, encodeRequest, versionsOf } from "../differential/api.ts";
import type { AnyApi } from "../differential/api.ts";
import { RawConnection } from "../differential/raw-connection.ts";
import { startCli } from "../support/cli-process.ts";

const ANSWER_MS = 15_000;
const METADATA_TOPIC = "__cluster_metadata";
const METADATA_TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAQ";
/** Of a node that is in neither quorum. */
const OBSERVER = 5;
/** The epoch in which a quorum of one leads from its first start on. */
const EPOCH = 1;
/** What only has a meaning with kraft.version 1. */
const OF_KRAFT_VERSION_1: ReadonlySet<number> = new Set([80, 81, 82]);

/** Announcing a leader of this epoch that is no voter ends Apache's process. */
const IS_FATAL: ReadonlySet<string> = new Set(["BeginQuorumEpoch", "EndQuorumEpoch"]);

interface Node {
  readonly port: number;
  readonly controllerPort: number;
  stop(): Promise<unknown>;
}

async function startOurs(home: string): Promise<Node> {
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const file = join(home, "server.properties");
  const properties = [
    "process.roles=broker,controller",
    "node.id=1",
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "controller.listener.names=CONTROLLER",
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `log.dirs=${join(home, "data")}`,
  ];
  writeFileSync(file, properties.join("\n"));
  const format = startCli(["format", "--cluster-id", "controllerListenerTst0", "--config", file], { cwd: home });
  assert.equal((await format.end()).status, 0, format.stderr);
  const node = startCli(["start", "--config", file], { cwd: home });
  await node.until(/is ready on/);
  const stop = async (): Promise<void> => {
    node.kill("SIGTERM");
    assert.equal((await node.end()).status, 0, node.stderr);
  };
  return { port, controllerPort, stop };
}

/** The answer, or "closed"; with what is a node's own under one name. */
async function answerOf(node: Node, port: number, asked: Asked, version: number): Promise<unknown> {
  const connection = await RawConnection.open("127.0.0.1", port);
  const body = asked.body(version);
  connection.write(encodeRequest(asked.api, version, body, { correlationId: 7, clientId: "test" }));
  const outcome = await connection.next(ANSWER_MS);
  connection.close();
  if (outcome.kind !== "frame") return outcome.kind;
  const decoded: unknown = decodeResponse(asked.api, version, outcome.bytes).body;
  return JSON.parse(
    JSON.stringify(decoded, (key, value: unknown) => {
      if (key === "records" && value !== null) return "<records>";
      // Nobody looks at it: what is told of the log's start are snapshots.
      if (key === "logStartOffset") return "<log start offset>";
      if (key === "highWatermark" && Number(value) > 0) return "<high watermark>";
      return key === "port" && value === node.controllerPort ? "<controller port>" : value;
    }),
  );
}

interface Asked {
  readonly name: string;
  readonly api: AnyApi;
  readonly body: (version: number) => object;
}

const asked: Asked[] = [];

function ask(name: string, api: AnyApi, body: object | ((version: number) => object)): void {
  if (name === `the log, epoch ${EPOCH}` && IS_FATAL.has(api.name)) return;
  asked.push({ name, api, body: typeof body === "function" ? (body as (version: number) => object) : () => body });
}

const handshake = defineApi(SaslHandshakeRequest, SaslHandshakeResponse);
const authenticate = defineApi(SaslAuthenticateRequest, SaslAuthenticateResponse);
ask("sasl", handshake, { mechanism: "PLAIN" });
ask("sasl", authenticate, { authBytes: Buffer.from("\0a\0b") });
const createToken = defineApi(CreateDelegationTokenRequest, CreateDelegationTokenResponse);
ask("token", createToken, { renewers: [], maxLifetimeMs: 1000 });
ask("token", defineApi(RenewDelegationTokenRequest, RenewDelegationTokenResponse), {
  hmac: Buffer.from("mac"),
  renewPeriodMs: 1000,
});
ask("token", defineApi(ExpireDelegationTokenRequest, ExpireDelegationTokenResponse), {
  hmac: Buffer.from("mac"),
  expiryTimePeriodMs: 1000,
});
ask("tokens", defineApi(DescribeDelegationTokenRequest, DescribeDelegationTokenResponse), { owners: null });
const describeScram = defineApi(DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse);
ask("a user", describeScram, { users: [{ name: "alice" }] });

/** Replaces fields of the fetched partition, and of the topic. */
function fetch(over: object = {}, topic: object = {}, more: object = {}): (version: number) => object {
  return (version) => {
    const partition = {
      partition: 0,
      fetchOffset: 0,
      partitionMaxBytes: 1000,
      ...(version >= 9 && { currentLeaderEpoch: EPOCH }),
      ...(version >= 12 && { lastFetchedEpoch: 0 }),
      ...over,
    };
    const name = version >= 13 ? { topicId: METADATA_TOPIC_ID } : { topic: METADATA_TOPIC };
    return {
      ...(version >= 15 ? { replicaState: { replicaId: OBSERVER, replicaEpoch: -1 } } : { replicaId: OBSERVER }),
      maxWaitMs: 0,
      minBytes: 0,
      topics: [{ ...name, partitions: [partition], ...(version >= 13 ? topic : {}) }],
      ...(version >= 12 ? more : {}),
    };
  };
}

const fetchApi = defineApi(FetchRequest, FetchResponse);
ask("from the start", fetchApi, fetch());
ask("another partition", fetchApi, fetch({ partition: 1 }));
ask("another topic", fetchApi, fetch({}, { topicId: "AAAAAAAAAAAAAAAAAAAAAg" }));
ask("another cluster", fetchApi, fetch({}, {}, { clusterId: "another" }));
ask("no topic", fetchApi, fetch({}, {}, { topics: [] }));
ask("an offset before the first", fetchApi, fetch({ fetchOffset: -1 }));

for (const [name, topicName, partitionIndex] of [
  ["the log", METADATA_TOPIC, 0],
  ["another topic", "other", 0],
  ["another partition", METADATA_TOPIC, 1],
] as const) {
  const head = (epoch: number, partition: object) => ({
    clusterId: null,
    topics: [{ topicName, partitions: [{ partitionIndex, ...partition }] }],
    ...(epoch < 0 && { clusterId: "another" }),
  });
  for (const epoch of [EPOCH, 0, -1]) {
    const title = `${name}, epoch ${epoch}`;
    ask(title, defineApi(VoteRequest, VoteResponse), () =>
      head(epoch, { replicaEpoch: Math.max(epoch, 0), replicaId: OBSERVER, lastOffsetEpoch: 0, lastOffset: 0 }),
    );
    ask(title, defineApi(BeginQuorumEpochRequest, BeginQuorumEpochResponse), () =>
      head(epoch, { leaderId: OBSERVER, leaderEpoch: Math.max(epoch, 0) }),
    );
    ask(title, defineApi(EndQuorumEpochRequest, EndQuorumEpochResponse), (version) =>
      head(epoch, {
        leaderId: OBSERVER,
        leaderEpoch: Math.max(epoch, 0),
        ...(version === 0 ? { preferredSuccessors: [1] } : { preferredCandidates: [] }),
      }),
    );
  }
}

// Of a snapshot Apache's controller says nothing but this: answers with an error of the partition it cannot encode (their records are null).
ask("another cluster", defineApi(FetchSnapshotRequest, FetchSnapshotResponse), { clusterId: "another", topics: [] });

const principal = Buffer.from("000004557365720661626373730000".slice(0, 24), "hex");
ask("a request that is not forwarded", defineApi(EnvelopeRequest, EnvelopeResponse), {
  requestData: encodeRequest(handshake, 1, { mechanism: "PLAIN" }, { correlationId: 1, clientId: "c" }).subarray(4),
  requestPrincipal: principal,
  clientHostAddress: Buffer.from([127, 0, 0, 1]),
});

describe("a controller's listener", { timeout: 120_000, skip: apacheSkip() }, () => {
  const home = mkdtempSync(join(tmpdir(), "ottla-controller-listener-"));
  let apache: ApacheBroker;
  let ours: Node;
  before(async () => {
    [apache, ours] = await Promise.all([startApache(), startOurs(home)]);
  });
  after(async () => {
    await Promise.all([apache.stop(), ours.stop()]);
    rmSync(home, { recursive: true, force: true });
  });

  it("serves what Apache's serves, in the same versions", async () => {
    const apis = async (port: number): Promise<string[]> => {
      const connection = await RawConnection.open("127.0.0.1", port);
      const api = defineApi(ApiVersionsRequest, ApiVersionsResponse);
      connection.write(encodeRequest(api, 0, {}, { correlationId: 7, clientId: "test" }));
      const outcome = await connection.next(ANSWER_MS);
      connection.close();
      assert.ok(outcome.kind === "frame");
      const { apiKeys } = decodeResponse(api, 0, outcome.bytes).body;
      return apiKeys
        .filter(({ apiKey }) => !OF_KRAFT_VERSION_1.has(apiKey))
        .map(({ apiKey, minVersion, maxVersion }) => `${apiKey}: ${minVersion}–${maxVersion}`);
    };
    const served = await apis(ours.controllerPort);
    assert.ok(served.includes(`${ApiKey.SaslHandshake}: 0–1`));
    assert.deepEqual(served, await apis(apache.controllerPort));
  });

  for (const one of asked) {
    it(`answers ${one.api.name} as Apache's does: ${one.name}`, async () => {
      for (const version of versionsOf(one.api)) {
        const [mine, theirs] = await Promise.all([
          answerOf(ours, ours.controllerPort, one, version),
          answerOf(apache, apache.controllerPort, one, version),
        ]);
        assert.deepEqual(mine, theirs, `version ${version}`);
      }
    });
  }

  it("tells clients that want to authenticate on a broker's listener the same", async () => {
    for (const one of asked.filter(({ name }) => name === "sasl")) {
      for (const version of versionsOf(one.api)) {
        const [mine, theirs] = await Promise.all([
          answerOf(ours, ours.port, one, version),
          answerOf(apache, apache.port, one, version),
        ]);
        assert.deepEqual(mine, theirs, `${one.api.name} ${version}`);
      }
    }
  });
});
