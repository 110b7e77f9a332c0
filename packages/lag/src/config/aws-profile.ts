// Credentials of a profile in the file of AWS credentials: `~/.aws/credentials`, or what AWS_SHARED_CREDENTIALS_FILE names. Read for each token, since what
// renews them writes them there.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { AwsCredentials } from "@ottla/client";
import { LagConfigError } from "./section.ts";

/** The settings of each profile. */
function profilesIn(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*(.+?)\s*\]/.exec(line) ?? [];
    const [, key, value] = /^\s*([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) profiles.set(name, (current = profiles.get(name) ?? new Map<string, string>()));
    else if (key !== undefined && value !== undefined) current?.set(key.toLowerCase(), value);
  }
  return profiles;
}

/** @throws LagConfigError without the file, the profile in it, or the keys in that */
export function awsProfile(name: string): AwsCredentials {
  const path = process.env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(homedir(), ".aws", "credentials");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new LagConfigError(`The AWS credentials of profile ${name} cannot be read from ${path}`, { cause: error });
  }
  const profile = profilesIn(text).get(name);
  const accessKeyId = profile?.get("aws_access_key_id");
  const secretAccessKey = profile?.get("aws_secret_access_key");
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new LagConfigError(`${path} has no aws_access_key_id and aws_secret_access_key of a profile ${name}`);
  return { accessKeyId, secretAccessKey, sessionToken: profile?.get("aws_session_token") };
}
