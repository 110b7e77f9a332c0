/** What stands for the connection of a client whose request another broker has forwarded. */

import type { ServerConnection } from "@ottla/network";
import type { ForwardedClient } from "../inter-broker/forwarded-client.ts";
import { ConnectionState } from "../request-router/request-context.ts";

/** The connection of a forwarded request is the client's, far away: only who it is and from where is known here. */
export function envelopeConnection({ principal, host }: ForwardedClient): ServerConnection {
  const connection: ServerConnection = {
    id: "forwarded",
    listenerName: "forwarded",
    securityProtocol: "PLAINTEXT",
    localAddress: { host: "forwarded", port: 0 },
    remoteAddress: { host, port: 0 },
    isClosed: false,
    attachment: undefined,
    close: () => {},
    // The broker that forwarded holds the client back.
    throttle: () => {},
    onClose: () => () => {},
  };
  const state = ConnectionState.of(connection);
  state.principal = principal;
  state.isForwarded = true;
  return connection;
}
