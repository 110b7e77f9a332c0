// Access control in clusters of both kinds of nodes: a broker of Apache's under our controller, and a broker of ours in Apache's quorum. Entries that are made
// through any node are known to the other, and a controller keeps to those of the client that a broker of the other kind speaks for.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Admin, AclOperation, AclPermissionType, PatternType, ResourceType } from "@ottla/client";
import type { AclBinding } from "@ottla/client";
import { CLUSTER_RESOURCE_NAME, ErrorCode } from "@ottla/protocol";
import { OTTLA_FEATURES } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { TOOLS } from "../apache/tool.ts";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { decodeResponse, encodeRequest } from "../differential/api.ts";
import { RawConnection } from "../differential/raw-connection.ts";
import { CreateAcls, DescribeAcls } from "../differential/security-apis.ts";
import { until } from "../support/until.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";

/** Nodes come from 127.0.0.1 and may do everything as soon as there are entries at all. */
const AUTHORIZER = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "allow.everyone.if.no.acl.found": "true",
};
const CLIENT_HOST = "127.0.0.2";
const ANSWER_MS = 15_000;
const VERSION = 3;
const CONTROLLER = 1;
const BROKER = 2;

function onCluster(host: string, operation: AclOperation): AclBinding {
  return {
    pattern: { resourceType: ResourceType.CLUSTER, name: CLUSTER_RESOURCE_NAME, patternType: PatternType.LITERAL },
    entry: { principal: "User:*", host, operation, permissionType: AclPermissionType.ALLOW },
  };
}

for (const { title, ours, theirs } of [
  { title: "a broker of Apache's under our controller", ours: CONTROLLER, theirs: BROKER },
  { title: "a broker of ours in Apache's quorum", ours: BROKER, theirs: CONTROLLER },
]) {
  describe(title, { skip: apacheSkip(), timeout: 200_000 }, () => {
    let cluster: MixedCluster;
    let jvm: ToolServer;
    let admin: Admin;

    /** What our kafka-acls and Apache's list, the lines in no order. */
    const listed = async (
      ...where: readonly string[]
    ): Promise<{ readonly ours: string; readonly apaches: string }> => {
      const io = capturedIo();
      const words = [...where, "--list"];
      assert.equal(await runCommand(["acls", ...words], io), 0, io.err());
      const { status, stdout, stderr } = await jvm.run(TOOLS["kafka-acls"], words);
      assert.equal(status, 0, stderr);
      const sorted = (text: string): string => text.split("\n").toSorted().join("\n").trim();
      return { ours: sorted(io.out()), apaches: sorted(stdout) };
    };

    /** What a client from another address is told by the broker when it makes an entry, and when it asks for them. */
    const tries = async (): Promise<{ readonly created: number | undefined; readonly described: number }> => {
      const connection = await RawConnection.open("127.0.0.1", cluster.port(BROKER), CLIENT_HOST);
      const answerTo = async (bytes: Buffer): Promise<Buffer> => {
        connection.write(bytes);
        const outcome = await connection.next(ANSWER_MS);
        assert(outcome.kind === "frame", outcome.kind);
        return outcome.bytes;
      };
      const identity = { correlationId: 1, clientId: "elsewhere" };
      const { pattern, entry } = onCluster("10.0.0.9", AclOperation.CREATE);
      const creation = { resourceName: pattern.name, resourceType: pattern.resourceType, ...entry };
      const creations = [{ ...creation, resourcePatternType: pattern.patternType }];
      const created = await answerTo(encodeRequest(CreateAcls, VERSION, { creations }, identity));
      const anything = { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 };
      const filter = { ...anything, resourceNameFilter: null, principalFilter: null, hostFilter: null };
      const described = await answerTo(encodeRequest(DescribeAcls, VERSION, filter, identity));
      connection.close();
      return {
        created: decodeResponse(CreateAcls, VERSION, created).body.results[0]?.errorCode,
        described: decodeResponse(DescribeAcls, VERSION, described).body.errorCode,
      };
    };

    before(async () => {
      jvm = startToolServer();
      cluster = await MixedCluster.create({
        nodes: [
          { id: CONTROLLER, side: ours === CONTROLLER ? "ours" : "theirs", roles: "controller" },
          { id: BROKER, side: theirs === BROKER ? "theirs" : "ours", roles: "broker" },
        ],
        overrides: AUTHORIZER,
        features: { ...OTTLA_FEATURES, "share.version": 0 },
      });
      await cluster.startAll();
      admin = new Admin({ bootstrapServers: cluster.bootstrap() });
    });

    after(async () => {
      await admin?.close();
      await jvm?.[Symbol.asyncDispose]();
      await cluster?.close();
    });

    it("knows at broker and controller what either kind of tool has made", async () => {
      (await admin.createAcls([onCluster("127.0.0.1", AclOperation.ALL)])).throwIfAnyFailed();
      const add = "--add --allow-principal User:alice --operation Read --resource-pattern-type prefixed".split(" ");
      const atController = ["--bootstrap-controller", cluster.controllerAddress(CONTROLLER)];
      const atBroker = ["--bootstrap-server", cluster.bootstrap()];
      const io = capturedIo();
      assert.equal(await runCommand(["acls", ...atController, ...add, "--topic", "ours-"], io), 0, io.err());
      const made = await jvm.run(TOOLS["kafka-acls"], [...atBroker, ...add, "--topic", "theirs-"]);
      assert.equal(made.status, 0, made.stderr);
      await until("both are known to the broker", async () => (await admin.describeAcls()).length === 3);
      const [broker, controller] = [await listed(...atBroker), await listed(...atController)];
      assert.equal(broker.ours, broker.apaches);
      assert.equal(controller.ours, controller.apaches);
      assert.equal(broker.ours, controller.ours);
      assert.match(broker.ours, /name=ours-, patternType=PREFIXED/);
      assert.match(broker.ours, /name=theirs-, patternType=PREFIXED/);
    });

    it("keeps to the entries of a client whose request is forwarded", async () => {
      const denied = ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
      assert.deepEqual(await tries(), { created: denied, described: denied });
      const given = onCluster(CLIENT_HOST, AclOperation.ALTER);
      (await admin.createAcls([given])).throwIfAnyFailed();
      const hasIt = async (): Promise<boolean> => (await tries()).described === ErrorCode.NONE;
      await until("the broker keeps to the entry", hasIt);
      assert.deepEqual(await tries(), { created: ErrorCode.NONE, described: ErrorCode.NONE });
      const deletions = await admin.deleteAcls([{ patternFilter: given.pattern, entryFilter: given.entry }]);
      deletions.throwIfAnyFailed();
      await until("the broker keeps to it no more", async () => !(await hasIt()));
      assert.deepEqual(await tries(), { created: denied, described: denied });
    });

    it("knows them after both have been started again", async () => {
      const before = (await admin.describeAcls()).length;
      await admin.close();
      await cluster.kill(BROKER);
      await cluster.kill(CONTROLLER);
      await cluster.startAll();
      admin = new Admin({ bootstrapServers: cluster.bootstrap() });
      assert.equal((await admin.describeAcls()).length, before);
    });
  });
}
