// What a configuration may say, in TOML, in YAML and in the environment, and what is refused.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lagConfigOf } from "./lag-config.ts";
import type { LagConfig } from "./lag-config.ts";
import { parseConfig } from "./load-config.ts";

/** As Burrow ships it, with what is not ZooKeeper's. */
const SHIPPED = `
[general]
pidfile="burrow.pid"
stdout-logfile="burrow.out"
access-control-allow-origin="mysite.example.com"
[logging]
filename="logs/burrow.log"
level="info"
maxsize=100
maxbackups=30
maxage=10
use-localtime=false
use-compression=true
[zookeeper]
servers=[ "zkhost01.example.com:2181", "zkhost02.example.com:2181" ]
timeout=6
root-path="/burrow"
[client-profile.test]
client-id="burrow-test"
kafka-version="0.10.0"
[cluster.local]
class-name="kafka"
servers=[ "kafka01.example.com:10251", "kafka02.example.com:10251" ]
client-profile="test"
topic-refresh=120
offset-refresh=30
groups-reaper-refresh=0
[consumer.local]
class-name="kafka"
cluster="local"
servers=[ "kafka01.example.com:10251" ]
client-profile="test"
group-denylist="^(console-consumer-|python-kafka-consumer-|quick-).*$"
group-allowlist=""
[httpserver.default]
address=":8000"
[storage.default]
class-name="inmemory"
workers=20
intervals=15
expire-group=604800
min-distance=1
[notifier.default]
class-name="http"
cluster="local"
url-open="http://someservice.example.com:1467/v1/event"
url-close="http://someservice.example.com:1467/v1/event"
interval=60
timeout=5
keepalive=30
extras={ api_key="REDACTED", app="burrow", tier="STG", fabric="mydc" }
template-open="conf/default-http-post.tmpl"
template-close="conf/default-http-delete.tmpl"
method-close="DELETE"
send-close=true
threshold=1
`;

async function toml(text: string, environment: Record<string, string> = {}): Promise<LagConfig> {
  return lagConfigOf(await parseConfig(text, "toml"), environment);
}

const CLUSTER = '[cluster.a]\nclass-name="kafka"\nservers=["h:9092"]\n';

describe("the configuration", () => {
  it("Burrow's file is read as it is", async () => {
    const config = await toml(SHIPPED);
    assert.deepEqual(config.clusters.get("local")?.list("servers"), [
      "kafka01.example.com:10251",
      "kafka02.example.com:10251",
    ]);
    assert.equal(config.clusters.get("local")?.number("offset-refresh"), 30);
    assert.equal(config.storage.number("intervals"), 15);
    assert.equal(config.evaluator.number("expire-cache"), 10);
    assert.equal(config.notifiers.get("default")?.map("extras").get("tier"), "STG");
    assert.equal(config.notifiers.get("default")?.number("threshold"), 1);
    const unused = config.warnings.map((warning) => warning.split(" ")[0]);
    assert.deepEqual(unused.toSorted(), [
      "client-profile.test.kafka-version",
      "notifier.default.cluster",
      "storage.default.workers",
      "zookeeper.root-path",
      "zookeeper.servers",
      "zookeeper.timeout",
    ]);
  });

  it("the same as YAML says the same", async () => {
    const yaml =
      "cluster:\n  a:\n    class-name: kafka\n    servers: [h:9092]\nstorage:\n  s:\n    class-name: inmemory\n    intervals: 7\n";
    const config = lagConfigOf(await parseConfig(yaml, "yaml"));
    assert.deepEqual(config.clusters.get("a")?.list("servers"), ["h:9092"]);
    assert.equal(config.storage.number("intervals"), 7);
    assert.equal(config.storage.name, "s");
  });

  it("lag config general.env-var-prefix: the environment wins over the file", async () => {
    const environment = { BURROW_CLUSTER_A_SERVERS: "x:1 y:2", BURROW_CLUSTER_A_OFFSET_REFRESH: "3" };
    const config = await toml(CLUSTER, environment);
    assert.deepEqual(config.clusters.get("a")?.list("servers"), ["x:1", "y:2"]);
    assert.equal(config.clusters.get("a")?.number("offset-refresh"), 3);
    const other = await toml(`[general]\nenv-var-prefix="MINE"\n${CLUSTER}`, {
      ...environment,
      MINE_CLUSTER_A_TOPIC_REFRESH: "9",
    });
    assert.deepEqual(other.clusters.get("a")?.list("servers"), ["h:9092"]);
    assert.equal(other.clusters.get("a")?.number("topic-refresh"), 9);
  });

  it("what is not there has Burrow's defaults", async () => {
    const config = await toml(CLUSTER);
    assert.equal(config.storage.name, "default");
    assert.equal(config.storage.number("intervals"), 10);
    assert.equal(config.storage.number("expire-group"), 604_800);
    assert.equal(config.evaluator.number("minimum-complete"), 0);
    assert.equal(config.evaluator.number("young-grace"), 0);
    assert.equal(config.clusters.get("a")?.number("topic-refresh"), 60);
    assert.equal(config.httpServers.get("default")?.text("address"), ":0");
    assert.equal(config.logging.text("level"), "info");
  });

  const REFUSED: readonly (readonly [string, RegExp])[] = [
    ['[cluster.a]\nclass-name="kafka"', /^cluster\.a\.servers is missing$/],
    [
      '[cluster.a]\nclass-name="kafka"\nservers=["nowhere"]',
      /^cluster\.a\.servers are host:port each; nowhere is not$/,
    ],
    ['[cluster.a]\nclass-name="pulsar"\nservers=["h:1"]', /^cluster\.a\.class-name is one of kafka; pulsar is not$/],
    [`${CLUSTER}offset-refresh=0`, /^cluster\.a\.offset-refresh is at least 1$/],
    [`${CLUSTER}offset-refresh="soon"`, /^cluster\.a\.offset-refresh is not of kind integer$/],
    [`${CLUSTER}ofset-refresh=1`, /^cluster\.a\.ofset-refresh is not a key of that section$/],
    [`${CLUSTER}__proto__="x"`, /^cluster\.a\.__proto__ is not a key of that section$/],
    [`${CLUSTER}client-profile="none"`, /^cluster\.a\.client-profile names none, and there is no such section$/],
    [`${CLUSTER}[consumer.c]\nclass-name="kafka"\ncluster="b"`, /^consumer\.c\.cluster names b, /],
    [
      `${CLUSTER}[consumer.c]\nclass-name="kafka_zk"\ncluster="a"`,
      /^consumer\.c\.class-name is one of kafka, kafka_admin; /,
    ],
    [
      `${CLUSTER}[consumer.c]\nclass-name="kafka"\ncluster="a"\ngroup-whitelist="x"`,
      /group-whitelist is refused: it is called/,
    ],
    [
      '[storage.a]\nclass-name="inmemory"\n[storage.b]\nclass-name="inmemory"',
      /^there may be one storage module, and 2 are/,
    ],
    ['[silence.a]\nfrom="x"\nto="y"', /^silence\.a\.to is not a key of that section$/],
    [`${CLUSTER}[state.s]\nclass-name="kafka"`, /^state\.s names either a cluster, or servers of its own$/],
    [
      `${CLUSTER}[state.s]\nclass-name="kafka"\ncluster="a"\nservers=["h:1"]`,
      /^state\.s names either a cluster, or servers of its own$/,
    ],
    [`${CLUSTER}[state.s]\nclass-name="kafka"\ncluster="b"`, /^state\.s\.cluster names b, /],
    [
      `${CLUSTER}[storage.x]\nclass-name="inmemory"\nintervals=20000\n[state.s]\nclass-name="kafka"\ncluster="A"`,
      /^state\.s: windows of more than 10000 commits/,
    ],
    ["[tickers.lagcheck]\ninterval=60", /^tickers is not a section of the configuration$/],
    ["general=3", /^general is not a table$/],
    ['[httpserver.x]\naddress="8000"', /^httpserver\.x\.address is host:port/],
    ["[[", /./],
  ];
  for (const [text, wanted] of REFUSED) {
    it(`refused: ${text.replaceAll("\n", " · ")}`, async () => {
      await assert.rejects(toml(text), { code: "ERR_OTTLA_LAG_CONFIG", message: wanted });
    });
  }
});
