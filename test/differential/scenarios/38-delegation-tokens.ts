// CreateDelegationToken, RenewDelegationToken, ExpireDelegationToken and DescribeDelegationToken on a listener without authentication.
import {
  CreateDelegationToken,
  DescribeDelegationToken,
  ExpireDelegationToken,
  RenewDelegationToken,
} from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";

const USER = "User";

scenarioPerVersion("CreateDelegationToken/unauthenticated", versionsOf(CreateDelegationToken), async (s, version) => {
  const renewers = [{ principalType: USER, principalName: "r" }];
  await s.send(CreateDelegationToken, version, { renewers: [], maxLifetimeMs: -1 });
  await s.send(CreateDelegationToken, version, { renewers, maxLifetimeMs: 1000 });
  if (version < 3) return;
  for (const [ownerPrincipalType, ownerPrincipalName] of [
    [USER, "o"],
    [USER, ""],
    [null, null],
  ] as const) {
    const owner = { ownerPrincipalType, ownerPrincipalName };
    await s.send(CreateDelegationToken, version, { renewers, maxLifetimeMs: -1, ...owner });
  }
});

scenarioPerVersion("RenewDelegationToken/unauthenticated", versionsOf(RenewDelegationToken), async (s, version) => {
  await s.send(RenewDelegationToken, version, { hmac: Buffer.from("mac"), renewPeriodMs: -1 });
  await s.send(RenewDelegationToken, version, { hmac: Buffer.alloc(0), renewPeriodMs: 5 });
});

scenarioPerVersion("ExpireDelegationToken/unauthenticated", versionsOf(ExpireDelegationToken), async (s, version) => {
  await s.send(ExpireDelegationToken, version, { hmac: Buffer.from("mac"), expiryTimePeriodMs: -1 });
  await s.send(ExpireDelegationToken, version, { hmac: Buffer.alloc(0), expiryTimePeriodMs: 5 });
});

scenarioPerVersion(
  "DescribeDelegationToken/unauthenticated",
  versionsOf(DescribeDelegationToken),
  async (s, version) => {
    for (const owners of [null, [], [{ principalType: USER, principalName: "o" }]])
      await s.send(DescribeDelegationToken, version, { owners });
  },
);
