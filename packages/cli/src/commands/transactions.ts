// kafka-transactions: list and describe transactions and the producers of a partition, find those that hang, abort them. Unlike most of Kafka's
// tools it has sub-commands: the options of all stand behind the sub-command's name, those of the connection before it.
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { subcommandTool } from "../subcommand-tool.ts";
import type { Subcommand } from "../subcommand-tool.ts";
import { abortTransaction } from "./transactions/abort.ts";
import { describeProducers, describeTransaction, listTransactions, terminate } from "./transactions/describe.ts";
import { findHanging } from "./transactions/find-hanging.ts";

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "list",
    summary: "list transactions",
    options(options) {
      options
        .option("--duration-filter <ms>", "only those that run for longer than this, in ms")
        .option("--transactional-id-pattern <regex>", "only ids that match this regular expression");
    },
    run: listTransactions,
  },
  {
    name: "describe",
    summary: "describe the state of an active transactional id",
    options: (options) => void options.option("--transactional-id <id>", "REQUIRED: the transactional id"),
    required: ["transactional-id"],
    run: describeTransaction,
  },
  {
    name: "describe-producers",
    summary: "describe the states of active producers of a partition",
    options(options) {
      options
        .option("--broker-id <id>", "ask this replica instead of the leader")
        .option("--topic <topic>", "REQUIRED: the topic")
        .option("--partition <partition>", "REQUIRED: the partition");
    },
    required: ["topic", "partition"],
    run: describeProducers,
  },
  {
    name: "abort",
    summary: "abort a hanging transaction (requires administrative privileges)",
    options(options) {
      options
        .option("--topic <topic>", "REQUIRED: the topic")
        .option("--partition <partition>", "REQUIRED: the partition")
        .option("--start-offset <offset>", "the start offset of the transaction (brokers from 3.0 on)")
        .option("--producer-id <id>", "the producer id (older brokers)")
        .option("--producer-epoch <epoch>", "the producer epoch (older brokers)")
        .option("--coordinator-epoch <epoch>", "the coordinator epoch (older brokers)");
    },
    required: ["topic", "partition"],
    run: abortTransaction,
  },
  {
    name: "find-hanging",
    summary: "find hanging transactions",
    options(options) {
      options
        .option("--broker-id <id>", "only partitions with a replica on this broker")
        .option("--max-transaction-timeout <minutes>", "only those that are older than this, in minutes (default 15)")
        .option("--topic <topic>", "only this topic")
        .option("--partition <partition>", "only this partition of the topic");
    },
    run: findHanging,
  },
  {
    name: "forceTerminateTransaction",
    summary: "end an open transaction of a transactional id, prepared or not",
    options: (options) => void options.option("--transactionalId <id>", "REQUIRED: the transactional id"),
    required: ["transactionalId"],
    run: terminate,
  },
];

export const transactions: Command = subcommandTool({
  name: "kafka-transactions",
  description:
    "This tool is used to analyze the transactional state of producers in the cluster. It can be used to detect and recover from hanging transactions.",
  options: addConnectionOptions,
  required: ["bootstrap-server"],
  subcommands: SUBCOMMANDS,
  async run(subcommand, values, io) {
    try {
      return await withAdmin(values, io, async (admin) => {
        await subcommand.run(admin, values, io);
        return 0;
      });
    } catch (error) {
      if (error instanceof UsageError) {
        io.stderr.write(`${error.message}\n`);
        return 1;
      }
      throw error;
    }
  },
});
