/** What waits in the purgatory: `kafka.server:type=DelayedOperationPurgatory`, counted when somebody asks. */

import type { DelayedOperation, DelayedOperationKind } from "../purgatory/purgatory.ts";
import type { Metric } from "./exposition.ts";

const KINDS: readonly DelayedOperationKind[] = ["Produce", "Fetch", "DeleteRecords", "ShareFetch"];

export function* purgatoryMetrics(operations: Iterable<DelayedOperation>): Generator<Metric> {
  const counts = new Map(KINDS.map((kind) => [kind, { operations: 0, watched: 0 }]));
  for (const { kind, watchedCount } of operations) {
    const count = counts.get(kind);
    if (count === undefined) continue;
    count.operations += 1;
    count.watched += watchedCount;
  }
  const samples = (value: (count: { operations: number; watched: number }) => number): Metric["samples"] =>
    [...counts].map(([kind, count]) => ({ labels: { delayedOperation: kind }, value: value(count) }));
  const name = "kafka_server_delayedoperationpurgatory_";
  yield {
    name: `${name}numdelayedoperations`,
    type: "gauge",
    help: "Requests that wait: for replicas, records, or time.",
    samples: samples((count) => count.operations),
  };
  yield {
    name: `${name}purgatorysize`,
    type: "gauge",
    help: "Places in which they wait: a request waits in each partition that it asks for.",
    samples: samples((count) => count.watched),
  };
}
