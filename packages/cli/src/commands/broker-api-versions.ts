// kafka-broker-api-versions: what each broker serves, and what of it this client can use.
import { describeApi } from "@ottla/protocol";
import type { ApiVersionRange } from "@ottla/client";
import type { Command } from "../command.ts";
import { addConnectionOptions, bootstrapServer, withAdmin } from "../connection.ts";
import { toolCommand } from "../tool.ts";
import type { Tool } from "../tool.ts";

/** `Produce(0): 0 to 13 [usable: 13]`, as Java's NodeApiVersions prints a range. */
export function apiLine({ apiKey, minVersion, maxVersion }: ApiVersionRange): string {
  const range = minVersion === maxVersion ? `${minVersion}` : `${minVersion} to ${maxVersion}`;
  const known = describeApi(apiKey);
  if (known === undefined) return `UNKNOWN(${apiKey}): ${range}`;
  const usable = Math.min(known.highestVersion, maxVersion);
  const isUsable = usable >= minVersion && usable >= known.lowestVersion;
  return `${known.name}(${apiKey}): ${range} [${isUsable ? `usable: ${usable}` : "unusable"}]`;
}

const tool: Tool = {
  name: "kafka-broker-api-versions",
  description: "This tool helps to retrieve broker version information.",
  options: addConnectionOptions,
  async run(values, io) {
    bootstrapServer(values);
    await withAdmin(values, async (admin) => {
      const { nodes } = await admin.describeCluster();
      const results = await admin.brokerApiVersions(nodes.map((node) => node.id));
      for (const node of nodes) {
        const outcome = results.outcome(node.id);
        const name = `${node.host}:${node.port} (id: ${node.id} rack: ${node.rack ?? "null"} isFenced: false)`;
        if (outcome?.ok !== true) {
          io.stdout.write(`${name} -> ERROR: ${outcome?.error.message ?? "no answer"}\n`);
          continue;
        }
        const lines = [...outcome.value.apis].sort((a, b) => a.apiKey - b.apiKey).map((api) => `\t${apiLine(api)}`);
        io.stdout.write(`${name} -> (\n${lines.join(",\n")}\n)\n`);
      }
    });
    return 0;
  },
};

export const brokerApiVersions: Command = toolCommand(tool);
