// The nodes of a cluster on one machine: a directory for each, with its server.properties, formatted for the cluster.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { randomUuid, systemRandom } from "@ottla/base";
import { parseProperties } from "@ottla/config";
import { NodeDisk, readMetaProperties } from "@ottla/storage";
import { UsageError } from "../../failure.ts";
import { readTextFile } from "../../properties.ts";

export interface ClusterPlan {
  readonly host: string;
  /** How many nodes, 1 to 100. */
  readonly nodes: number;
  /** How many of them vote, the first ones. */
  readonly controllers: number;
  /** Of the first node's broker; the next follow. */
  readonly port: number;
  /** Of the first node's controller; the next follow. */
  readonly controllerPort: number;
  readonly data: string;
  readonly overrides: ReadonlyMap<string, string>;
}

/** One node, ready to be started. */
export interface NodeFiles {
  readonly id: number;
  readonly config: string;
  /** `host:port` of its broker. */
  readonly address: string;
}

const PORT_MAX = 65_535;
/** Kafka's own topics get as many replicas as its documentation recommends, as far as there are nodes. */
const INTERNAL_REPLICAS = 3;

/** @throws UsageError for ports that there are not, or that are the same */
export function checkPorts({ nodes, controllers, port, controllerPort }: ClusterPlan): void {
  const last = Math.max(port + nodes, controllerPort + controllers) - 1;
  if (port < 1 || controllerPort < 1 || last > PORT_MAX)
    throw new UsageError("--port and --controller-port need room for every node: 1 to 65535");
  if (port < controllerPort + controllers && controllerPort < port + nodes)
    throw new UsageError("--port and --controller-port give brokers and controllers the same ports");
}

function propertiesOf(plan: ClusterPlan, id: number): Map<string, string> {
  const { host, nodes, controllers, port, controllerPort, data } = plan;
  const isVoter = id <= controllers;
  const broker = `PLAINTEXT://${host}:${port + id - 1}`;
  const voters = Array.from({ length: controllers }, (_, index) => `${index + 1}@${host}:${controllerPort + index}`);
  const replicas = String(Math.min(INTERNAL_REPLICAS, nodes));
  const inSync = String(Math.min(2, nodes));
  return new Map([
    ["node.id", String(id)],
    ["process.roles", isVoter ? "broker,controller" : "broker"],
    ["controller.quorum.voters", voters.join(",")],
    ["controller.listener.names", "CONTROLLER"],
    ["listeners", isVoter ? `${broker},CONTROLLER://${host}:${controllerPort + id - 1}` : broker],
    ["advertised.listeners", broker],
    ["log.dirs", resolve(data, `node-${id}`, "data")],
    ["offsets.topic.replication.factor", replicas],
    ["transaction.state.log.replication.factor", replicas],
    ["transaction.state.log.min.isr", inSync],
    ["share.coordinator.state.topic.replication.factor", replicas],
    ["share.coordinator.state.topic.min.isr", inSync],
    ["group.initial.rebalance.delay.ms", "0"],
    ...plan.overrides,
  ]);
}

/** The voters of a quorum are fixed: a directory of another quorum is of another cluster. @throws UsageError */
function checkSameQuorum(path: string, properties: ReadonlyMap<string, string>): void {
  if (!existsSync(path)) return;
  const before = parseProperties(readTextFile(path)).get("controller.quorum.voters");
  const now = properties.get("controller.quorum.voters");
  if (before !== undefined && before !== now) {
    throw new UsageError(
      `${path} is of a cluster with other controllers (${before}): give it the same --controllers, --host and --controller-port, or another --data`,
    );
  }
}

/** Writes what is missing. A cluster that was there before goes on. @throws UsageError */
export async function prepareNodes(plan: ClusterPlan): Promise<readonly NodeFiles[]> {
  const { formatDirectories } = await import("@ottla/broker");
  const disk = new NodeDisk();
  const ids = Array.from({ length: plan.nodes }, (_, index) => index + 1);
  const properties = ids.map((id) => propertiesOf(plan, id));
  const files = ids.map((id) => join(plan.data, `node-${id}`, "server.properties"));
  for (const [index, file] of files.entries()) checkSameQuorum(file, properties[index]!);
  const known = await Promise.all(
    properties.map(async (props) => (await readMetaProperties(disk, props.get("log.dirs") ?? ""))?.clusterId),
  );
  const clusterId = known.find((id) => id !== undefined) ?? randomUuid(systemRandom);
  for (const [index, props] of properties.entries()) {
    const [nodeId, file] = [ids[index]!, files[index]!];
    mkdirSync(join(plan.data, `node-${nodeId}`), { recursive: true });
    writeFileSync(file, [...props].map(([key, value]) => `${key}=${value}\n`).join(""));
    const paths = (props.get("log.dirs") ?? "").split(",");
    await formatDirectories({ disk, random: systemRandom, nowMs: Date.now(), nodeId, paths, clusterId });
  }
  return ids.map((id, index) => ({ id, config: files[index]!, address: `${plan.host}:${plan.port + id - 1}` }));
}
