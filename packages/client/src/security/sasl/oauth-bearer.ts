/**
 * OAUTHBEARER (RFC 7628, KIP-255): a token that somebody else gave. The broker answers with nothing, or with JSON that says what is wrong, to which a
 * client has to reply with one byte before the broker may end the conversation.
 */
import { utf8Bytes } from "@ottla/base";
import { KafkaError } from "../../errors.ts";
import type { OAuthBearerToken } from "../oauth/token.ts";
import type { SaslExchange } from "./mechanism.ts";

const SEPARATOR = "\u0001";

export class OAuthBearerExchange implements SaslExchange {
  readonly mechanism = "OAUTHBEARER";
  readonly #token: () => Promise<OAuthBearerToken>;

  constructor(token: () => Promise<OAuthBearerToken>) {
    this.#token = token;
  }

  async begin(): Promise<Uint8Array> {
    const { value, extensions = {} } = await this.#token();
    let text = `n,,${SEPARATOR}auth=Bearer ${value}${SEPARATOR}`;
    for (const [name, content] of Object.entries(extensions)) {
      checkExtension(name, content);
      text += `${name}=${content}${SEPARATOR}`;
    }
    return utf8Bytes(`${text}${SEPARATOR}`);
  }

  answer(challenge: Uint8Array): Promise<Uint8Array | undefined> {
    return Promise.resolve(challenge.length === 0 ? undefined : utf8Bytes(SEPARATOR));
  }
}

function checkExtension(name: string, content: string): void {
  if (name === "auth" || !/^[A-Za-z]+$/.test(name)) {
    throw new KafkaError("INVALID_ARGUMENT", `Extension name ${name} is invalid: it must be letters, and not auth`);
  }
  if (!/^[\x21-\x7E \t\r\n]+$/.test(content)) {
    throw new KafkaError("INVALID_ARGUMENT", `Extension value of ${name} is invalid: it must be printable ASCII`);
  }
}
