// Access that scenarios give to their clients, or take from them. None of it is recorded.
import { AclOperation, AclPermissionType, CLUSTER_RESOURCE_NAME, PatternType, ResourceType } from "@ottla/protocol";
import { CreateAcls, DeleteAcls, DescribeAcls } from "./security-apis.ts";
import type { Session } from "./session.ts";

/** Who gets it, what for, and whether it is to be denied; for everything of its type where `name` is left out. */
export interface Access {
  /** The number of the client, as in `SendOptions.from`; 127.0.0.1 without. */
  readonly client?: number;
  readonly operation: AclOperation;
  readonly resourceType: ResourceType;
  /** Not for the cluster. */
  readonly name?: string;
  /** Default: LITERAL. */
  readonly patternType?: PatternType;
  readonly isDenied?: boolean;
}

function entryOf(session: Session, { client, operation, resourceType, isDenied = false, ...access }: Access) {
  return {
    resourceType,
    resourceName: resourceType === ResourceType.CLUSTER ? CLUSTER_RESOURCE_NAME : (access.name ?? "*"),
    resourcePatternType: access.patternType ?? PatternType.LITERAL,
    principal: "User:ANONYMOUS",
    host: client === undefined ? "127.0.0.1" : session.host(client),
    operation,
    permissionType: isDenied ? AclPermissionType.DENY : AclPermissionType.ALLOW,
  };
}

function filterOf({ resourceName, resourcePatternType, principal, host, ...entry }: ReturnType<typeof entryOf>) {
  return {
    resourceTypeFilter: entry.resourceType,
    resourceNameFilter: resourceName,
    patternTypeFilter: resourcePatternType,
    principalFilter: principal,
    hostFilter: host,
    operation: entry.operation,
    permissionType: entry.permissionType,
  };
}

async function knows(session: Session, access: Access): Promise<boolean> {
  const { resources } = await session.quiet(DescribeAcls, 3, filterOf(entryOf(session, access)));
  return resources.length > 0;
}

/** Gives access and waits until the server keeps to it. @throws Error where an entry is refused */
export async function giveAccess(session: Session, ...accesses: readonly Access[]): Promise<void> {
  const creations = accesses.map((access) => entryOf(session, access));
  const { results } = await session.quiet(CreateAcls, 3, { creations });
  if (results.some(({ errorCode }) => errorCode !== 0)) throw new Error(JSON.stringify(results));
  for (const access of accesses) {
    await session.until("an entry that is in force", () => knows(session, access));
  }
}

/** Takes back what `giveAccess` gave, and waits until the server keeps to that. */
export async function takeAccess(session: Session, ...accesses: readonly Access[]): Promise<void> {
  const filters = accesses.map((access) => filterOf(entryOf(session, access)));
  await session.quiet(DeleteAcls, 3, { filters });
  for (const access of accesses) {
    await session.until("an entry that is gone", async () => !(await knows(session, access)));
  }
}
