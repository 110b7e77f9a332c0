// The lag monitor that `ottla start` runs on its own broker. Until somebody asks it is only an address that listens: the monitor is loaded by the
// first request, reads what groups have committed until then, and goes on watching. So a broker that nobody asks about lag pays nothing for it.
// What goes wrong with it is told and does not touch the broker.
import { once } from "node:events";
import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { LagMonitor } from "@ottla/lag";
import type { CommandIo } from "../../command.ts";

export interface OwnLagMonitorOptions {
  readonly bootstrapAddress: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface OwnLagMonitor {
  stop(): Promise<void>;
}

/** The address is taken a moment after the broker is ready, so that nobody waits for it. */
const DELAY_MS = 500;
/** The first request waits so long for what was committed before. */
const READY_MS = 10_000;
const LOOK_MS = 20;
const EVERYBODY = { username: "", password: "" };

async function startMonitor(bootstrapAddress: string, io: CommandIo): Promise<LagMonitor> {
  const { JsonLogger, LagMonitor, lagConfigOf } = await import("@ottla/lag");
  const config = lagConfigOf({
    "client-profile": { ottla: { "client-id": "ottla-lag" } },
    cluster: {
      local: {
        "class-name": "kafka",
        servers: [bootstrapAddress],
        "client-profile": "ottla",
        "share-group-refresh": 30,
      },
    },
    consumer: { local: { "class-name": "kafka", cluster: "local", "client-profile": "ottla" } },
    evaluator: { default: { "class-name": "caching", "expire-cache": 1, "young-grace": 600 } },
  });
  const logger = new JsonLogger("error", (line) => void io.stderr.write(line), Date.now);
  const monitor = new LagMonitor({ config, logger, isListening: false });
  await monitor.start();
  const deadline = performance.now() + READY_MS;
  while (!monitor.isReady && performance.now() < deadline) await sleep(LOOK_MS);
  return monitor;
}

/** The HTTP server and the monitor behind it, made by the first connection. */
async function makeHttp(bootstrapAddress: string, io: CommandIo): Promise<{ http: HttpServer; stop(): Promise<void> }> {
  const { createServer } = await import("node:http");
  const { serveHttp } = await import("@ottla/lag");
  let monitor: Promise<LagMonitor> | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    monitor ??= startMonitor(bootstrapAddress, io);
    await serveHttp(await monitor, EVERYBODY, request, response);
  };
  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      io.stderr.write(`The lag monitor failed: ${error instanceof Error ? error.message : String(error)}\n`);
      response.destroy();
    });
  });
  return {
    http,
    async stop() {
      http.closeAllConnections();
      await (await monitor?.catch(() => undefined))?.stop();
    },
  };
}

async function listen({ host, port, bootstrapAddress }: OwnLagMonitorOptions, io: CommandIo): Promise<OwnLagMonitor> {
  let made: ReturnType<typeof makeHttp> | undefined;
  // Node's HTTP server takes connections from others, and is not loaded before there is one.
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    made ??= makeHttp(bootstrapAddress, io);
    made.then(({ http }) => http.emit("connection", socket)).catch(() => socket.destroy());
  });
  server.listen(port, host);
  await once(server, "listening");
  const bound = server.address();
  const taken = typeof bound === "object" && bound !== null ? bound.port : port;
  io.stderr.write(`lag of consumer groups is told on http://${host}:${taken}/v3/kafka and /metrics\n`);
  return {
    async stop() {
      server.close();
      await (await made?.catch(() => undefined))?.stop();
    },
  };
}

/** Listens in a moment; `stop` also stops one that has not begun. */
export function startOwnLagMonitor(options: OwnLagMonitorOptions, io: CommandIo): OwnLagMonitor {
  let running: Promise<OwnLagMonitor | undefined> = Promise.resolve(undefined);
  const timer = setTimeout(() => {
    running = listen(options, io).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      io.stderr.write(
        `The lag monitor cannot listen: ${reason} (--lag-port chooses another port, --no-lag leaves it out)\n`,
      );
      return undefined;
    });
  }, DELAY_MS);
  return {
    async stop() {
      clearTimeout(timer);
      await (await running)?.stop();
    },
  };
}
