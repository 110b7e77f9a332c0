/** The network of the operating system: TCP through node:net, which is loaded with the first connection: not everybody who imports this makes one. */

import type { Server, Socket } from "node:net";
import { NetworkError } from "./network-error.ts";
import type { NetworkErrorCode } from "./network-error.ts";
import type { Channel, ChannelListener, ConnectOptions, ListenOptions, Network } from "./network.ts";
import { NodeChannel } from "./node-channel.ts";
import { secure } from "./tls.ts";

const CONNECT_TIMEOUT_MS = 30_000;
const BACKLOG = 511;

/** TCP through node:net. */
export const nodeNetwork: Network = { listen, connect: dial };

function listen(options: ListenOptions): Promise<ChannelListener> {
  return new Promise((resolve, reject) => {
    const server = process.getBuiltinModule("node:net").createServer({ noDelay: true }, (socket) => {
      options.onChannel(new NodeChannel(socket));
    });
    const onListenError = (error: NodeJS.ErrnoException): void => {
      reject(listenError(options, error));
    };
    server.once("error", onListenError);
    server.listen({ host: options.host, port: options.port, backlog: options.backlog ?? BACKLOG }, () => {
      server.off("error", onListenError);
      server.on("error", options.onError);
      resolve(nodeListener(server));
    });
  });
}

function nodeListener(server: Server): ChannelListener {
  const bound = server.address();
  const address =
    bound === null || typeof bound === "string" ? { host: "", port: 0 } : { host: bound.address, port: bound.port };
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function listenError(options: ListenOptions, error: NodeJS.ErrnoException): NetworkError {
  const target = `${options.host}:${options.port}`;
  if (error.code === "EADDRINUSE") {
    return new NetworkError("ADDRESS_IN_USE", `cannot listen on ${target}: the port is in use`, error);
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") {
    return new NetworkError("ADDRESS_NOT_AVAILABLE", `cannot listen on ${target}: no such address here`, error);
  }
  return new NetworkError("LISTEN_FAILED", `cannot listen on ${target}: ${error.message}`, error);
}

function dial(options: ConnectOptions): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const target = `${options.host}:${options.port}`;
    const { connect } = process.getBuiltinModule("node:net");
    const socket: Socket = connect({ host: options.host, port: options.port, noDelay: true });
    const fail = (code: NetworkErrorCode, message: string, cause?: unknown): void => {
      socket.destroy();
      reject(new NetworkError(code, message, cause));
    };
    const timeoutMs = options.timeoutMs ?? CONNECT_TIMEOUT_MS;
    const onError = (error: NodeJS.ErrnoException): void => {
      const isRefused = error.code === "ECONNREFUSED";
      const why = isRefused ? "nobody listens there" : error.message;
      fail(isRefused ? "CONNECTION_REFUSED" : "CONNECT_FAILED", `cannot connect to ${target}: ${why}`, error);
    };
    const onTimeout = (): void => {
      fail("CONNECT_FAILED", `cannot connect to ${target}: no answer within ${timeoutMs} ms`);
    };
    socket.once("error", onError);
    socket.setTimeout(timeoutMs, onTimeout);
    const done = (connected: Socket): void => {
      socket.off("error", onError);
      socket.setTimeout(0);
      socket.off("timeout", onTimeout);
      resolve(new NodeChannel(connected));
    };
    const { tls } = options;
    socket.once("connect", () => {
      if (tls === undefined) done(socket);
      else secure(socket, options, tls).then(done, reject);
    });
  });
}
