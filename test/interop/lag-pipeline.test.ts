// The real pipeline: our monitor on two clusters, ours and Apache Kafka's, and behind it a real Prometheus, a real Telegraf and a real OpenSearch. In a
// played incident every shipped alert fires and clears, and every query of the shipped dashboards returns data.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { until } from "../support/until.ts";
import { GROUPS, PlayedIncident } from "./lag/played-incident.ts";
import { alertNames, dashboardQueries, Prometheus, prometheusSkip } from "./lag/prometheus.ts";
import { dashboardSearches, SearchServer, searchSkip } from "./lag/search-server.ts";
import { Telegraf, telegrafSkip } from "./lag/telegraf.ts";

const CLUSTERS = ["ours", "apache"];
/** How much faster time runs in the alert rules: a minute is a fifth of a second (a second at least), an hour 12 s. */
const FASTER = 300;
const DEADLINE_MS = 90_000;
const TELEGRAF_INDEX = "telegraf-*";
const OWN_INDEX = "ottla-test";

/** Which groups each alert must be about; "well" is in none. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  ConsumerGroupInError: ["stopped", "stalled", "rewound"],
  ConsumerGroupFallingBehind: ["slow"],
  ConsumerPartitionStopped: ["stopped"],
  ConsumerPartitionStalled: ["stalled"],
  ConsumerPartitionRewound: ["rewound"],
  ConsumerGroupHoursBehind: ["stopped", "stalled"],
};

const skip = apacheSkip() !== false ? apacheSkip() : prometheusSkip();
const skipSearch = skip !== false ? skip : searchSkip() !== false ? searchSkip() : telegrafSkip();

describe("the pipeline of the lag monitor", { skip }, () => {
  const stack = new AsyncDisposableStack();
  const played: PlayedIncident[] = [];
  let monitor: LagMonitor;
  let monitorUrl: string;
  let prometheus: Prometheus;
  let search: SearchServer | undefined;

  async function startMonitor(bootstrapServers: readonly string[]): Promise<LagMonitor> {
    const section = (of: (name: string, index: number) => object): object =>
      Object.fromEntries(CLUSTERS.map((name, index) => [name, of(name, index)]));
    const config = lagConfigOf({
      cluster: section((_, index) => ({
        "class-name": "kafka",
        servers: [bootstrapServers[index]],
        "offset-refresh": 1,
        "topic-refresh": 2,
      })),
      consumer: section((cluster) => ({
        "class-name": "kafka",
        cluster,
        "group-allowlist": `^(${GROUPS.join("|")})$`,
      })),
      evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
      httpserver: { default: { address: "127.0.0.1:0" } },
      ...(search === undefined
        ? {}
        : { exporter: { own: { "class-name": "elasticsearch", url: search.url, interval: 1, index: OWN_INDEX } } }),
    });
    const started = new LagMonitor({ config, logger: new JsonLogger("fatal", () => undefined, Date.now) });
    await started.start();
    return started;
  }

  before(async () => {
    let apache: ApacheBroker;
    [apache, search] = await Promise.all([
      startApache(),
      skipSearch === false ? SearchServer.start() : Promise.resolve(undefined),
    ]);
    stack.defer(() => apache.stop());
    if (search !== undefined) stack.use(search);
    const broker = await Broker.start();
    stack.defer(() => broker.stop());
    const bootstrapServers = [broker.bootstrapServers, apache.bootstrap];
    for (const servers of bootstrapServers) {
      const one = stack.use(new PlayedIncident(servers));
      await one.start();
      played.push(one);
    }
    monitor = stack.use(await startMonitor(bootstrapServers));
    const target = `127.0.0.1:${monitor.ports.get("default") ?? 0}`;
    monitorUrl = `http://${target}`;
    prometheus = stack.use(await Prometheus.start(target, FASTER));
    if (search !== undefined) stack.use(new Telegraf(monitorUrl, search.url));
  });
  after(() => stack.disposeAsync());

  /** `alert cluster group` of all that fire. */
  async function firing(): Promise<Set<string>> {
    for (const one of played) one.assertPlaying();
    const alerts = (await prometheus.alerts()).filter(({ state }) => state === "firing");
    return new Set(
      alerts.map(({ labels: { alertname, cluster, consumer_group: group } }) => `${alertname} ${cluster} ${group}`),
    );
  }

  function wanted(): string[] {
    return Object.entries(EXPECTED).flatMap(([alert, groups]) =>
      CLUSTERS.flatMap((cluster) => groups.map((group) => `${alert} ${cluster} ${group}`)),
    );
  }

  async function json(path: string, options: object = {}): Promise<unknown> {
    return (await fetch(`${monitorUrl}${path}`, options)).json();
  }

  it("no alert fires while all groups are well", async () => {
    assert.deepEqual(Object.keys(EXPECTED).toSorted(), alertNames().toSorted());
    await until("full windows everywhere", async () => {
      const series = await prometheus.series("burrow_kafka_topic_partition_status");
      return series.length >= CLUSTERS.length * GROUPS.length;
    });
    assert.deepEqual([...(await firing())], []);
    assert.deepEqual(await prometheus.brokenRules(), []);
  });

  it("every alert fires, on both clusters, and none about the group that stays well", async () => {
    for (const one of played) one.isSick = true;
    const seen = new Set<string>();
    const missing = (): string[] => wanted().filter((one) => !seen.has(one));
    await until(
      "all alerts to fire",
      async () => {
        for (const one of await firing()) seen.add(one);
        return missing().length === 0;
      },
      DEADLINE_MS,
    ).catch((error: unknown) => assert.fail(`${String(error)}: ${missing().join(", ")}`));
    assert.deepEqual(
      [...seen].filter((one) => one.endsWith(" well")),
      [],
    );
  });

  it("every query of the dashboard for Prometheus returns data", async () => {
    const { panels, variables } = dashboardQueries();
    assert(panels.length >= 10 && variables.length === 2);
    const empty: string[] = [];
    for (const [title, expression] of panels) {
      if ((await prometheus.range(expression)).length === 0) empty.push(title);
    }
    for (const match of variables) if ((await prometheus.series(match)).length === 0) empty.push(match);
    assert.deepEqual(empty, []);
  });

  it("what Telegraf wrote to OpenSearch is what the monitor says", { skip: skipSearch }, async () => {
    const groupDocuments = async (): Promise<TelegrafDocument[]> => {
      const found = await search?.search(TELEGRAF_INDEX, {
        size: 1_000,
        sort: [{ "@timestamp": "desc" }],
        query: { query_string: { query: "measurement_name:burrow_group" } },
      });
      return (found?.hits.hits ?? []).map(({ _source }) => _source as TelegrafDocument);
    };
    for (const cluster of CLUSTERS) {
      const of = async (group: string): Promise<TelegrafDocument[]> =>
        (await groupDocuments()).filter(({ tag }) => tag.cluster === cluster && tag.group === group);
      const has = async (group: string, status: string): Promise<boolean> =>
        (await of(group)).some((one) => one.burrow_group.status === status);
      // Documents come a moment later than alerts.
      for (const group of ["stopped", "stalled", "rewound"])
        await until(`${cluster} ${group} in a document`, () => has(group, "ERR"));
      await until(`${cluster} slow in a document`, () => has("slow", "WARN"));
      assert.deepEqual([...new Set((await of("well")).map((one) => one.burrow_group.status))], ["OK"]);
      const [newest] = await of("stopped");
      const { status } = (await json(`/v3/kafka/${cluster}/consumer/stopped/lag`)) as { status: { totallag: number } };
      const lag = newest?.burrow_group.total_lag ?? 0;
      assert(lag > 0 && lag <= status.totallag, `${lag} and then ${status.totallag}`);
      assert.equal(newest?.burrow_group.partition_count, 1);
    }
  });

  it("every query of the dashboard for Elasticsearch returns data", { skip: skipSearch }, async () => {
    const empty: string[] = [];
    for (const [title, body] of dashboardSearches()) {
      for (const index of [OWN_INDEX, TELEGRAF_INDEX]) {
        const buckets = (await search?.search(index, body))?.aggregations?.terms.buckets ?? [];
        const hasData = buckets.some(({ metric, time }) => metric.value !== null && time.buckets.length > 1);
        if (!hasData) empty.push(`${index}: ${title}`);
      }
    }
    // Burrow's API has no lag in time, so Telegraf cannot know it.
    assert.deepEqual(empty, [`${TELEGRAF_INDEX}: Lag in time by group`]);
  });

  it("a silence holds for the alerts of Prometheus too, and for nobody else", async () => {
    /** How many alerts are about the stopped groups of both clusters. */
    const counts = async (): Promise<string> => {
      const alerts = [...(await firing())];
      return CLUSTERS.map((cluster) => alerts.filter((one) => one.endsWith(`${cluster} stopped`)).length).join(" ");
    };
    await until("the alerts of both", async () => (await counts()) === "3 3");
    const body = JSON.stringify({ cluster: "^apache$", group: "^stopped$", duration: 600 });
    const { silence } = (await json("/v3/silence", { method: "POST", body })) as { silence: { id: string } };
    await until("the alerts of one to be silent", async () => (await counts()) === "3 0");
    await json(`/v3/silence/${silence.id}`, { method: "DELETE" });
    await until("them to be back", async () => (await counts()) === "3 3");
  });

  it("every alert clears when the groups have recovered", async () => {
    for (const one of played) one.isSick = false;
    await until(
      "all alerts to clear, and none to wait",
      async () => (await prometheus.alerts()).length === 0,
      DEADLINE_MS,
    );
    for (const one of played) one.assertPlaying();
  });
});

interface TelegrafDocument {
  readonly tag: { readonly cluster: string; readonly group: string };
  readonly burrow_group: { readonly status: string; readonly total_lag: number; readonly partition_count: number };
}
