/**
 * PLAIN (RFC 4616): user name and password as they are. Only for encrypted connections.
 */
import { utf8Bytes } from "@ottla/base";
import type { Credentials, SaslExchange } from "./mechanism.ts";

export class PlainExchange implements SaslExchange {
  readonly mechanism = "PLAIN";
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  begin(): Promise<Uint8Array> {
    const { username, password } = this.#credentials;
    return Promise.resolve(utf8Bytes(`\u0000${username}\u0000${password}`));
  }

  answer(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
