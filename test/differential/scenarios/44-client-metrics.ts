// Client metrics subscriptions (KIP-714): their configurations are kept, described, listed and validated, whether the broker hands metrics on or not.
import { DescribeConfigs, IncrementalAlterConfigs, ListConfigResources } from "../apis.ts";
import { exclusiveScenario, scenario } from "../scenario.ts";
import type { Session } from "../session.ts";
import { untilConfig } from "../topics.ts";

const CLIENT_METRICS = 16;
const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

type Operation = readonly [name: string, operation: number, value: string | null];

async function alter(s: Session, resourceName: string, operations: readonly Operation[]): Promise<void> {
  const configs = operations.map(([name, configOperation, value]) => ({ name, configOperation, value }));
  const resources = [{ resourceType: CLIENT_METRICS, resourceName, configs }];
  await s.send(IncrementalAlterConfigs, 1, { resources, validateOnly: false });
}

async function describe(s: Session, resourceName: string): Promise<void> {
  await s.send(DescribeConfigs, 4, {
    resources: [{ resourceType: CLIENT_METRICS, resourceName, configurationKeys: null }],
    includeSynonyms: true,
    includeDocumentation: false,
  });
}

exclusiveScenario("IncrementalAlterConfigs/of a client metrics subscription", async (s) => {
  const resource = { type: CLIENT_METRICS, name: s.id };
  await alter(s, s.id, [
    ["metrics", SET, "org.apache.kafka.producer.,org.apache.kafka.consumer."],
    ["interval.ms", SET, "30000"],
    ["match", SET, "client_id=ops-.*,client_software_name=apache-kafka-java"],
  ]);
  await untilConfig(s, resource, "interval.ms", "30000");
  await describe(s, s.id);
  for (const version of [0, 1]) await s.send(ListConfigResources, version, {});
  await alter(s, s.id, [["metrics", APPEND, "*"]]);
  await alter(s, s.id, [["match", SUBTRACT, "client_id=ops-.*"]]);
  await alter(s, s.id, [
    ["metrics", SET, "*"],
    ["match", DELETE, null],
    ["interval.ms", SET, "60000"],
  ]);
  await untilConfig(s, resource, "interval.ms", "60000");
  await describe(s, s.id);
  await alter(s, s.id, [
    ["metrics", DELETE, null],
    ["interval.ms", DELETE, null],
    ["match", DELETE, null],
  ]);
  await untilConfig(s, resource, "interval.ms", "300000");
  await describe(s, s.id);
  await s.send(ListConfigResources, 0, {});
});

scenario("IncrementalAlterConfigs/of a client metrics subscription, refused", async (s) => {
  const one = `${s.id}-no`;
  for (const operation of [
    ["nope", SET, "1"],
    ["interval.ms", SET, "99"],
    ["interval.ms", SET, "3600001"],
    ["interval.ms", SET, "soon"],
    ["interval.ms", APPEND, "5"],
    ["interval.ms", SET, ""],
    ["match", SET, "client_id"],
    ["match", SET, "client_id="],
    ["match", SET, "client_id=a=b"],
    ["match", SET, "planet=earth"],
    ["match", SET, "client_id=["],
    ["match", SET, "client_id=a,client_id=a"],
    ["metrics", SET, "a,,b"],
    ["metrics", SET, "a,a"],
    ["metrics", SET, null],
  ] as const)
    await alter(s, one, [operation]);
  await alter(s, "", [["interval.ms", SET, "1000"]]);
  await untilConfig(s, { type: CLIENT_METRICS, name: one }, "metrics", "a");
  await describe(s, one);
});
