// @ottla/client beside the other clients, on the same broker (Apache's, then ours): those for JavaScript in this process, Java's and librdkafka in
// processes of their own. What they cost this process is told too, and how long they keep it from anything else.
import { Producer } from "@ottla/client";
import { kafkajs } from "./client-peers/kafkajs.ts";
import { java, librdkafka } from "./client-peers/outside.ts";
import { ottla } from "./client-peers/ottla.ts";
import { BATCH, PARTITIONS, QUANTITIES, VALUE } from "./client-peers/peer.ts";
import type { FullTopic, Peer, Run } from "./client-peers/peer.ts";
import { platformatic } from "./client-peers/platformatic.ts";
import { inTurn, printFigures } from "./lib/bench.ts";
import type { Bench, BenchContext, Figure } from "./lib/bench.ts";
import { figuresOf } from "./lib/matrix.ts";
import { startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const PEERS: readonly Peer[] = [platformatic, kafkajs, java, librdkafka];
const READ = 600_000;
/** One record that fills a batch: orders as JSON. */
const LARGE_BYTES = 1_000_000;
const LARGE_READ = 150;
const CODECS = ["lz4", "snappy", "zstd"] as const;

interface Case {
  readonly name: string;
  /** Whether the topics of {@link fill} have to be there. */
  readonly isReading: boolean;
  /** A run of a client; undefined for one that has no such call. */
  of(peer: Peer): ((server: Server) => Promise<Run>) | undefined;
}

let topicNumber = 0;

/** A case that writes to a topic of its own. */
function sending(
  name: string,
  of: (peer: Peer) => ((server: Server, topic: string) => Promise<Run>) | undefined,
  partitions = PARTITIONS,
): Case {
  return {
    name,
    isReading: false,
    of(peer) {
      const run = of(peer);
      if (run === undefined) return undefined;
      return async (server) => {
        const topic = `sends-${topicNumber++}`;
        await createTopic(server, topic, partitions);
        return await run(server, topic);
      };
    },
  };
}

const endToEnd = (lingerMs: number): Case =>
  sending(
    `end to end at 1,000 records/s, linger ${lingerMs}`,
    (peer) => {
      const { endToEnd: run } = peer;
      return run === undefined ? undefined : (server, topic) => run(server, topic, lingerMs);
    },
    1,
  );

const CASES: readonly Case[] = [
  sending("single sends, 10,000 at once", (peer) => peer.singles),
  sending("sends of 1,000", (peer) => peer.thousands),
  sending("one send after the other", (peer) => peer.awaited),
  endToEnd(0),
  endToEnd(5),
  reading("read by batches", { name: "small", count: READ }, (peer) => peer.readBatches),
  reading("read one by one", { name: "small", count: READ }, (peer) => peer.readEach),
  ...CODECS.map((codec) =>
    reading(`read batches of 1 MB, ${codec}`, { name: codec, count: LARGE_READ }, (peer) =>
      // Neither Java's loop nor librdkafka's is one that other work waits for, and kafkajs comes without these codecs.
      peer === ottla || peer === platformatic ? peer.readEach : undefined,
    ),
  ),
];

function reading(
  name: string,
  topic: FullTopic,
  of: (peer: Peer) => ((server: Server, topic: FullTopic) => Promise<Run>) | undefined,
): Case {
  return {
    name,
    isReading: true,
    of(peer) {
      const run = of(peer);
      return run === undefined ? undefined : (server) => run(server, topic);
    },
  };
}

function largeValue(): Buffer {
  let text = "";
  for (let id = 0; text.length < LARGE_BYTES; id++) {
    const cents = Math.floor(Math.random() * 1e6);
    text += `{"orderId":${id},"customer":"${Math.random().toString(36).slice(2)}","amount":${cents / 100},"currency":"EUR","status":"paid"}\n`;
  }
  return Buffer.from(text).subarray(0, LARGE_BYTES);
}

async function fill(server: Server): Promise<void> {
  await createTopic(server, "small", PARTITIONS);
  {
    await using producer = new Producer({ bootstrapServers: server.bootstrap });
    const records = Array.from({ length: BATCH }, () => ({ topic: "small", value: VALUE }));
    for (let sent = 0; sent < READ; sent += BATCH) await producer.sendBatch(records);
  }
  const value = largeValue();
  for (const codec of CODECS) {
    await createTopic(server, codec, PARTITIONS);
    await using producer = new Producer({ bootstrapServers: server.bootstrap, compressionType: codec });
    for (let sent = 0; sent < LARGE_READ; sent++) await producer.send({ topic: codec, value });
  }
}

async function onServer(brokerName: string, server: Server, context: BenchContext): Promise<Figure[]> {
  const wanted = CASES.map((one) => ({ ...one, name: `${one.name}, on ${brokerName}` })).filter(({ name }) =>
    context.wants(name),
  );
  if (wanted.length === 0) return [];
  if (wanted.some(({ isReading }) => isReading)) await fill(server);
  const figures: Figure[] = [];
  for (const one of wanted) {
    const sides = new Map<Peer, () => Promise<Run>>();
    for (const peer of [ottla, ...PEERS]) {
      const run = one.of(peer);
      if (run === undefined) continue;
      sides.set(peer, () => {
        context.say(`${one.name}: ${peer.name}`);
        return run(server);
      });
    }
    const runs = await inTurn(context.rounds, sides);
    const found = PEERS.flatMap((peer) => {
      const both = { ottla: runs.get(ottla) ?? [], peer: runs.get(peer) ?? [] };
      return figuresOf(`${one.name}, beside ${peer.name}`, both, QUANTITIES);
    });
    context.say(printFigures(found));
    figures.push(...found);
  }
  return figures;
}

export const bench: Bench = {
  name: "client-peers",
  about: `@ottla/client beside other clients: ${VALUE.length}-byte values, ${PARTITIONS} partitions, acks=all.`,
  async run(context) {
    const both = await startBoth(context);
    try {
      const apache = await onServer("Apache Kafka", both.apache, context);
      return [...apache, ...(await onServer("our broker", both.ottla, context))];
    } finally {
      await both.ottla.stop();
      await both.apache.stop();
    }
  },
};
