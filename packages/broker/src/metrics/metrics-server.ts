/**
 * `GET /metrics` over HTTP, in Prometheus's text format: what JMX is for Apache Kafka. Loaded only where somebody asks for it. Answers one
 * scrape after the other, in pieces between which the broker does its own work, and never waits for a slow reader with more than one piece.
 */

import { once } from "node:events";
import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Logger } from "../logging/logger.ts";
import { exposition, EXPOSITION_TYPE } from "./exposition.ts";
import type { Metric } from "./exposition.ts";

export interface MetricsAddress {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface MetricsServer {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

const DEFAULT_HOST = "127.0.0.1";
/** A scrape that its reader does not take ends. */
const SCRAPE_TIMEOUT_MS = 30_000;
const CONNECTIONS_MAX = 16;

async function answer(response: ServerResponse, metrics: Iterable<Metric>): Promise<void> {
  response.writeHead(200, { "content-type": EXPOSITION_TYPE });
  const ended = AbortSignal.timeout(SCRAPE_TIMEOUT_MS);
  for (const piece of exposition(metrics)) {
    if (response.destroyed) return;
    if (!response.write(piece)) await once(response, "drain", { signal: ended });
    await setImmediate();
  }
  response.end();
}

/**
 * Starts it.
 * @throws Error with one clear sentence when it cannot listen there
 */
export async function startMetricsServer(
  address: MetricsAddress,
  collect: () => Promise<Iterable<Metric>>,
  logger: Logger,
): Promise<MetricsServer> {
  const host = address.host ?? DEFAULT_HOST;
  const server: Server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    if (path !== "/metrics") response.writeHead(404).end("Metrics are at /metrics.\n");
    else if (request.method !== "GET" && request.method !== "HEAD")
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    else if (request.method === "HEAD") response.writeHead(200, { "content-type": EXPOSITION_TYPE }).end();
    else {
      collect()
        .then((metrics) => answer(response, metrics))
        .catch((error: unknown) => {
          if (!response.destroyed) logger.warn({ error }, "a scrape of the metrics did not end well");
          response.destroy();
        });
    }
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.requestTimeout = SCRAPE_TIMEOUT_MS;
  server.listen(address.port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Metrics cannot be served on ${host}:${address.port}: ${reason}`, { cause: error });
  }
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : address.port;
  logger.info({ url: `http://${host}:${port}/metrics` }, "metrics are served");
  return {
    host,
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => {});
    },
  };
}
