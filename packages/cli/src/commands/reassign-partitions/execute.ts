// kafka-reassign-partitions --execute, --cancel and --list.
import { setTimeout as sleep } from "node:timers/promises";
import type { Admin, KafkaError, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { InputError } from "../../failure.ts";
import { type DirectoryMove, planJson, printPlan, type ReassignmentPlan } from "./assignment-json.ts";
import { assignmentsOf, brokerIds, logDirsOf } from "./current.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { ascending, byReplica, namesOf, replicaKey } from "./names.ts";
import { clearThrottles, throttleLogDirs, throttleReplication } from "./throttles.ts";

/** What the tool says in one sentence, without "Error:" in front. */
export class TerseError extends Error {
  override readonly name: string = "TerseError";
}

const EXISTING =
  "Cannot execute because there is an existing partition assignment.  Use --additional to override this and create a new " +
  "partition assignment in addition to the existing one. The --additional flag can also be used to change the throttle " +
  "by resubmitting the current reassignment.";
const VERIFY_PERIODICALLY =
  "Warning: You must run --verify periodically, until the reassignment completes, to ensure the throttle is removed.";
const RETRY_MS = 100;

export interface ExecuteOptions {
  readonly plan: ReassignmentPlan;
  /** Also while another reassignment is under way. */
  readonly isAdditional: boolean;
  readonly allowReplicationFactorChange: boolean;
  /** Bytes a second between brokers; undefined: as fast as it goes. */
  readonly throttle: number | undefined;
  /** Bytes a second between log directories; undefined: as fast as it goes. */
  readonly logDirThrottle: number | undefined;
  /** How long to wait for a replica that shall go to a log directory. */
  readonly timeoutMs: number;
}

/** Begins the reassignment that a plan describes. */
export async function execute(admin: Admin, io: CommandIo, options: ExecuteOptions): Promise<void> {
  const { plan, throttle, logDirThrottle } = options;
  const ongoing = await admin.listPartitionReassignments();
  if (!options.isAdditional && ongoing.length > 0) throw new TerseError(EXISTING);
  const known = new Set(await brokerIds(admin));
  const unknown = ascending(plan.partitions.flatMap(({ replicas }) => replicas)).find((id) => !known.has(id));
  if (unknown !== undefined) throw new InputError(`Unknown broker id ${unknown}`);
  const current = await assignmentsOf(admin, plan.partitions);
  const logDirs = await logDirsOf(admin, current);
  if (io.row !== undefined) printPlan("current", current, logDirs, io.row);
  else {
    io.stdout.write(`Current partition replica assignment\n\n${planJson(current, logDirs)}\n\n`);
    io.stdout.write("Save this to use as the --reassignment-json-file option during rollback\n");
  }
  if (throttle !== undefined || logDirThrottle !== undefined) io.stdout.write(`${VERIFY_PERIODICALLY}\n`);
  if (throttle !== undefined) {
    const moving = { ongoing, proposed: plan.partitions, current, bytesPerSecond: throttle };
    await throttleReplication(admin, io, moving);
  }
  if (logDirThrottle !== undefined) {
    const brokers = plan.moves.map(({ brokerId }) => brokerId);
    await throttleLogDirs(admin, io, { brokers, bytesPerSecond: logDirThrottle });
  }
  const { allowReplicationFactorChange } = options;
  const results = await admin.alterPartitionReassignments(plan.partitions, { allowReplicationFactorChange });
  const errors = failuresOf(results);
  if (errors.length > 0) throw new TerseError(`Error reassigning partition(s):\n${errors.join("\n")}`);
  const { length } = plan.partitions;
  if (io.row !== undefined) printPlan("started", plan.partitions, new Map(), io.row);
  else
    io.stdout.write(
      `Successfully started partition reassignment${length === 1 ? "" : "s"} for ${namesOf(plan.partitions)}\n`,
    );
  await moveBetweenLogDirs(admin, io, { moves: plan.moves, timeoutMs: options.timeoutMs });
}

function failuresOf(
  results: Iterable<readonly [TopicPartition, { readonly ok: boolean; readonly error?: KafkaError }]>,
): string[] {
  const failed = [...results].filter(([, { ok }]) => !ok).toSorted(([one], [other]) => byPartition(one, other));
  return failed.map(([partition, { error }]) => `${nameOf(partition)}: ${error?.message ?? ""}`);
}

async function moveBetweenLogDirs(
  admin: Admin,
  io: CommandIo,
  { moves, timeoutMs }: { readonly moves: readonly DirectoryMove[]; readonly timeoutMs: number },
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  let pending = moves.toSorted(byReplica);
  while (pending.length > 0) {
    const results = await admin.alterReplicaLogDirs(pending);
    const waiting: DirectoryMove[] = [];
    for (const move of pending) {
      const outcome = results.outcome(move);
      if (outcome?.ok === true) {
        io.stdout.write(
          `Successfully started moving log directory to ${move.logDir} for replica ${nameOf(move)} with broker ${move.brokerId} \n`,
        );
      } else if (outcome?.error.code === "REPLICA_NOT_AVAILABLE") {
        // The replica has not come to its broker yet.
        waiting.push(move);
      } else throw new InputError(`Failed to alter dir for ${replicaKey(move)}`, { cause: outcome?.error });
    }
    pending = waiting;
    if (pending.length === 0) return;
    if (performance.now() >= deadlineMs) {
      const plural = pending.length === 1 ? "" : "s";
      const names = pending.map(replicaKey).join(",");
      throw new TerseError(`Timed out before log directory move${plural} could be started for: ${names}`);
    }
    await sleep(RETRY_MS);
  }
}

/** Takes back what is under way of a plan. */
export async function cancel(
  admin: Admin,
  io: CommandIo,
  options: { readonly plan: ReassignmentPlan; readonly keepsThrottles: boolean; readonly timeoutMs: number },
): Promise<void> {
  const { plan, keepsThrottles, timeoutMs } = options;
  const ongoing = await admin.listPartitionReassignments(plan.partitions);
  const plural = ongoing.length === 1 ? "" : "s";
  if (ongoing.length === 0) io.stdout.write("None of the specified partition reassignments are active.\n");
  else {
    const cancelled = ongoing.map(({ topic, partition }) => ({ topic, partition, replicas: null }));
    const errors = failuresOf(await admin.alterPartitionReassignments(cancelled));
    if (errors.length > 0) {
      const of = errors.length === 1 ? "" : "s";
      throw new TerseError(`Error cancelling partition reassignment${of} for:\n${errors.join("\n")}`);
    }
    if (io.row === undefined)
      io.stdout.write(`Successfully cancelled partition reassignment${plural} for: ${namesOf(ongoing)}\n`);
    else for (const one of ongoing.toSorted(byPartition)) io.row({ state: "cancelled", ...one });
  }
  const moving = await activeMoves(admin, plan.moves);
  // Kafka's tool ends this sentence without a line break.
  if (moving.length === 0) io.stdout.write("None of the specified partition moves are active.");
  await moveBetweenLogDirs(admin, io, { moves: moving, timeoutMs });
  if (!keepsThrottles) await clearThrottles(admin, io, plan.partitions);
}

/** Moves that are under way, back to where they came from. */
async function activeMoves(admin: Admin, moves: readonly DirectoryMove[]): Promise<DirectoryMove[]> {
  if (moves.length === 0) return [];
  const infos = await admin.describeReplicaLogDirs(moves);
  return moves.flatMap((move) => {
    const { currentReplicaLogDir: logDir, futureReplicaLogDir } = infos.value(move);
    return logDir === undefined || futureReplicaLogDir === undefined ? [] : [{ ...move, logDir }];
  });
}

/** Prints what is under way. */
export async function list(admin: Admin, io: CommandIo): Promise<void> {
  const ongoing = await admin.listPartitionReassignments();
  if (io.row !== undefined) {
    for (const one of ongoing.toSorted(byPartition)) io.row({ ...one });
    return;
  }
  io.stdout.write(ongoing.length === 0 ? "No partition reassignments found.\n" : "Current partition reassignments:\n");
  for (const one of ongoing.toSorted(byPartition)) {
    const adding = one.addingReplicas.length === 0 ? "" : ` adding: ${one.addingReplicas.join(",")}.`;
    const removing = one.removingReplicas.length === 0 ? "" : ` removing: ${one.removingReplicas.join(",")}.`;
    io.stdout.write(`${nameOf(one)}: replicas: ${one.replicas.join(",")}.${adding}${removing}\n`);
  }
}
