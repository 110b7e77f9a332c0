// What the broker's configurations of its identity, its listeners and its connections do, seen through a whole broker.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { VirtualClock } from "@ottla/base";
import { Broker } from "@ottla/broker";
import { ConfigException } from "@ottla/config";
import { InMemoryNetwork } from "@ottla/network";
import type { Channel, ChannelListener, ListenOptions } from "@ottla/network";
import { DescribeQuorumRequest, DescribeQuorumResponse } from "@ottla/protocol/messages/describe-quorum";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import type { MetadataResponseBroker } from "@ottla/protocol/messages/metadata";
import { HOST, MemoryBroker, PORT, RESOURCE } from "../support/memory-broker.ts";
import type { Configs, RawConnection } from "../support/memory-broker.ts";

const CONTROLLER_PORT = 9093;
const WITH_CONTROLLER: Configs = { listeners: `PLAINTEXT://${HOST}:${PORT},CONTROLLER://${HOST}:${CONTROLLER_PORT}` };

/** The brokers that Metadata names to a connection. */
async function brokersSeenBy(connection: RawConnection): Promise<readonly MetadataResponseBroker[]> {
  return (await connection.request([MetadataRequest, MetadataResponse], 12, { topics: [] })).brokers;
}

async function quorumVoters(broker: MemoryBroker): Promise<readonly number[]> {
  const response = await broker.request([DescribeQuorumRequest, DescribeQuorumResponse], 2, {
    topics: [{ topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] }],
  });
  return response.topics[0]?.partitions[0]?.currentVoters.map(({ replicaId }) => replicaId) ?? [];
}

/** The sentence with which a start ends. */
async function refusal(context: TestContext, config: Configs): Promise<string> {
  try {
    await MemoryBroker.start(context, config);
  } catch (error) {
    assert.ok(error instanceof ConfigException, String(error));
    return error.message;
  }
  return "started";
}

describe("identity", () => {
  it("config node.id and config broker.id: the number under which clients see the node", async (context) => {
    for (const config of [{ "node.id": "7" }, { "broker.id": "7" }]) {
      const broker = await MemoryBroker.start(context, config);
      assert.deepEqual(
        (await brokersSeenBy(await broker.client())).map(({ nodeId }) => nodeId),
        [7],
      );
      assert.deepEqual(await quorumVoters(broker), [7]);
    }
    assert.match(
      await refusal(context, { "node.id": "7", "broker.id": "8" }),
      /`node.id` to the same value as `broker.id`/,
    );
  });

  it("config broker.rack: the rack that clients are told", async (context) => {
    for (const [config, rack] of [
      [{}, null],
      [{ "broker.rack": "r1" }, "r1"],
    ] as const) {
      const broker = await MemoryBroker.start(context, config);
      assert.equal((await brokersSeenBy(await broker.client()))[0]?.rack, rack);
    }
  });

  it("config process.roles: a node that is broker and controller starts, one that knows of no controllers is refused", async (context) => {
    const both = await MemoryBroker.start(context, { "process.roles": "broker,controller", "node.id": "3" });
    assert.deepEqual(await quorumVoters(both), [3]);
    assert.match(await refusal(context, { "process.roles": "broker" }), /controller.quorum.voters must contain/);
    assert.match(await refusal(context, { "process.roles": "controller" }), /controller.quorum.voters must contain/);
  });

  it("config controller.quorum.voters and config controller.quorum.bootstrap.servers: this node alone, at its own listener", async (context) => {
    const ofThisNode = [
      { "controller.quorum.voters": `1@${HOST}:${CONTROLLER_PORT}` },
      { "controller.quorum.bootstrap.servers": `${HOST}:${CONTROLLER_PORT}` },
    ];
    for (const config of ofThisNode) {
      const broker = await MemoryBroker.start(context, { ...WITH_CONTROLLER, ...config });
      assert.deepEqual(await quorumVoters(broker), [1]);
      // Whoever names a quorum needs the listener of its controllers; a node of its own does not.
      assert.match(await refusal(context, config), /controller.listener.names must contain at least one value/);
    }
    const ofOthers = { "controller.quorum.bootstrap.servers": "other:9999" };
    const sentence = await refusal(context, { ...WITH_CONTROLLER, ...ofOthers });
    assert.ok(sentence.includes("Configuration controller.quorum.bootstrap.servers cannot"), sentence);
  });
});

describe("listeners", () => {
  it("config listeners: every one is open, and nothing else is", async (context) => {
    const listeners = `PLAINTEXT://${HOST}:${PORT},PLAINTEXT2://${HOST}:7000`;
    const map = "PLAINTEXT:PLAINTEXT,PLAINTEXT2:PLAINTEXT";
    const broker = await MemoryBroker.start(context, { listeners, "listener.security.protocol.map": map });
    for (const port of [PORT, 7000]) {
      // Unset, the advertised address is the one that was dialled.
      const [seen] = await brokersSeenBy(await broker.dial(port));
      assert.deepEqual([seen?.host, seen?.port], [HOST, port]);
    }
    await assert.rejects(broker.dial(7001), { code: "CONNECTION_REFUSED" });
  });

  it("config advertised.listeners: the address that clients are told, by the listener they came through", async (context) => {
    const broker = await MemoryBroker.start(context, {
      listeners: `PLAINTEXT://${HOST}:${PORT},OUTSIDE://${HOST}:7000`,
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,OUTSIDE:PLAINTEXT",
      "advertised.listeners": "PLAINTEXT://inside.example:1111,OUTSIDE://outside.example:2222",
    });
    const [inside] = await brokersSeenBy(await broker.dial(PORT));
    const [outside] = await brokersSeenBy(await broker.dial(7000));
    assert.deepEqual([inside?.host, inside?.port], ["inside.example", 1111]);
    assert.deepEqual([outside?.host, outside?.port], ["outside.example", 2222]);
  });

  it("config listener.security.protocol.map: a listener of any name needs its protocol", async (context) => {
    const config = { listeners: `INSIDE://${HOST}:${PORT}`, "inter.broker.listener.name": "INSIDE" };
    assert.match(await refusal(context, config), /No security protocol defined for listener INSIDE/);
    const secure = { ...config, "listener.security.protocol.map": "INSIDE:SSL" };
    assert.equal(await refusal(context, secure), "Listener INSIDE cannot speak SSL: only PLAINTEXT is served.");
    const broker = await MemoryBroker.start(context, {
      ...config,
      "listener.security.protocol.map": "INSIDE:PLAINTEXT",
    });
    assert.equal((await brokersSeenBy(await broker.client())).length, 1);
  });

  it("config inter.broker.listener.name and config security.inter.broker.protocol: the listener that must be there for brokers", async (context) => {
    const listeners = `INSIDE://${HOST}:${PORT}`;
    const config = { listeners, "listener.security.protocol.map": "INSIDE:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL" };
    const missing = /inter.broker.listener.name must be a listener name defined in advertised.listeners/;
    assert.match(await refusal(context, config), missing);
    assert.equal(await refusal(context, { ...config, "inter.broker.listener.name": "INSIDE" }), "started");
    assert.equal(await refusal(context, { "security.inter.broker.protocol": "PLAINTEXT" }), "started");
    assert.match(await refusal(context, { "security.inter.broker.protocol": "SSL" }), missing);
  });

  it("config controller.listener.names: listeners of controllers are not for clients", async (context) => {
    const listeners = `PLAINTEXT://${HOST}:${PORT},CTRL://${HOST}:${CONTROLLER_PORT}`;
    assert.match(await refusal(context, { listeners }), /No security protocol defined for listener CTRL/);
    const broker = await MemoryBroker.start(context, { listeners, "controller.listener.names": "CTRL" });
    await assert.rejects(broker.dial(CONTROLLER_PORT), { code: "CONNECTION_REFUSED" });
    assert.deepEqual(
      broker.broker.listeners.map(({ name }) => name),
      ["PLAINTEXT"],
    );
  });

  it("config socket.listen.backlog.size: how many connections the system keeps until they are accepted", async (context) => {
    class RecordingNetwork extends InMemoryNetwork {
      backlog: number | undefined;
      override listen(options: ListenOptions): Promise<ChannelListener> {
        this.backlog = options.backlog;
        return super.listen(options);
      }
    }
    for (const [config, backlog] of [
      [{}, 1024],
      [{ "socket.listen.backlog.size": "77" }, 77],
    ] as const) {
      const network = new RecordingNetwork();
      const clock = new VirtualClock();
      const broker = await Broker.start({ network, clock, config });
      context.after(() => broker.stop());
      assert.equal(network.backlog, backlog);
    }
  });
});

/** A peer below the level of requests. */
class RawPeer {
  isClosed = false;
  readonly #channel: Channel;

  private constructor(channel: Channel) {
    this.#channel = channel;
    channel.open({
      onData: () => {},
      onDrain: () => {},
      onClose: () => {
        this.isClosed = true;
      },
    });
  }

  static async dial(broker: MemoryBroker): Promise<RawPeer> {
    return new RawPeer(await broker.network.connect({ host: HOST, port: PORT }));
  }

  /** Announces a frame and sends so much of it. */
  announce(frameBytes: number, sentBytes: number): void {
    const bytes = Buffer.alloc(4 + sentBytes);
    bytes.writeInt32BE(frameBytes);
    this.#channel.write([bytes]);
  }

  close(): void {
    this.#channel.destroy();
  }
}

/** Whether a broker answers this connection. */
async function isServed(broker: MemoryBroker, connection: RawConnection): Promise<boolean> {
  let isAnswered = false;
  brokersSeenBy(connection).then(
    () => {
      isAnswered = true;
    },
    () => {},
  );
  await broker.advance(100);
  return isAnswered;
}

describe("connections", () => {
  it("config socket.request.max.bytes: a request that announces more ends its connection", async (context) => {
    for (const [config, limit] of [
      [{}, 104_857_600],
      [{ "socket.request.max.bytes": "5000" }, 5000],
    ] as const) {
      const broker = await MemoryBroker.start(context, config);
      const [fits, tooLarge] = [await RawPeer.dial(broker), await RawPeer.dial(broker)];
      fits.announce(limit, 10);
      tooLarge.announce(limit + 1, 10);
      await broker.advance(10);
      assert.deepEqual([fits.isClosed, tooLarge.isClosed], [false, true]);
    }
  });

  it("config queued.max.request.bytes: beyond it connections are not read, and one that stands still is closed", async (context) => {
    const stalledAfter = async (config: Configs): Promise<number> => {
      const broker = await MemoryBroker.start(context, { "socket.request.max.bytes": "5000", ...config });
      const peers = [await RawPeer.dial(broker), await RawPeer.dial(broker)];
      for (const peer of peers) peer.announce(5000, 4000);
      await broker.advance(60_000);
      return peers.filter((peer) => peer.isClosed).length;
    };
    assert.equal(await stalledAfter({}), 0);
    assert.equal(await stalledAfter({ "queued.max.request.bytes": "20000" }), 0);
    // What counts is memory: each of the frames has a buffer of 8,192 bytes.
    assert.equal(await stalledAfter({ "queued.max.request.bytes": "13000" }), 1);
  });

  it("config max.connections: whoever comes beyond it waits until another leaves, also when it changes at run time", async (context) => {
    const broker = await MemoryBroker.start(context, { "max.connections": "2" });
    const client = await broker.client();
    const second = await broker.dial();
    const [third, fourth] = [await broker.dial(), await broker.dial()];
    assert.deepEqual([await isServed(broker, second), await isServed(broker, third)], [true, false]);
    second.connection.close();
    await broker.advance(10);
    assert.deepEqual([await isServed(broker, third), await isServed(broker, fourth)], [true, false]);
    await broker.alterConfigs(RESOURCE.BROKER, "", { "max.connections": "3" });
    assert.equal(await isServed(broker, fourth), true);
    assert.equal(await isServed(broker, client), true);
  });

  it("config max.connections.per.ip and config max.connections.per.ip.overrides: what exceeds it is closed, also when it changes at run time", async (context) => {
    const variants: readonly (readonly [Configs, number])[] = [
      [{ "max.connections.per.ip": "3" }, 3],
      [{ "max.connections.per.ip": "3", "max.connections.per.ip.overrides": `${HOST}:2,other.example:9` }, 2],
      [{ "max.connections.per.ip": "3", "max.connections.per.ip.overrides": "other.example:2" }, 3],
    ];
    const openOf = async (broker: MemoryBroker, count: number): Promise<number> => {
      const peers = await Promise.all(Array.from({ length: count }, () => RawPeer.dial(broker)));
      await broker.advance(10);
      const open = peers.filter((peer) => !peer.isClosed).length;
      for (const peer of peers) peer.close();
      await broker.advance(10);
      return open;
    };
    for (const [config, limit] of variants) {
      const broker = await MemoryBroker.start(context, config);
      assert.equal(await openOf(broker, 5), limit, JSON.stringify(config));
    }
    const broker = await MemoryBroker.start(context);
    await broker.client();
    assert.equal(await openOf(broker, 5), 5);
    await broker.alterConfigs(RESOURCE.BROKER, "", { "max.connections.per.ip": "3" });
    assert.equal(await openOf(broker, 5), 2);
    await broker.alterConfigs(RESOURCE.BROKER, "", { "max.connections.per.ip.overrides": `${HOST}:4` });
    assert.equal(await openOf(broker, 5), 3);
  });

  it("config connections.max.idle.ms: who is silent for so long is closed", async (context) => {
    const closedAfter = async (config: Configs): Promise<boolean[]> => {
      const broker = await MemoryBroker.start(context, config);
      const [idle, busy] = [await broker.dial(), await broker.dial()];
      for (let turn = 0; turn < 4; turn += 1) {
        await broker.advance(3000);
        await brokersSeenBy(busy);
      }
      return [idle.connection.isClosed, busy.connection.isClosed];
    };
    assert.deepEqual(await closedAfter({ "connections.max.idle.ms": "5000" }), [true, false]);
    assert.deepEqual(await closedAfter({ "connections.max.idle.ms": "600000" }), [false, false]);
  });
});
