/**
 * SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677): both sides prove that they know the password, and neither says it.
 *
 * Delegation tokens (KIP-48) authenticate the same way, with the extension tokenauth.
 */
import type * as Crypto from "node:crypto";
import { utf8Bytes, utf8String } from "@ottla/base";
import { KafkaError } from "../../errors.ts";
import type { Credentials, SaslExchange } from "./mechanism.ts";

/** Loaded with the first authentication: that takes a good part of the time that the import of a client may take. */
function crypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}

/** PBKDF2, off the main thread. */
function derive(password: string, salt: Uint8Array, iterations: number, hash: "sha256" | "sha512"): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const bytes = hash === "sha256" ? 32 : 64;
    crypto().pbkdf2(password, salt, iterations, bytes, hash, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** Fewer rounds are refused, as Java does: a false broker could ask for one that makes guessing easy. */
const ITERATIONS_MIN = 4_096;
/** A broker that asks for more than this wants to keep us busy. */
const ITERATIONS_MAX = 1_000_000;

export interface ScramOptions extends Credentials {
  readonly hash: "sha256" | "sha512";
  /** The user name is the id of a delegation token, and the password its HMAC. */
  readonly isToken: boolean;
  /** Default: 24 random bytes in base64. */
  readonly nonce?: string;
}

export class ScramExchange implements SaslExchange {
  readonly mechanism: string;
  readonly #options: ScramOptions;
  readonly #nonce: string;
  #firstBare = "";
  #serverSignature: Buffer | undefined;

  constructor(options: ScramOptions) {
    this.mechanism = options.hash === "sha256" ? "SCRAM-SHA-256" : "SCRAM-SHA-512";
    this.#options = options;
    this.#nonce = options.nonce ?? crypto().randomBytes(24).toString("base64");
  }

  begin(): Promise<Uint8Array> {
    const { isToken, username } = this.#options;
    const name = username.replaceAll("=", "=3D").replaceAll(",", "=2C");
    this.#firstBare = `n=${name},r=${this.#nonce}${isToken ? ",tokenauth=true" : ""}`;
    return Promise.resolve(utf8Bytes(`n,,${this.#firstBare}`));
  }

  async answer(challenge: Uint8Array): Promise<Uint8Array | undefined> {
    const message = utf8String(challenge);
    const attributes = new Map(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
    const error = attributes.get("e");
    if (error !== undefined) throw failed(`Sasl authentication using ${this.mechanism} failed with error: ${error}`);
    if (this.#serverSignature === undefined) return await this.#prove(message, attributes);
    const signature = Buffer.from(attributes.get("v") ?? "", "base64");
    const expected = this.#serverSignature;
    if (signature.length !== expected.length || !crypto().timingSafeEqual(signature, expected)) {
      throw failed("Invalid server signature in server final message");
    }
    return undefined;
  }

  async #prove(serverFirst: string, attributes: ReadonlyMap<string, string>): Promise<Uint8Array> {
    const nonce = attributes.get("r") ?? "";
    const salt = Buffer.from(attributes.get("s") ?? "", "base64");
    const iterations = Number(attributes.get("i"));
    if (!nonce.startsWith(this.#nonce) || nonce === this.#nonce) {
      throw failed("Invalid server nonce: does not start with client nonce");
    }
    if (!Number.isInteger(iterations) || iterations < ITERATIONS_MIN) {
      throw failed(`Requested iterations ${attributes.get("i")} is less than the minimum ${ITERATIONS_MIN}`);
    }
    if (iterations > ITERATIONS_MAX) throw failed(`Requested iterations ${iterations} is more than ${ITERATIONS_MAX}`);
    const { hash, password } = this.#options;
    const hmac = (key: Uint8Array, text: string): Buffer => crypto().createHmac(hash, key).update(text).digest();
    const salted = await derive(password, salt, iterations, hash);
    const withoutProof = `c=biws,r=${nonce}`;
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, "Client Key");
    const storedKey = crypto().createHash(hash).update(clientKey).digest();
    const clientSignature = hmac(storedKey, authMessage);
    const proof = clientKey.map((byte, index) => byte ^ (clientSignature[index] as number));
    this.#serverSignature = hmac(hmac(salted, "Server Key"), authMessage);
    return utf8Bytes(`${withoutProof},p=${Buffer.from(proof).toString("base64")}`);
  }
}

function failed(message: string): KafkaError {
  return new KafkaError("SASL_AUTHENTICATION_FAILED", message);
}
