// DescribeUserScramCredentials and AlterUserScramCredentials: what is set, told and deleted, and everything that is refused.
import type { AlterUserScramCredentialsRequest } from "@ottla/protocol/messages/alter-user-scram-credentials";
import { exclusiveScenario, scenario } from "../scenario.ts";
import { AlterUserScramCredentials, DescribeUserScramCredentials } from "../security-apis.ts";
import type { Session } from "../session.ts";

type Deletion = readonly [name: string, mechanism: number];
type Upsertion = AlterUserScramCredentialsRequest["upsertions"][0];

const UNKNOWN = 0;
const SHA_256 = 1;
const SHA_512 = 2;

function credential(name: string, options: Partial<Upsertion> = {}): Upsertion {
  const [salt, saltedPassword] = [Buffer.from("salt of the earth"), Buffer.alloc(32, 7)];
  return { name, mechanism: SHA_256, iterations: 4096, salt, saltedPassword, ...options };
}

async function alter(s: Session, upsertions: readonly Upsertion[], deletions: readonly Deletion[] = []): Promise<void> {
  await s.send(AlterUserScramCredentials, 0, {
    deletions: deletions.map(([name, mechanism]) => ({ name, mechanism })),
    upsertions: [...upsertions],
  });
}

async function describe(s: Session, ...users: readonly string[]): Promise<void> {
  await s.send(DescribeUserScramCredentials, 0, { users: users.map((name) => ({ name })) });
}

/** Brokers learn of what the controller has answered a moment later. */
async function untilKnown(s: Session, user: string, count: number): Promise<void> {
  await s.until(`${count} credentials of ${user}`, async () => {
    const { results } = await s.quiet(DescribeUserScramCredentials, 0, { users: [{ name: user }] });
    return (results[0]?.credentialInfos.length ?? 0) === count;
  });
}

scenario("AlterUserScramCredentials/set, told, deleted", async (s) => {
  const [one, other, third] = [`${s.id}-one`, `${s.id}-other`, `${s.id}-third`];
  await alter(s, [credential(one), credential(other, { mechanism: SHA_512, iterations: 16_384 }), credential(third)]);
  await alter(s, [credential(one, { mechanism: SHA_512, iterations: 5000, salt: Buffer.alloc(0) })]);
  await untilKnown(s, one, 2);
  await describe(s, one, other, third);
  await describe(s, one, one);
  await describe(s, other, `${s.id}-nobody`, one, "", other);
  await alter(s, [credential(one, { iterations: 8192 })], [[other, SHA_512]]);
  await untilKnown(s, other, 0);
  await describe(s, one, other);
  await alter(s, [], [[one, SHA_256]]);
  await untilKnown(s, one, 1);
  await describe(s, one);
  await alter(
    s,
    [],
    [
      [one, SHA_512],
      [third, SHA_256],
    ],
  );
  await untilKnown(s, third, 0);
  await describe(s, one, third);
});

scenario("AlterUserScramCredentials/refused", async (s) => {
  const name = `${s.id}-no`;
  await alter(s, []);
  for (const options of [
    { iterations: 4095 },
    { iterations: 16_385 },
    { iterations: -1 },
    { mechanism: UNKNOWN },
    { mechanism: 3 },
    { mechanism: -1 },
    { name: "" },
    { saltedPassword: Buffer.alloc(0) },
    { mechanism: SHA_512, iterations: 4095 },
  ])
    await alter(s, [credential(name, options)]);
  for (const [user, mechanism] of [
    [name, SHA_256],
    [name, SHA_512],
    [name, UNKNOWN],
    ["", SHA_256],
  ] as const)
    await alter(s, [], [[user, mechanism]]);
  await describe(s, name);
});

scenario("AlterUserScramCredentials/twice", async (s) => {
  const names = Array.from({ length: 14 }, (_, index) => `${s.id}-${index}`);
  await alter(
    s,
    names.map((name) => credential(name)),
  );
  const [one = "", other = "", third = ""] = names;
  await untilKnown(s, names.at(-1) ?? "", 1);
  await alter(s, [credential(one), credential(one, { mechanism: SHA_512 })]);
  await alter(s, [credential(one), credential(other)], [[one, SHA_256]]);
  await alter(
    s,
    [credential(third)],
    [
      [one, SHA_256],
      [one, SHA_512],
      [other, SHA_256],
      [one, SHA_256],
    ],
  );
  await alter(s, [credential(one), credential(one), credential(one)]);
  await alter(s, [credential(one, { iterations: 1 }), credential(one)]);
  await untilKnown(s, other, 0);
  await describe(s, ...names);
  await alter(
    s,
    names.map((name, index) => credential(name, { iterations: index % 2 === 0 ? 1 : 5000 })),
    [["nobody", SHA_256]],
  );
  await alter(
    s,
    [],
    names.flatMap((name): Deletion[] => (name === other ? [] : [[name, SHA_256]])),
  );
});

exclusiveScenario("DescribeUserScramCredentials/everybody", async (s) => {
  await s.send(DescribeUserScramCredentials, 0, { users: null });
  const names = Array.from({ length: 20 }, (_, index) => `user-${index * index}`);
  await alter(
    s,
    names.map((name) => credential(name)),
  );
  await untilKnown(s, "user-361", 1);
  await s.send(DescribeUserScramCredentials, 0, { users: null });
  await s.send(DescribeUserScramCredentials, 0, { users: [] });
  await alter(
    s,
    [],
    names.map((name): Deletion => [name, SHA_256]),
  );
  await untilKnown(s, "user-361", 0);
  await s.send(DescribeUserScramCredentials, 0, { users: null });
});
