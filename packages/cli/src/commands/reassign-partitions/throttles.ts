// Throttles of a reassignment: the rate on the brokers, and on the topics which replicas it holds for. A leader is throttled where the partition
// was before, a follower where it goes to.
import type { Admin, AlterConfigOp } from "@ottla/client";
import { AlterConfigOpType, ConfigResourceType } from "@ottla/client";
import type { PartitionReassignment, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { javaHashOrder } from "../../java-hash-order.ts";
import type { Assignment } from "./assignment-json.ts";
import { brokerIds } from "./current.ts";
import { nameOf } from "../../partition-names.ts";
import { ascending } from "./names.ts";

const LEADER_RATE = "leader.replication.throttled.rate";
const FOLLOWER_RATE = "follower.replication.throttled.rate";
const LOG_DIR_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";
const LEADER_REPLICAS = "leader.replication.throttled.replicas";
const FOLLOWER_REPLICAS = "follower.replication.throttled.replicas";

/** Where a partition is, and where it goes. */
interface Move extends TopicPartition {
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

type Ongoing = readonly (TopicPartition & PartitionReassignment)[];

/** What moves already, and what shall. */
function movesOf(ongoing: Ongoing, proposed: readonly Assignment[], current: readonly Assignment[]): readonly Move[] {
  const moves = new Map<string, Move>();
  for (const { topic, partition, replicas, addingReplicas } of ongoing) {
    const sources = replicas.filter((id) => !addingReplicas.includes(id));
    moves.set(nameOf({ topic, partition }), { topic, partition, sources, destinations: addingReplicas });
  }
  const before = new Map(current.map((one) => [nameOf(one), one.replicas]));
  for (const { topic, partition, replicas } of proposed) {
    const name = nameOf({ topic, partition });
    const sources = moves.get(name)?.sources ?? before.get(name) ?? [];
    const destinations = replicas.filter((id) => !sources.includes(id));
    moves.set(name, { topic, partition, sources, destinations });
  }
  return [...moves.values()];
}

/** `partition:broker` pairs, sorted as text, as Java's TreeSet has them. */
function pairs(moves: readonly Move[], brokers: (move: Move) => readonly number[]): string {
  const words = moves.flatMap((move) => brokers(move).map((id) => `${move.partition}:${id}`));
  return [...new Set(words)].toSorted().join(",");
}

function set(name: string, value: string): AlterConfigOp {
  return { name, op: AlterConfigOpType.SET, value };
}

function remove(name: string): AlterConfigOp {
  return { name, op: AlterConfigOpType.DELETE, value: null };
}

async function alter(
  admin: Admin,
  type: (typeof ConfigResourceType)["TOPIC" | "BROKER"],
  ops: ReadonlyMap<string, readonly AlterConfigOp[]>,
): Promise<void> {
  if (ops.size === 0) return;
  const changes = [...ops].map(([name, of]) => ({ type, name, ops: of }));
  (await admin.incrementalAlterConfigs(changes)).throwIfAnyFailed();
}

/** Sets the throttle of everything that moves, in bytes a second. */
export async function throttleReplication(
  admin: Admin,
  io: CommandIo,
  plan: {
    readonly ongoing: Ongoing;
    readonly proposed: readonly Assignment[];
    readonly current: readonly Assignment[];
    readonly bytesPerSecond: number;
  },
): Promise<void> {
  const moves = movesOf(plan.ongoing, plan.proposed, plan.current);
  const byTopic = Map.groupBy(moves, ({ topic }) => topic);
  const topicOps = [...byTopic].map(([topic, ones]): [string, AlterConfigOp[]] => [
    topic,
    [
      set(
        LEADER_REPLICAS,
        pairs(ones, ({ sources }) => sources),
      ),
      set(
        FOLLOWER_REPLICAS,
        pairs(ones, ({ destinations }) => destinations),
      ),
    ],
  ]);
  await alter(admin, ConfigResourceType.TOPIC, new Map(topicOps));
  const rate = String(plan.bytesPerSecond);
  const brokers = ascending(moves.flatMap(({ sources, destinations }) => [...sources, ...destinations]));
  const rates = [set(LEADER_RATE, rate), set(FOLLOWER_RATE, rate)];
  await alter(admin, ConfigResourceType.BROKER, new Map(brokers.map((id) => [String(id), rates])));
  io.stdout.write(`The inter-broker throttle limit was set to ${rate} B/s\n`);
}

/** Sets the throttle of moves between log directories of these brokers, in bytes a second. */
export async function throttleLogDirs(
  admin: Admin,
  io: CommandIo,
  { brokers, bytesPerSecond }: { readonly brokers: Iterable<number>; readonly bytesPerSecond: number },
): Promise<void> {
  const rates = [set(LOG_DIR_RATE, String(bytesPerSecond))];
  await alter(admin, ConfigResourceType.BROKER, new Map(ascending(brokers).map((id) => [String(id), rates])));
  io.stdout.write(`The replica-alter-dir throttle limit was set to ${bytesPerSecond} B/s\n`);
}

/** Removes every throttle that a reassignment of these partitions may have set. */
export async function clearThrottles(admin: Admin, io: CommandIo, targets: readonly Assignment[]): Promise<void> {
  const brokers = ascending([...(await brokerIds(admin)), ...targets.flatMap(({ replicas }) => replicas)]);
  io.stdout.write(`Clearing broker-level throttles on broker${brokers.length === 1 ? "" : "s"} ${brokers.join(",")}\n`);
  const rates = [LEADER_RATE, FOLLOWER_RATE, LOG_DIR_RATE].map(remove);
  await alter(admin, ConfigResourceType.BROKER, new Map(brokers.map((id) => [String(id), rates])));
  const topics = javaHashOrder([...new Set(targets.map(({ topic }) => topic))]);
  io.stdout.write(`Clearing topic-level throttles on topic${topics.length === 1 ? "" : "s"} ${topics.join(",")}\n`);
  const replicas = [LEADER_REPLICAS, FOLLOWER_REPLICAS].map(remove);
  await alter(admin, ConfigResourceType.TOPIC, new Map(topics.map((topic) => [topic, replicas])));
}
