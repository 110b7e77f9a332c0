/**
 * Admin: describeUserScramCredentials, alterUserScramCredentials (KIP-554). Passwords are salted and hashed on this side.
 */
import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { ErrorCode } from "@ottla/protocol";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import { KafkaError, protocolError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import type {
  ScramMechanism,
  UserScramCredentialAlteration,
  UserScramCredentialsDescription,
} from "./security-types.ts";
import type { AdminCallOptions } from "./types.ts";

const DESCRIBE_API = { request: DescribeUserScramCredentialsRequest, response: DescribeUserScramCredentialsResponse };
const ALTER_API = { request: AlterUserScramCredentialsRequest, response: AlterUserScramCredentialsResponse };

const MECHANISMS = {
  "SCRAM-SHA-256": { code: 1, hash: "sha256", bytes: 32 },
  "SCRAM-SHA-512": { code: 2, hash: "sha512", bytes: 64 },
} as const;
const DEFAULT_ITERATIONS = 4_096;

const derive = promisify(pbkdf2);

export async function describeUserScramCredentials(
  context: AdminContext,
  users: readonly string[] | undefined,
  options: AdminCallOptions,
): Promise<Results<string, UserScramCredentialsDescription>> {
  const scope = context.scope("describeUserScramCredentials", options);
  const response = await context.askController(
    scope,
    { api: DESCRIBE_API, body: { users: users === undefined ? null : users.map((name) => ({ name })) } },
    ({ errorCode, errorMessage }) => {
      if (errorCode !== 0) throw protocolError(errorCode, errorMessage);
    },
  );
  const results = new Results<string, UserScramCredentialsDescription>((user) => user, users);
  for (const { user, errorCode, errorMessage, credentialInfos } of response.results) {
    if (errorCode !== 0) results.fail(user, protocolError(errorCode, errorMessage));
    else {
      results.succeed(user, {
        name: user,
        credentialInfos: credentialInfos.map((one) => ({
          mechanism: mechanismOf(one.mechanism),
          iterations: one.iterations,
        })),
      });
    }
  }
  return results;
}

function mechanismOf(code: number): ScramMechanism {
  return code === MECHANISMS["SCRAM-SHA-512"].code ? "SCRAM-SHA-512" : "SCRAM-SHA-256";
}

export async function alterUserScramCredentials(
  context: AdminContext,
  alterations: readonly UserScramCredentialAlteration[],
  options: AdminCallOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("alterUserScramCredentials", options);
  const users = alterations.map((one) => one.user);
  const results = new Results<string, void>((user) => user, users);
  const deletions: { name: string; mechanism: number }[] = [];
  const upsertions: AlterUserScramCredentialsRequest["upsertions"] = [];
  for (const alteration of alterations) {
    const { code, hash, bytes } = MECHANISMS[alteration.mechanism];
    if (alteration.password === undefined) deletions.push({ name: alteration.user, mechanism: code });
    else {
      const { password, iterations = DEFAULT_ITERATIONS, salt = randomBytes(24) } = alteration;
      const saltedPassword = await derive(password, salt, iterations, bytes, hash);
      upsertions.push({ name: alteration.user, mechanism: code, iterations, salt, saltedPassword });
    }
  }
  const response = await context.askController(
    scope,
    { api: ALTER_API, body: { deletions, upsertions } },
    ({ results: answers }) => {
      const notController = answers.find((one) => one.errorCode === ErrorCode.NOT_CONTROLLER);
      if (notController !== undefined) throw protocolError(ErrorCode.NOT_CONTROLLER);
    },
  );
  for (const { user, errorCode, errorMessage } of response.results) {
    if (errorCode === 0) results.succeed(user, undefined);
    else results.fail(user, protocolError(errorCode, errorMessage));
  }
  for (const user of users) {
    if (!results.has(user)) {
      results.fail(user, new KafkaError("UNKNOWN_SERVER_ERROR", `The broker gave no answer for user ${user}`));
    }
  }
  return results;
}
