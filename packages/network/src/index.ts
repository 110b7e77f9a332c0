export { ClientConnection, type ClientConnectionOptions, type SendOptions } from "./client-connection.ts";
export { Connection, type ConnectionLimits } from "./connection.ts";
export { FrameDecoder, type FrameDecoderOptions } from "./frame-decoder.ts";
export { InMemoryNetwork } from "./in-memory-network.ts";
export { NetworkError, type NetworkErrorCode } from "./network-error.ts";
export type {
  Channel,
  ChannelEvents,
  ChannelListener,
  ConnectOptions,
  ListenOptions,
  Network,
  SocketAddress,
} from "./network.ts";
export { nodeNetwork } from "./node-network.ts";
export type { ClientTls } from "./tls.ts";
export { closeConnection, noAnswer, Pipelined, TrackedFrame } from "./request-handler.ts";
export type { FrameAnswer, FrameHandler, FrameOutcome, ServerConnection } from "./request-handler.ts";
export {
  DEFAULT_SERVER_LIMITS,
  SocketServer,
  type ListenerOptions,
  type ServerLimits,
  type SocketServerOptions,
} from "./socket-server.ts";
