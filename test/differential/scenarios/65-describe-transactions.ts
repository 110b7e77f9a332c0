// DescribeTransactions and ListTransactions; transactions that the coordinator ends by itself (T12).
import { DescribeTransactions, FindCoordinator, ListTransactions } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { fetchAll } from "../produce.ts";
import { exclusiveScenario, scenario, scenarioPerVersion } from "../scenario.ts";
import { Txn, txnTopic } from "../transactions.ts";

scenario("DescribeTransactions/every state", async (s) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.describe();
  await txn.add(3, [{ name: topic.name, partitions: [0, 1] }]);
  await txn.addOffsets(4, s.id);
  await txn.describe();
  await txn.finish(3, true);
  await txn.describe();
  await txn.init();
  await txn.stick(topic, false);
  await txn.describe();
});

scenario("DescribeTransactions/several, and none", async (s) => {
  const txn = await Txn.start(s);
  await s.send(DescribeTransactions, 0, { transactionalIds: [txn.transactionalId, `${s.id}-unknown`, ""] });
  await s.send(DescribeTransactions, 0, { transactionalIds: [] });
  await s.send(DescribeTransactions, 0, { transactionalIds: [txn.transactionalId, txn.transactionalId] });
});

for (const version of versionsOf(ListTransactions)) {
  exclusiveScenario(`ListTransactions/filters v${version}`, async (s) => {
    const topic = await txnTopic(s);
    const [empty, open, done] = await Promise.all(
      ["empty", "open", "done"].map((name) => Txn.start(s, `${s.id}-${name}`)),
    );
    await open!.add(3, [{ name: topic.name, partitions: [0] }]);
    await done!.add(3, [{ name: topic.name, partitions: [0] }]);
    await done!.finish(3, true);
    const mine = [empty!.producerId, open!.producerId, done!.producerId];
    const list = (filter: object): Promise<unknown> => s.send(ListTransactions, version, filter);
    await list({ producerIdFilters: mine });
    await list({ producerIdFilters: mine.slice(0, 1) });
    await list({ producerIdFilters: [1_234_567n] });
    for (const stateFilters of [
      ["Ongoing"],
      ["Empty", "CompleteCommit"],
      ["Dead"],
      ["ongoing"],
      ["Nonsense", "Empty", "Nonsense"],
    ]) {
      await list({ producerIdFilters: mine, stateFilters });
    }
    if (version >= 1) {
      for (const durationFilter of [0, -1, -5, 1_000_000]) await list({ producerIdFilters: mine, durationFilter });
    }
    if (version >= 2) {
      for (const pattern of [`${s.id}-.*`, `${s.id}-e`, ".*-o?pen", "", "(", "(?i).*DONE", null]) {
        await list({ producerIdFilters: mine, transactionalIdPattern: pattern });
      }
    }
  });
}

scenario("DescribeTransactions/of one that timed out", async (s) => {
  const topic = await txnTopic(s);
  const txn = await Txn.start(s, s.id, 300);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic);
  await s.until("the abort", async () => {
    const described = await s.quiet(DescribeTransactions, 0, { transactionalIds: [txn.transactionalId] });
    return described.transactionStates[0]?.transactionState === "CompleteAbort";
  });
  await txn.describe();
  await txn.end(3, true);
  await txn.end(5, true);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic, { sequence: 1 });
  await fetchAll(s, topic);
});

scenarioPerVersion("FindCoordinator/of a transactional id", versionsOf(FindCoordinator, 1), async (s, version) => {
  for (const key of ["g", "prepare-1", "ü", ""]) {
    await s.attempt(
      FindCoordinator,
      version,
      version >= 4 ? { keyType: 1, coordinatorKeys: [key] } : { keyType: 1, key },
    );
  }
});
