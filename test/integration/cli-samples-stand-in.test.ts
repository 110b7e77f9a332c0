// Recorded calls of Apache Kafka 4.3's tools, beside cli-samples.test.ts: about what our broker does not have (ACLs, quotas, credentials), or has in other
// versions. A stand-in on a socket keeps the state that Apache's broker had.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { checkAll as checkSamples } from "../support/cli-sample-check.ts";
import type { Samples } from "../support/cli-sample-check.ts";
import { cliSample } from "../support/cli-sample.ts";
import type { ScriptedCluster } from "../../packages/client/src/testing/scripted-broker.ts";
import { startStandIn, startStandInCluster } from "../support/stand-in-broker.ts";
import type { ListedGroup, StandIn } from "../support/stand-in-broker.ts";

let standIn: StandIn;

before(async () => {
  standIn = await startStandIn();
});
after(() => standIn[Symbol.asyncDispose]());

const checkAll = (samples: Samples): void =>
  checkSamples(samples, () => ({ bootstrap: standIn.bootstrap, directory: "/nowhere" }));

/** Apache prints entries and resources in the order of a hash table; the first entry stands behind a blank. */
const unordered = { unordered: true, masks: [[/^ \t/gm, "\t"]] } as const;
/** And so what a resource supports. */
const operations = { clearer: /^ResourceType (?:TOPIC|CLUSTER) only supports operations \[[A-Z_, ]+\]\n$/ };

describe("kafka-acls", () => {
  checkAll({
    "acls-add": unordered,
    "acls-add-deny": unordered,
    "acls-add-prefixed": unordered,
    "acls-add-producer": unordered,
    "acls-add-consumer": unordered,
    "acls-add-cluster": unordered,
    "acls-list": unordered,
    "acls-list-topic": unordered,
    "acls-list-match": unordered,
    "acls-list-principal": unordered,
    "acls-remove": unordered,
    "acls-remove-all-topic": unordered,
    "acls-bad-op": operations,
    "acls-bad-combo": operations,
  });

  describe("of a broker without an authorizer", () => {
    before(() => {
      standIn.hasAuthorizer = false;
    });
    checkAll({ "acls-noauthorizer": {} });
  });
});

describe("kafka-configs, of quotas and SCRAM credentials", () => {
  checkAll({
    "configs-user-quota-add": {},
    "configs-user-quota-add2": {},
    "configs-user-quota-describe": {},
    "configs-user-client-describe": {},
    "configs-user-scram-add": {},
    "configs-user-scram-describe": {},
    "configs-client-quota": {},
    "configs-client-describe": {},
    "configs-ip-add": {},
    "configs-ip-describe": {},
    "configs-clean1": {},
    "configs-clean2": {},
    "configs-clean3": {},
    "configs-clean4": {},
    "configs-clean5": {},
  });
});

describe("kafka-groups", () => {
  before(() => {
    const group = (groupId: string, groupType = "classic", protocolType = ""): ListedGroup => ({
      groupId,
      groupType,
      protocolType,
    });
    standIn.groups = [
      ...["ops-rewind", "ops-stop", "ops-warn", "ops-young", "ops-ok"].map((id) => group(id)),
      ...["3700398c-g", "ops-live", "perf-consumer-50970", "3700398c-copy"].map((id) =>
        group(id, "classic", "consumer"),
      ),
      group("ops-848", "consumer", "consumer"),
      group("ops-share", "share", "share"),
    ];
  });

  checkAll({ "allgroups-list": { unordered: true }, "allgroups-list-consumer": { unordered: true } });
});

describe("kafka-reassign-partitions", () => {
  let cluster: ScriptedCluster;
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "ottla-cli-plans-"));
    const logDirs = { "m2-0-2": "d2b", "m2-0-3": "d3a", "m2-1-3": "d3b", "m2-1-1": "d1b" };
    const paths = Object.entries(logDirs).map(([replica, name]) => [replica, `/var/lib/run/${name}`] as const);
    const before = [
      [2, 3],
      [3, 1],
    ];
    cluster = await startStandInCluster("m2", before, new Map(paths));
    const moves = (...replicas: number[][]): string =>
      JSON.stringify({
        version: 1,
        partitions: replicas.map((of, partition) => ({ topic: "m2", partition, replicas: of })),
      });
    writeFileSync(join(directory, "tm.json"), JSON.stringify({ version: 1, topics: [{ topic: "m2" }] }));
    writeFileSync(join(directory, "ra.json"), moves([3, 1], [1, 2]));
    writeFileSync(join(directory, "rb.json"), moves([1, 9]));
  });
  after(async () => {
    await cluster[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  // What is proposed is random.
  const proposal = [/(?<=configuration\n).*/g, "(plan)"] as const;
  checkSamples(
    {
      "reassign-generate": { masks: [proposal] },
      "reassign-execute": {},
      "reassign-verify-preserve": {},
      "reassign-verify": {},
      "reassign-cancel": {},
      "reassign-execute-bad": {},
    },
    () => ({ bootstrap: cluster.bootstrapServers[0] ?? "", directory }),
  );
});

describe("what a node of Apache's tells of itself", () => {
  before(() => {
    const { cluster } = standIn;
    cluster.supportedFeatures = [
      ["eligible.leader.replicas.version", 0, 1],
      ["group.version", 0, 1],
      ["kraft.version", 0, 1],
      ["metadata.version", 7, 30],
      ["share.version", 0, 1],
      ["streams.version", 0, 1],
      ["transaction.version", 0, 2],
    ];
    for (const [name, , max] of cluster.supportedFeatures)
      if (name !== "kraft.version") cluster.features.set(name, max);
    cluster.featuresEpoch = 4_230;
  });

  checkAll({ "features-describe": {} });

  describe("its APIs", () => {
    before(() => {
      const { stdout } = cliSample("apiversions").output;
      const lines = [...stdout.matchAll(/\((\d+)\): (\d+)(?: to (\d+))? \[/g)];
      standIn.cluster.advertisedApis = lines.map(([, apiKey, min, max]) => ({
        apiKey: Number(apiKey),
        minVersion: Number(min),
        maxVersion: Number(max ?? min),
      }));
    });
    checkAll({ apiversions: {} });
  });
});
