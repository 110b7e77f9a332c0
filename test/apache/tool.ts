// Apache Kafka's command-line tools and other Java programs, run with the class path of the tests.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { classPath } from "./jars.ts";

const here: string = dirname(fileURLToPath(import.meta.url));

/** The main class behind each of Apache Kafka 4.3's scripts. */
export const TOOLS = {
  "kafka-acls": "org.apache.kafka.tools.AclCommand",
  "kafka-broker-api-versions": "org.apache.kafka.tools.BrokerApiVersionsCommand",
  "kafka-client-metrics": "org.apache.kafka.tools.ClientMetricsCommand",
  "kafka-cluster": "org.apache.kafka.tools.ClusterTool",
  "kafka-configs": "kafka.admin.ConfigCommand",
  "kafka-console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
  "kafka-console-share-consumer": "org.apache.kafka.tools.consumer.ConsoleShareConsumer",
  "kafka-console-producer": "org.apache.kafka.tools.ConsoleProducer",
  "kafka-consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
  "kafka-consumer-perf-test": "org.apache.kafka.tools.ConsumerPerformance",
  "kafka-delegation-tokens": "org.apache.kafka.tools.DelegationTokenCommand",
  "kafka-delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
  "kafka-dump-log": "org.apache.kafka.tools.DumpLogSegments",
  "kafka-e2e-latency": "org.apache.kafka.tools.EndToEndLatency",
  "kafka-features": "org.apache.kafka.tools.FeatureCommand",
  "kafka-get-offsets": "org.apache.kafka.tools.GetOffsetShell",
  "kafka-groups": "org.apache.kafka.tools.GroupsCommand",
  "kafka-leader-election": "org.apache.kafka.tools.LeaderElectionCommand",
  "kafka-log-dirs": "org.apache.kafka.tools.LogDirsCommand",
  "kafka-metadata-quorum": "org.apache.kafka.tools.MetadataQuorumCommand",
  "kafka-reassign-partitions": "org.apache.kafka.tools.reassign.ReassignPartitionsCommand",
  "kafka-producer-perf-test": "org.apache.kafka.tools.ProducerPerformance",
  "kafka-share-groups": "org.apache.kafka.tools.consumer.group.ShareGroupCommand",
  "kafka-storage": "kafka.tools.StorageTool",
  "kafka-streams-groups": "org.apache.kafka.tools.streams.StreamsGroupCommand",
  "kafka-topics": "org.apache.kafka.tools.TopicCommand",
  "kafka-verifiable-consumer": "org.apache.kafka.tools.VerifiableConsumer",
  "kafka-verifiable-producer": "org.apache.kafka.tools.VerifiableProducer",
  "kafka-transactions": "org.apache.kafka.tools.TransactionsCommand",
} as const;

export interface ToolResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly stdin?: string | Uint8Array;
  readonly jvmArgs?: readonly string[];
  /** Further class path entries, before Apache's. */
  readonly extraClassPath?: readonly string[];
  /** Default 60 s; then SIGKILL, and status is null. */
  readonly timeoutMs?: number;
}

/** A program that runs. */
export interface RunningTool {
  /** What it has printed so far. */
  stdout(): string;
  /** Asks it to end, as ctrl-C would; it has until the timeout. */
  interrupt(): void;
  readonly ended: Promise<ToolResult>;
}

/** Starts a main class. `ended` never rejects for the program's own failure: look at `status`. */
export function startTool(mainClass: string, args: readonly string[], options: ToolOptions = {}): RunningTool {
  const path = [...(options.extraClassPath ?? []), classPath].join(":");
  const child = spawn(
    "java",
    [
      "-Xmx256m",
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      ...(options.jvmArgs ?? []),
      `-Dlog4j2.configurationFile=${join(here, "tools-log4j2.properties")}`,
      "-cp",
      path,
      mainClass,
      ...args,
    ],
    { stdio: ["pipe", "pipe", "pipe"], timeout: options.timeoutMs ?? 60_000, killSignal: "SIGKILL" },
  );
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  const ended = new Promise<ToolResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout: textOf(stdout), stderr: textOf(stderr) }));
  });
  return { stdout: () => textOf(stdout), interrupt: () => void child.kill("SIGTERM"), ended };
}

/** Runs a main class to its end; see `startTool`. */
export function runTool(mainClass: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  return startTool(mainClass, args, options).ended;
}
