// The tools for clusters, Apache's and ours, each against three nodes of ours and three of Apache's: what they print is the same in all four, beside ports
// and directories.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { TOOLS } from "../apache/tool.ts";
import type { ToolResult } from "../apache/tool.ts";
import { until } from "../support/until.ts";
import { assertSame, assertSameOfApache, SIDES } from "./cli-parity/compare.ts";
import { plan } from "./cli-parity/steps.ts";
import type { Step } from "./cli-parity/steps.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";
import { openAdmin, untilPartitions } from "./mixed/partitions.ts";

interface ClusterStep extends Step {
  /** Why the two clusters do not say the same; both tools still do. */
  readonly differs?: string;
}

const IDS = [1, 2, 3];
const LOST = 3;
/** What was changed is not seen by all nodes at once, and what is moved takes its time. */
const SETTLED_MS = 60_000;
/** Not asked again: a second time it would do something else. */
const CHANGES = /--(?:create|delete|alter|execute|cancel)\b|^leader-election|^features (?:upgrade|downgrade|disable)/;

const FEATURES_DIFFER = "Apache's nodes serve features that ours do not";
const MOVE = "--reassignment-json-file {dir}/{p}-move.json";

const STEPS: readonly ClusterStep[] = [
  { call: "topics --create --topic {p}-a --replica-assignment 1:2:3,2:3:1,3:1:2" },
  { call: "topics --describe --topic {p}-a" },
  { call: "cluster cluster-id" },
  { call: "cluster list-endpoints" },
  { call: "metadata-quorum describe --status", numbers: true },
  { call: "metadata-quorum describe --replication", numbers: true },
  { call: "features describe", numbers: true, differs: FEATURES_DIFFER },
  { call: "features upgrade --feature transaction.version=2 --dry-run" },
  { call: "features upgrade --feature metadata.version=99", differs: FEATURES_DIFFER },
  { call: "features downgrade --feature transaction.version=1 --dry-run" },
  { call: "reassign-partitions --list" },
  { call: "topics --create --topic {p}-one --replica-assignment 1" },
  { call: "reassign-partitions --generate --topics-to-move-json-file {dir}/{p}-topics.json --broker-list 2" },
  { call: `reassign-partitions --execute ${MOVE} --throttle 5000000` },
  { call: `reassign-partitions --verify ${MOVE} --preserve-throttles` },
  { call: "configs --describe --topic {p}-a" },
  { call: "configs --describe --broker 2" },
  { call: `reassign-partitions --verify ${MOVE}` },
  { call: "configs --describe --topic {p}-a" },
  { call: "configs --describe --broker 2" },
  { call: "reassign-partitions --list" },
  { call: "topics --describe --topic {p}-a" },
  { call: "leader-election --election-type preferred --topic {p}-a --partition 0" },
  { call: "leader-election --election-type preferred --topic {p}-a --partition 0" },
  { call: "leader-election --election-type preferred --path-to-json-file {dir}/{p}-elect.json" },
  { call: "leader-election --election-type unclean --topic {p}-a --partition 0" },
  { call: "topics --describe --topic {p}-a" },
  { call: "configs --alter --broker 2 --add-config log.cleaner.threads=2" },
  { call: "configs --describe --broker 2" },
  { call: "configs --alter --broker 2 --delete-config log.cleaner.threads" },
  { call: "configs --describe --broker 2" },
  { call: "configs --alter --broker-defaults --add-config num.replica.fetchers=2" },
  { call: "configs --describe --broker 3" },
  {
    call: "configs --alter --broker-defaults --add-config num.replica.fetchers=9",
    clearer: /num.replica.fetchers=9, value should not be greater than double/,
  },
  { call: "configs --alter --broker-defaults --delete-config num.replica.fetchers" },
  { call: "configs --alter --topic {p}-a --add-config retention.ms=1000,min.insync.replicas=2" },
  { call: "configs --describe --topic {p}-a" },
  { call: "log-dirs --describe --topic-list {p}-a" },
  { call: "log-dirs --describe --broker-list 3,1 --topic-list {p}-a" },
  { call: "log-dirs --describe --broker-list 1,9" },
  { call: "topics --create --topic {p}-b --replica-assignment 3,1" },
  { call: "topics --create --topic {p}-c --replica-assignment 3:1" },
  { call: "topics --describe --topic {p}-(b|c)", unordered: true },
];

const STEPS_WITHOUT_NODE: readonly ClusterStep[] = [
  { call: "topics --describe --topic {p}-(b|c)", unordered: true },
  { call: "topics --describe --unavailable-partitions --topic {p}-(b|c)", unordered: true },
  { call: "topics --describe --under-replicated-partitions --topic {p}-(b|c)", unordered: true },
  { call: "topics --describe --at-min-isr-partitions --topic {p}-(b|c)", unordered: true },
  { call: "cluster list-endpoints" },
  { call: "cluster list-endpoints --include-fenced-brokers" },
  { call: "metadata-quorum describe --status", numbers: true },
  { call: "leader-election --election-type preferred --topic {p}-c --partition 0", clearer: /could not be elected/ },
  { call: "leader-election --election-type unclean --topic {p}-b --partition 0", clearer: /could not be elected/ },
  { call: "reassign-partitions --execute --reassignment-json-file {dir}/{p}-lost.json" },
  { call: "reassign-partitions --list", unordered: true },
  { call: "reassign-partitions --cancel --reassignment-json-file {dir}/{p}-lost.json --preserve-throttles" },
  { call: "reassign-partitions --list" },
];

const AT = "--bootstrap-controller {controller}";
/** A broker that is asked as if it were a controller. */
const AT_BROKER = "--bootstrap-controller {broker}";
const NO_CONTROLLER = /of type BROKER, but we wanted an endpoint of type CONTROLLER/;
const NOT_SERVED =
  /^Error: This Admin API is not yet supported when communicating directly with the controller quorum\.\n$/;

const CALLS_AT_CONTROLLERS: readonly ClusterStep[] = [
  { call: `metadata-quorum ${AT} describe --status`, numbers: true },
  { call: `metadata-quorum ${AT} describe --replication`, numbers: true },
  { call: `metadata-quorum ${AT_BROKER} describe --status`, clearer: NO_CONTROLLER },
  { call: `metadata-quorum ${AT} --bootstrap-server x:1 describe --status`, clearer: /not allowed with argument/ },
  {
    call: "metadata-quorum describe --status",
    clearer: /one of the arguments --bootstrap-server --bootstrap-controller/,
  },
  { call: `cluster cluster-id ${AT}` },
  { call: `cluster cluster-id -C {broker}`, clearer: NO_CONTROLLER },
  { call: `cluster list-endpoints ${AT}` },
  { call: `cluster list-endpoints ${AT} --include-fenced-brokers` },
  {
    call: `cluster unregister ${AT} --id 99`,
    differs: "our controllers do not serve UnregisterBroker",
    clearer: /^$|Broker ID 99 is not currently registered/,
  },
  { call: `features ${AT} describe`, numbers: true, differs: FEATURES_DIFFER },
  { call: `features ${AT} upgrade --feature transaction.version=2 --dry-run` },
  { call: `features ${AT_BROKER} describe`, clearer: NO_CONTROLLER },
  { call: "features describe", clearer: /You must specify either --bootstrap-controller or --bootstrap-server\./ },
  { call: "features version-mapping --release-version 4.0" },
  { call: `reassign-partitions ${AT} --list` },
  { call: `reassign-partitions ${AT} --cancel ${MOVE} --preserve-throttles` },
  { call: `reassign-partitions ${AT} --cancel ${MOVE}` },
  { call: `reassign-partitions ${AT} --verify ${MOVE}` },
  { call: `reassign-partitions ${AT} --list --bootstrap-server x:1` },
  { call: "reassign-partitions --list" },
  { call: `configs ${AT} --alter --broker 2 --add-config log.cleaner.threads=2` },
  { call: `configs ${AT} --describe --broker 2` },
  { call: `configs ${AT} --alter --broker 2 --delete-config log.cleaner.threads` },
  { call: `configs ${AT} --alter --broker-defaults --add-config num.replica.fetchers=2` },
  { call: `configs ${AT} --describe --entity-type brokers` },
  { call: `configs ${AT} --alter --broker-defaults --delete-config num.replica.fetchers` },
  { call: `configs ${AT} --alter --topic {p}-a --add-config retention.ms=2000` },
  { call: `configs ${AT} --describe --topic {p}-a --all`, unordered: true },
  { call: `configs ${AT} --describe --topic {p}-a`, clearer: NOT_SERVED },
  { call: `configs ${AT} --describe --user u`, clearer: NOT_SERVED },
  { call: `configs ${AT} --describe --topic t --bootstrap-server x:1` },
  { call: `acls ${AT_BROKER} --list` },
  { call: `acls ${AT} --list --bootstrap-server x:1` },
  { call: "acls --list" },
];

/** Each says where it goes. */
const AT_CONTROLLERS: readonly ClusterStep[] = CALLS_AT_CONTROLLERS.map((step) => ({ ...step, alone: true }));

function filesOf(p: string): Readonly<Record<string, string>> {
  return {
    [`${p}-move.json`]: plan([`${p}-a`, 0, [2, 1, 3]], [`${p}-a`, 1, [2, 1]], [`${p}-a`, 2, [2]]),
    [`${p}-lost.json`]: plan([`${p}-c`, 0, [2, 3]]),
    [`${p}-topics.json`]: JSON.stringify({ topics: [{ topic: `${p}-one` }], version: 1 }),
    [`${p}-elect.json`]: JSON.stringify({ partitions: [{ topic: `${p}-a`, partition: 1 }] }),
  };
}

/** Three nodes of one side, and both tools for them. */
class Target {
  readonly cluster: MixedCluster;
  readonly #jvm: ToolServer;
  readonly #directory: string;

  constructor(cluster: MixedCluster, jvm: ToolServer, directory: string) {
    this.cluster = cluster;
    this.#jvm = jvm;
    this.#directory = directory;
  }

  async apache(step: Step): Promise<ToolResult> {
    const [tool, args] = this.#words(step, SIDES.apache);
    const mainClass = Object.entries(TOOLS).find(([name]) => name === `kafka-${tool}`)?.[1];
    assert(mainClass !== undefined, `Apache has no tool ${tool}`);
    return this.#masked(await this.#jvm.run(mainClass, args));
  }

  async ours(step: Step): Promise<ToolResult> {
    const [tool, args] = this.#words(step, SIDES.ours);
    const io = capturedIo();
    const status = await runCommand([tool, ...args], io);
    return this.#masked({ status, stdout: io.out(), stderr: io.err() });
  }

  /** Waits until nobody takes the lost node for alive. */
  async lose(id: number): Promise<void> {
    await this.cluster.kill(id);
    await using admin = openAdmin(this.#bootstrap);
    for (const side of Object.values(SIDES)) {
      for (const topic of [`${side}-b`, `${side}-c`]) {
        await untilPartitions(admin, topic, ["led by another or by none", ({ leader }) => leader !== id]);
      }
    }
  }

  /** Of the nodes that stay. */
  get #bootstrap(): string {
    return this.cluster.bootstrap(...IDS.filter((id) => id !== LOST));
  }

  #words(step: Step, side: string): [string, string[]] {
    const text = step.call
      .replaceAll("{p}", side)
      .replaceAll("{dir}", this.#directory)
      .replaceAll("{controller}", this.cluster.controllerAddress(1))
      .replaceAll("{broker}", this.cluster.bootstrap(1));
    const [tool = "", ...args] = text.split(" ");
    if (step.alone === true) return [tool, args];
    const bootstrap = ["--bootstrap-server", this.#bootstrap];
    // It wants its command first.
    return [tool, tool === "cluster" ? [...args, ...bootstrap] : [...bootstrap, ...args]];
  }

  #masked({ status, stdout, stderr }: ToolResult): ToolResult {
    return { status, stdout: this.#mask(stdout), stderr: this.#mask(stderr) };
  }

  #mask(text: string): string {
    const places = IDS.flatMap((id): [string, string][] => [
      [this.cluster.logDir(id), `(directory of ${id})`],
      [this.cluster.bootstrap(id), `(broker ${id})`],
      [this.cluster.bootstrap(id).replace("127.0.0.1:", ""), `(port ${id})`],
      [this.cluster.controllerAddress(id), `(controller ${id})`],
      [this.cluster.controllerAddress(id).replace("127.0.0.1:", ""), `(controller port ${id})`],
    ]);
    const masked = places.reduce((before, [place, name]) => before.replaceAll(place, name), text);
    // A broker lists the partitions of a directory in the order of a hash table.
    return masked.replaceAll(/(?<="partitions":\[)[^\]]+/g, (list) =>
      list
        .split(/(?<=\}),/)
        .toSorted()
        .join(),
    );
  }
}

describe("the tools for clusters", { skip: apacheSkip(), timeout: 400_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), "ottla-plans-"));
  const clusters: MixedCluster[] = [];
  let jvm: ToolServer;
  let ourNodes: Target;
  let theirNodes: Target;

  const start = async (side: "ours" | "theirs"): Promise<Target> => {
    const nodes = IDS.map((id) => ({ id, side, roles: "broker,controller" }) as const);
    const overrides = { "auto.leader.rebalance.enable": "false" };
    const cluster = await MixedCluster.create({ nodes, overrides });
    clusters.push(cluster);
    await cluster.startAll();
    await using admin = openAdmin(cluster.bootstrap());
    await until("three brokers", async () => (await admin.describeCluster()).nodes.length === IDS.length);
    return new Target(cluster, jvm, directory);
  };

  /** All four, once. */
  const compare = async (step: ClusterStep): Promise<void> => {
    const reference = await theirNodes.apache(step);
    const atOurs = await ourNodes.apache(step);
    const [oursAtTheirs, oursAtOurs] = [await theirNodes.ours(step), await ourNodes.ours(step)];
    if (step.differs === undefined) assertSameOfApache(step, reference, atOurs);
    assertSame(step, reference, oursAtTheirs);
    assertSame(step, atOurs, oursAtOurs);
  };

  const run = async (step: ClusterStep): Promise<void> => {
    const deadlineMs = performance.now() + SETTLED_MS;
    for (;;) {
      try {
        await compare(step);
        return;
      } catch (error) {
        if (CHANGES.test(step.call) || performance.now() > deadlineMs) throw error;
      }
    }
  };

  before(async () => {
    jvm = startToolServer();
    for (const p of Object.values(SIDES)) {
      for (const [name, text] of Object.entries(filesOf(p))) writeFileSync(join(directory, name), text);
    }
    theirNodes = await start("theirs");
    ourNodes = await start("ours");
  });

  after(async () => {
    await jvm?.[Symbol.asyncDispose]();
    await Promise.all(clusters.map((cluster) => cluster.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  for (const step of STEPS) it(step.call, () => run(step));

  describe("at controllers", () => {
    for (const step of AT_CONTROLLERS) it(step.call, () => run(step));
  });

  describe("when a node is lost", () => {
    before(() => Promise.all([ourNodes.lose(LOST), theirNodes.lose(LOST)]));
    for (const step of STEPS_WITHOUT_NODE) it(step.call, () => run(step));
  });
});
