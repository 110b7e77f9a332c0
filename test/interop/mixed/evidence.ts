// What tells why a cluster that is ours and Apache's does not come to its end: taken when it has been given up, for the message of the failure.
import { inspect } from "node:util";
import type { Admin } from "@ottla/client";
import type { MixedCluster } from "../../apache/mixed-cluster.ts";
import { partitionsOf } from "./partitions.ts";

/**
 * Sentences in the logs of brokers after which a transaction does not end: Apache's coordinator leaves markers out (decisions/016), ours is told that another
 * has taken over, a coordinator's partition cannot be loaded or written.
 */
const TELLING =
  /likely deleted already|the marker of a transaction was refused|coordinator partition has failed|Error loading|ERROR/;
const LINES_MAX = 20;

/** Lines for people: the transactions, who leads and is in sync, the groups, and what the brokers have said of it. */
export async function evidenceOf(
  cluster: MixedCluster,
  admin: Admin,
  about: {
    readonly transactionalIds: readonly string[];
    readonly groups: readonly string[];
    readonly brokers: readonly number[];
  },
): Promise<string> {
  const show = (what: string, work: Promise<unknown>): Promise<string> =>
    work.then(
      (found) => `${what}: ${inspect(found, { depth: 6, breakLength: 160 })}`,
      (error: unknown) => `${what}: ${String(error)}`,
    );
  const topics = ["__transaction_state", "__consumer_offsets", "source", "middle", "end"];
  const asked = await Promise.all([
    show(
      "transactions",
      admin.describeTransactions([...about.transactionalIds]).then((found) => [...found]),
    ),
    show(
      "groups",
      admin.describeClassicGroups([...about.groups]).then((found) => [...found]),
    ),
    ...topics.map((topic) => show(topic, partitionsOf(admin, topic))),
  ]);
  const said = about.brokers.flatMap((id) =>
    cluster
      .log(id)
      .split("\n")
      .filter((line) => TELLING.test(line))
      .slice(-LINES_MAX)
      .map((line) => `broker ${id} said: ${line}`),
  );
  return [...asked, ...said].join("\n");
}
