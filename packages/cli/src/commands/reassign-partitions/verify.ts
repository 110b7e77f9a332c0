// kafka-reassign-partitions --verify: whether partitions are where a plan wants them, and the end of its throttles.
import type { Admin, ReplicaLogDirInfo, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { Assignment, DirectoryMove, ReassignmentPlan } from "./assignment-json.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { byReplica, replicaKey } from "./names.ts";
import { clearThrottles } from "./throttles.ts";

/** Where the partitions of topics are that may not exist. */
async function currentReplicas(
  admin: Admin,
  targets: readonly TopicPartition[],
): Promise<Map<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>();
  if (targets.length === 0) return found;
  for (const [, outcome] of await admin.describeTopics([...new Set(targets.map(({ topic }) => topic))])) {
    if (!outcome.ok) {
      if (outcome.error.code === "UNKNOWN_TOPIC_OR_PARTITION") continue;
      throw outcome.error;
    }
    const { name: topic, partitions } = outcome.value;
    for (const { partition, replicas } of partitions) {
      found.set(
        nameOf({ topic, partition }),
        replicas.map(({ id }) => id),
      );
    }
  }
  return found;
}

async function verifyPartitions(admin: Admin, io: CommandIo, targets: readonly Assignment[]): Promise<boolean> {
  const ongoing = await admin.listPartitionReassignments();
  const moving = new Set(ongoing.map(nameOf));
  const current = await currentReplicas(
    admin,
    targets.filter((one) => !moving.has(nameOf(one))),
  );
  if (io.row === undefined) io.stdout.write("Status of partition reassignment:\n");
  // The last of those that a plan names twice counts.
  const byName = new Map(targets.map((one) => [nameOf(one), one]));
  for (const [name, { topic, partition, replicas }] of [...byName].toSorted(([, one], [, other]) =>
    byPartition(one, other),
  )) {
    const now = (current.get(name) ?? []).join(",");
    if (io.row !== undefined) {
      const state = moving.has(name) ? "in progress" : now === replicas.join(",") ? "completed" : "not active";
      io.row({ topic, partition, state, replicas, currentReplicas: current.get(name) ?? null });
    } else if (moving.has(name)) io.stdout.write(`Reassignment of partition ${name} is still in progress.\n`);
    else if (now === replicas.join(",")) io.stdout.write(`Reassignment of partition ${name} is completed.\n`);
    else {
      io.stdout.write(
        `There is no active reassignment of partition ${name}, but replica set is ${now} rather than ${replicas.join(",")}.\n`,
      );
    }
  }
  return ongoing.length === 0;
}

/** What is said of one move between log directories, and whether it is over. */
function stateOfMove(
  move: DirectoryMove,
  info: ReplicaLogDirInfo,
): { readonly text: string; readonly isDone: boolean; readonly state: string } {
  const { brokerId, logDir } = move;
  const { currentReplicaLogDir: current, futureReplicaLogDir: future } = info;
  const partition = `Partition ${nameOf(move)}`;
  if (current === undefined) {
    const text = `${partition} is not found in any live log dir on broker ${brokerId}. There is likely an offline log directory on the broker.`;
    return { text, isDone: false, state: "offline" };
  }
  if (future !== undefined) {
    const isWanted = future === logDir;
    const text = isWanted
      ? `Reassignment of replica ${replicaKey(move)} is still in progress.`
      : `${partition} on broker ${brokerId} is being moved to log dir ${future} instead of ${logDir}.`;
    return { text, isDone: false, state: isWanted ? "in progress" : "not active" };
  }
  const text =
    current === logDir
      ? `Reassignment of replica ${replicaKey(move)} completed successfully.`
      : `${partition} on broker ${brokerId} is not being moved from log dir ${current} to ${logDir}.`;
  return { text, isDone: true, state: current === logDir ? "completed" : "not active" };
}

async function verifyMoves(admin: Admin, io: CommandIo, moves: readonly DirectoryMove[]): Promise<boolean> {
  if (moves.length === 0) {
    io.stdout.write("\n");
    return true;
  }
  const infos = await admin.describeReplicaLogDirs(moves);
  const states = moves.toSorted(byReplica).map((move) => ({ move, ...stateOfMove(move, infos.value(move)) }));
  for (const { move, text, state } of states) {
    const currentLogDir = infos.value(move).currentReplicaLogDir ?? null;
    if (io.row !== undefined) io.row({ ...move, state, currentLogDir });
    else io.stdout.write(`${text}\n`);
  }
  return states.every(({ isDone }) => isDone);
}

/** Tells how far a plan is. When nothing moves any more, the throttles are removed, unless they shall be kept. */
export async function verify(
  admin: Admin,
  io: CommandIo,
  { plan, keepsThrottles }: { readonly plan: ReassignmentPlan; readonly keepsThrottles: boolean },
): Promise<void> {
  const partitionsAreDone = await verifyPartitions(admin, io, plan.partitions);
  const movesAreDone = await verifyMoves(admin, io, plan.moves);
  if (partitionsAreDone && movesAreDone && !keepsThrottles) await clearThrottles(admin, io, plan.partitions);
}
