// A credential as `kafka-storage.sh format --add-scram` takes it: SCRAM-SHA-256=[name=alice,iterations=8192,salt="N3E=",saltedpassword="YCE="], or with
// a password in place of the salted one. Kafka's `ScramParser`, with its sentences; both passwords at once,
// of which Kafka ignores one, are refused.
import { pbkdf2Sync, randomBytes } from "node:crypto";
import type { BootstrapCredential } from "@ottla/broker";
import { SCRAM_HASHES, SCRAM_ITERATIONS_MAX, SCRAM_ITERATIONS_MIN } from "@ottla/metadata";
import type { ScramMechanism } from "@ottla/metadata";
import { InputError } from "../../failure.ts";

const MECHANISMS: ReadonlyMap<string, ScramMechanism> = new Map([
  ["SCRAM-SHA-256", 1],
  ["SCRAM-SHA-512", 2],
]);
const ITERATIONS_DEFAULT = 4096;
const SALT_BYTES = 24;
const INT32_MAX = 2_147_483_647;

/** @throws InputError for what is no credential */
export function scramCredential(argument: string): BootstrapCredential {
  const { mechanism, text } = mechanismOf(argument.trim());
  const parts = new Map(partsOf(text).map(nameAndValue));
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const name = take("name");
  if (name === undefined) throw new InputError("You must supply 'name' to add-scram");
  const givenSalt = decoded("salt", take("salt"));
  const givenIterations = integer(take("iterations"));
  const password = take("password");
  const saltedText = take("saltedpassword");
  if (password === undefined && saltedText === undefined)
    throw new InputError("You must supply one of 'password' or 'saltedpassword' to add-scram");
  if (password !== undefined && saltedText !== undefined)
    throw new InputError("You must supply only one of 'password' and 'saltedpassword' to add-scram");
  if (password === undefined && givenSalt === undefined)
    throw new InputError("You must supply 'salt' with 'saltedpassword' to add-scram");
  const given = password === undefined ? decoded("saltedPassword", saltedText) : undefined;
  if (parts.size > 0) throw new InputError(`Unknown SCRAM configurations: ${[...parts.keys()].toSorted().join(", ")}`);
  const iterations = givenIterations ?? ITERATIONS_DEFAULT;
  assertIterations(iterations, mechanism);
  const salt = givenSalt ?? randomBytes(SALT_BYTES);
  const hash = SCRAM_HASHES[mechanism];
  const length = hash === "sha256" ? 32 : 64;
  const saltedPassword = given ?? pbkdf2Sync(password ?? "", salt, iterations, length, hash);
  if (saltedPassword.length === 0 || password === "") throw new InputError("Empty key");
  return { name, mechanism, salt, iterations, saltedPassword };
}

function mechanismOf(argument: string): { readonly mechanism: ScramMechanism; readonly text: string } {
  const at = argument.indexOf("=");
  if (at < 0) throw new InputError(`Failed to find equals sign in SCRAM argument '${argument}'`);
  const [name, text] = [argument.slice(0, at), argument.slice(at + 1)];
  const mechanism = MECHANISMS.get(name);
  if (mechanism === undefined) throw new InputError(`The add-scram mechanism ${name} is not supported.`);
  if (!text.startsWith("[")) throw new InputError("Expected configuration string to start with [");
  if (!text.endsWith("]")) throw new InputError("Expected configuration string to end with ]");
  return { mechanism, text: text.slice(1, -1) };
}

/** As Java's `split`: empty ones at the end do not count. */
function partsOf(text: string): string[] {
  const parts = text.split(",");
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts;
}

function nameAndValue(part: string): [string, string] {
  const at = part.indexOf("=");
  if (at < 0) throw new InputError(`No equals sign found in SCRAM component: ${part}`);
  const value = part.slice(at + 1);
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return [part.slice(0, at), isQuoted ? value.slice(1, -1) : value];
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function decoded(what: string, text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  if (!BASE64.test(text)) throw new InputError(`Failed to decode given ${what}: ${text}`);
  return Buffer.from(text, "base64");
}

function integer(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= -INT32_MAX - 1 && number <= INT32_MAX) return number;
  throw new InputError(`Failed to parse iterations count: ${text}`);
}

function assertIterations(iterations: number, mechanism: ScramMechanism): void {
  const using = `for add-scram using SCRAM_${SCRAM_HASHES[mechanism].replace("sha", "SHA_")}`;
  if (iterations < SCRAM_ITERATIONS_MIN)
    throw new InputError(`The 'iterations' value must be >= ${SCRAM_ITERATIONS_MIN} ${using}`);
  if (iterations > SCRAM_ITERATIONS_MAX)
    throw new InputError(`The 'iterations' value must be <= ${SCRAM_ITERATIONS_MAX} ${using}`);
}
