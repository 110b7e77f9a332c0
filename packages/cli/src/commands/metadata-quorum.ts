// kafka-metadata-quorum: who leads the metadata quorum, and how far its members have come.
import { ZERO_UUID } from "@ottla/base";
import type { Admin, QuorumInfo, QuorumReplicaState } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addEitherConnectionOptions, bootstrapProblem, withAdmin } from "../connection.ts";
import { InputError, UsageError } from "../failure.ts";
import { subcommandTool } from "../subcommand-tool.ts";
import type { Subcommand } from "../subcommand-tool.ts";
import type { ToolOptions } from "../tool.ts";
import { addController } from "./metadata-quorum/add-controller.ts";
import { printTable } from "./transactions/print.ts";

function leaderOf(quorum: QuorumInfo): QuorumReplicaState {
  const leader = quorum.voters.find(({ replicaId }) => replicaId === quorum.leaderId);
  if (leader === undefined) throw new InputError("The quorum has no leader that is a voter");
  return leader;
}

function agoText(timestamp: number | undefined, isHumanReadable: boolean): string {
  if (timestamp === undefined) return "-1";
  return isHumanReadable ? `${Math.max(0, Date.now() - timestamp)} ms ago` : String(timestamp);
}

async function replication(admin: Admin, isHumanReadable: boolean, io: CommandIo): Promise<void> {
  const quorum = await admin.describeMetadataQuorum();
  const leader = leaderOf(quorum);
  const rows = (states: readonly QuorumReplicaState[], status: string): string[][] =>
    states.map((one) => [
      String(one.replicaId),
      one.replicaDirectoryId,
      String(one.logEndOffset),
      String(leader.logEndOffset - one.logEndOffset),
      agoText(one.lastFetchTimestamp, isHumanReadable),
      agoText(one.lastCaughtUpTimestamp, isHumanReadable),
      status,
    ]);
  const followers = quorum.voters.filter((one) => one !== leader);
  printTable(
    ["NodeId", "DirectoryId", "LogEndOffset", "Lag", "LastFetchTimestamp", "LastCaughtUpTimestamp", "Status"],
    [...rows([leader], "Leader"), ...rows(followers, "Follower"), ...rows(quorum.observers, "Observer")],
    io,
  );
}

function statesText(quorum: QuorumInfo, states: readonly QuorumReplicaState[]): string {
  const texts = states.map(({ replicaId, replicaDirectoryId }) => {
    const endpoints = quorum.nodes.find(({ nodeId }) => nodeId === replicaId)?.endpoints ?? [];
    const directory = replicaDirectoryId === ZERO_UUID ? "" : `, "directoryId": "${replicaDirectoryId}"`;
    const addresses = endpoints.map(({ name, host, port }) => `"${name}://${bracketed(host)}:${port}"`).join(", ");
    return `{"id": ${replicaId}${directory}${addresses === "" ? "" : `, "endpoints": [${addresses}]`}}`;
  });
  return `[${texts.join(", ")}]`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

async function status(admin: Admin, io: CommandIo): Promise<void> {
  const { clusterId } = await admin.describeCluster();
  const quorum = await admin.describeMetadataQuorum();
  const leader = leaderOf(quorum);
  const last = quorum.voters.reduce((lowest, one) => (one.logEndOffset < lowest.logEndOffset ? one : lowest), leader);
  const lines: [string, string | number | null][] = [
    ["ClusterId", clusterId],
    ["LeaderId", quorum.leaderId],
    ["LeaderEpoch", quorum.leaderEpoch],
    ["HighWatermark", quorum.highWatermark],
    ["MaxFollowerLag", leader.logEndOffset - last.logEndOffset],
    ["MaxFollowerLagTimeMs", lagTime(leader, last)],
    ["CurrentVoters", statesText(quorum, quorum.voters)],
    ["CurrentObservers", statesText(quorum, quorum.observers)],
  ];
  if (io.row !== undefined) {
    const { voters, observers, ...rest } = quorum;
    io.row({ clusterId, ...rest, voters, observers });
    return;
  }
  for (const [name, value] of lines) io.stdout.write(`${`${name}:`.padEnd(24)}${value}\n`);
}

function lagTime(leader: QuorumReplicaState, last: QuorumReplicaState): number {
  if (leader === last) return 0;
  if (leader.lastCaughtUpTimestamp === undefined || last.lastCaughtUpTimestamp === undefined) return -1;
  return leader.lastCaughtUpTimestamp - last.lastCaughtUpTimestamp;
}

function describe(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  return values.has("replication") ? replication(admin, values.has("human-readable"), io) : status(admin, io);
}

/** @throws UsageError for options that do not go together */
function checkDescribe(values: ToolOptions): void {
  if (values.has("status") && values.has("replication"))
    throw new UsageError("Only one of --status or --replication should be specified with describe sub-command");
  if (!values.has("status") && !values.has("replication"))
    throw new UsageError("One of --status or --replication must be specified with describe sub-command");
  if (values.has("status") && values.has("human-readable"))
    throw new UsageError("The option --human-readable is only supported along with --replication");
}

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "describe",
    summary: "describe the metadata quorum",
    options(options) {
      options
        .option("--status", "a short summary of the quorum")
        .option("--replication", "how far each member has come")
        .option("--human-readable", "times as how long ago");
    },
    run: describe,
  },
  {
    name: "add-controller",
    summary: "add the controller that --command-config is the property file of to the quorum",
    options: (options) => void options.option("--dry-run", "say what would be done, do not do it"),
    run: addController,
  },
  {
    name: "remove-controller",
    summary: "remove a controller from the quorum",
    options(options) {
      options
        .option("-i, --controller-id <id>", "REQUIRED: the id of the controller")
        .option("-d, --controller-directory-id <id>", "REQUIRED: the id of its directory")
        .option("--dry-run", "say what would be done, do not do it");
    },
    required: ["controller-id", "controller-directory-id"],
    async run(admin, values, io) {
      const id = values.integer("controller-id") ?? -1;
      const directoryId = values.required("controller-directory-id");
      if (!values.has("dry-run")) await admin.removeRaftVoter({ id, directoryId });
      const done = values.has("dry-run") ? "DRY RUN of removing " : "Removed ";
      io.stdout.write(`${done} KRaft controller ${id} with directory id ${directoryId}\n`);
    },
  },
];

const BOOTSTRAP_SENTENCES = {
  neither: "one of the arguments --bootstrap-server --bootstrap-controller is required",
  both: "argument --bootstrap-controller: not allowed with argument --bootstrap-server",
  right: undefined,
} as const;

export const metadataQuorum: Command = subcommandTool({
  name: "kafka-metadata-quorum",
  description: "This tool describes kraft metadata quorum status.",
  options: addEitherConnectionOptions,
  refusal: (_subcommand, values) => BOOTSTRAP_SENTENCES[bootstrapProblem(values) ?? "right"],
  subcommands: SUBCOMMANDS,
  async run(subcommand, values, io) {
    if (subcommand.name === "describe") checkDescribe(values);
    return await withAdmin(values, io, async (admin) => {
      await subcommand.run(admin, values, io);
      return 0;
    });
  },
});
