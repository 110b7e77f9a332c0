// One listener of the HTTP API, plain or with TLS. It hands requests to the API and writes what that answers, never faster than it is read.
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { answerRequest } from "./api.ts";
import type { Credentials } from "./api.ts";
import { failed } from "./answer.ts";
import type { HttpAnswer, HttpRequest } from "./answer.ts";
import { reasonOf } from "../logger.ts";
import type { MonitorView } from "./monitor-view.ts";

export interface HttpServerOptions {
  /** "" for every address. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Time for a request, and for an idle connection, in ms; 0: no limit. */
  readonly timeoutMs: number;
  readonly admin: Credentials;
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
}

export interface HttpServer {
  readonly port: number;
  stop(): Promise<void>;
}

const BODY_BYTES_MAX = 65_536;
const HEADER_BYTES_MAX = 16_384;

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function write(response: ServerResponse, answer: HttpAnswer, isHead: boolean): Promise<void> {
  if (typeof answer.body === "string") {
    response.writeHead(answer.status, { ...answer.headers, "Content-Length": Buffer.byteLength(answer.body) });
    response.end(isHead ? undefined : answer.body);
    return;
  }
  response.writeHead(answer.status, answer.headers);
  for (const piece of answer.body) {
    if (response.destroyed) return;
    if (piece !== "" && !response.write(piece)) await once(response, "drain");
    await setImmediate();
  }
  response.end();
}

/** The answer, once what it speaks of is kept. */
export async function durableAnswer(view: MonitorView, request: HttpRequest, admin: Credentials): Promise<HttpAnswer> {
  const answer = answerRequest(view, request, admin);
  if (request.method === "GET") return answer;
  try {
    await view.untilKept();
    return answer;
  } catch (error) {
    const message = `it holds until the next restart, but could not be kept: ${reasonOf(error)}`;
    return failed({ view, request, parameters: new Map() }, 503, message);
  }
}

/** Answers one request. */
export async function serveHttp(
  view: MonitorView,
  admin: Credentials,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [rawPath = "/", query = ""] = (request.url ?? "/").split("?", 2);
  const method = request.method ?? "GET";
  const body = method === "GET" ? "" : await bodyOf(request);
  if (body === undefined) {
    response.writeHead(413, { Connection: "close" }).end();
    return;
  }
  const authorization = request.headers.authorization ?? "";
  const asked = { method, rawPath, query: new URLSearchParams(query), authorization, body };
  await write(response, await durableAnswer(view, asked, admin), method === "HEAD");
}

/** Starts a listener. @throws Error with one clear sentence when it cannot listen there */
export async function startHttpServer(view: MonitorView, options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, timeoutMs, tls, admin } = options;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    serveHttp(view, admin, request, response).catch(() => response.destroy());
  };
  const limits = { maxHeaderSize: HEADER_BYTES_MAX };
  const server: Server =
    tls === undefined ? createServer(limits, onRequest) : createTlsServer({ ...limits, ...tls }, onRequest);
  server.requestTimeout = timeoutMs;
  server.headersTimeout = timeoutMs;
  server.keepAliveTimeout = timeoutMs;
  server.listen({ port, ...(host === "" ? {} : { host }) });
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The lag monitor cannot listen on ${host}:${port}: ${reason}`, { cause: error });
  }
  const bound: AddressInfo | string | null = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}
