/**
 * TLS for the client's end of a connection: node:tls behind the same channel. Loaded when first needed, so that plain connections do not pay for it.
 */

import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { NetworkError } from "./network-error.ts";
import type { ConnectOptions } from "./network.ts";

/** How to recognise the server and, for mutual TLS, how to be recognised. */
export interface ClientTls {
  /** PEM certificates to trust in place of the well-known ones. */
  readonly ca?: string | Uint8Array;
  /** PEM certificate chain of this client. */
  readonly cert?: string | Uint8Array;
  /** PEM private key of this client. */
  readonly key?: string | Uint8Array;
  /** PKCS#12 with both, in place of `cert` and `key`. */
  readonly pfx?: Uint8Array;
  /** Of the private key, or of the PKCS#12. */
  readonly passphrase?: string;
  /** Whether the server's certificate must be for the host that was dialled. */
  readonly checksHost: boolean;
  /** Whether whoever answers is taken for the server, with any certificate; default false. Only for those who ask for it by name. */
  readonly acceptsAnyCertificate?: boolean;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  readonly maxVersion: "TLSv1.2" | "TLSv1.3";
  /** OpenSSL names, separated by colons; left out, Node's default. */
  readonly ciphers?: string;
}

/** Completes the handshake on a socket that is connecting. Rejects with `NetworkError` `TLS_FAILED` or `CONNECT_FAILED`. */
export async function secure(socket: Socket, target: ConnectOptions, tls: ClientTls): Promise<Socket> {
  const { connect, checkServerIdentity } = await import("node:tls");
  const { isIP } = await import("node:net");
  const where = `${target.host}:${target.port}`;
  return await new Promise((resolve, reject) => {
    const { checksHost, acceptsAnyCertificate = false, ...rest } = tls;
    const options: ConnectionOptions = {
      // Node's types want Buffers where it takes any bytes.
      ...(rest as ConnectionOptions),
      socket,
      ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
      rejectUnauthorized: !acceptsAnyCertificate,
      checkServerIdentity: (_host, certificate) =>
        checksHost ? checkServerIdentity(target.host, certificate) : undefined,
    };
    let secured: Socket;
    try {
      secured = connect(options);
    } catch (error) {
      socket.destroy();
      reject(new NetworkError("TLS_FAILED", `TLS with ${where} cannot begin: ${(error as Error).message}`, error));
      return;
    }
    const onError = (error: NodeJS.ErrnoException): void => {
      secured.destroy();
      const isCut = error.code === "ECONNRESET" || error.code === "EPIPE";
      const code = isCut ? "CONNECT_FAILED" : "TLS_FAILED";
      reject(new NetworkError(code, `TLS handshake with ${where} failed: ${error.message}`, error));
    };
    secured.once("error", onError);
    secured.once("secureConnect", () => {
      secured.off("error", onError);
      resolve(secured);
    });
  });
}
