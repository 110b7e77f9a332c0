// kafka-features: what features a cluster has finalized; raises, lowers and takes them away; and what goes with which version.
import { FeatureUpgradeType } from "@ottla/client";
import type { Admin, FeatureUpdate } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addEitherConnectionOptions, bootstrapProblem, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { subcommandTool } from "../subcommand-tool.ts";
import type { Subcommand } from "../subcommand-tool.ts";
import { repeatable } from "../tool.ts";
import type { ToolOptions } from "../tool.ts";
import {
  LATEST,
  METADATA_VERSION,
  dependencies,
  levelText,
  mappedLevels,
  metadataLevel,
  nameAndLevel,
  print,
  versionMapping,
} from "./features/feature-versions.ts";

type UpgradeType = (typeof FeatureUpgradeType)[keyof typeof FeatureUpgradeType];

async function describe(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const nodeId = values.integer("node-id");
  const found = await admin.describeFeatures(nodeId === undefined ? {} : { nodeId });
  for (const [feature, { min, max }] of [...found.supportedFeatures].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (io.row !== undefined) {
      const finalized = found.finalizedFeatures.get(feature)?.max ?? 0;
      const epoch = found.finalizedFeaturesEpoch ?? null;
      io.row({ feature, supportedMin: min, supportedMax: max, finalizedVersionLevel: finalized, epoch });
      continue;
    }
    const cells = [
      `Feature: ${feature}`,
      `SupportedMinVersion: ${levelText(feature, min)}`,
      `SupportedMaxVersion: ${levelText(feature, max)}`,
      `FinalizedVersionLevel: ${levelText(feature, found.finalizedFeatures.get(feature)?.max ?? 0)}`,
      `Epoch: ${found.finalizedFeaturesEpoch ?? "-"}`,
    ];
    const widths = [50, 37, 37, 39, 0];
    io.stdout.write(
      `${cells
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("\t")
        .replaceAll("\t", " ")}\n`,
    );
  }
}

/** The features to change, by name. @throws UsageError for one that is named twice */
function wanted(values: ToolOptions, io: CommandIo): Map<string, number> {
  const features = values.list("feature");
  const release = values.text("release-version");
  const metadata = values.text("metadata");
  if (release !== undefined) {
    if (features.length > 0 || metadata !== undefined)
      throw new UsageError("Can not specify `release-version` with other feature flags.");
    const level = metadataLevel(release);
    const others = mappedLevels(level).filter(([feature]) => feature !== "kraft.version");
    return new Map([[METADATA_VERSION, level], ...others]);
  }
  const updates = new Map<string, number>();
  if (metadata !== undefined) {
    io.stdout.write(" `metadata` flag is deprecated and may be removed in a future release.\n");
    updates.set(METADATA_VERSION, metadataLevel(metadata));
  }
  for (const [name, level] of features.map(nameAndLevel)) add(updates, name, level);
  return updates;
}

function add(updates: Map<string, number>, name: string, level: number): void {
  if (updates.has(name)) throw new UsageError(`Feature ${name} was specified more than once.`);
  updates.set(name, level);
}

interface Change {
  readonly op: "upgrade" | "downgrade" | "disable";
  readonly updates: ReadonlyMap<string, number>;
  readonly upgradeType: UpgradeType;
}

async function update(
  admin: Admin,
  { op, updates, upgradeType }: Change,
  values: ToolOptions,
  io: CommandIo,
): Promise<void> {
  if (updates.size === 0) throw new UsageError(`You must specify at least one feature to ${op}`);
  const isDryRun = values.has("dry-run");
  const asked: FeatureUpdate[] = [...updates].map(([feature, maxVersionLevel]) => ({
    feature,
    maxVersionLevel,
    upgradeType,
  }));
  const results = await admin.updateFeatures(asked, { validateOnly: isDryRun });
  let failures = 0;
  for (const feature of [...updates.keys()].toSorted()) {
    const level = updates.get(feature) ?? 0;
    const outcome = results.outcome(feature);
    if (outcome?.ok === true) {
      const what = op === "disable" ? "disabled." : `${op}d to ${level}.`;
      io.stdout.write(`${feature}${isDryRun ? " can be " : " was "}${what}\n`);
      continue;
    }
    failures++;
    const what = op === "disable" ? `disable ${feature}` : `${op} ${feature} to ${level}`;
    io.stdout.write(`${isDryRun ? "Can not " : "Could not "}${what}. ${outcome?.error.message ?? ""}\n`);
  }
  if (failures > 0) throw new UsageError(`${failures} out of ${updates.size} operation(s) failed.`);
}

function downgradeType(values: ToolOptions): UpgradeType {
  return values.has("unsafe") ? FeatureUpgradeType.UNSAFE_DOWNGRADE : FeatureUpgradeType.SAFE_DOWNGRADE;
}

const LEVEL = "feature=level; may be repeated";

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "describe",
    summary: "describe the features that are active",
    options: (options) => void options.option("--node-id <id>", "ask this node instead of any"),
    run: describe,
  },
  {
    name: "upgrade",
    summary: "raise features",
    options(options) {
      options
        .option("--metadata <version>", "DEPRECATED: the metadata version to raise to, such as 3.3-IV3")
        .option("--release-version <version>", "raise all features to what goes with this release")
        .option("--feature <feature=level>", LEVEL, repeatable)
        .option("--dry-run", "check it, do not do it");
    },
    run: (admin, values, io) =>
      update(
        admin,
        { op: "upgrade", updates: wanted(values, io), upgradeType: FeatureUpgradeType.UPGRADE },
        values,
        io,
      ),
  },
  {
    name: "downgrade",
    summary: "lower features",
    options(options) {
      options
        .option("--metadata <version>", "DEPRECATED: the metadata version to lower to")
        .option("--release-version <version>", "lower all features to what goes with this release")
        .option("--feature <feature=level>", LEVEL, repeatable)
        .option("--unsafe", "also when metadata is lost for good")
        .option("--dry-run", "check it, do not do it");
    },
    run: (admin, values, io) =>
      update(admin, { op: "downgrade", updates: wanted(values, io), upgradeType: downgradeType(values) }, values, io),
  },
  {
    name: "disable",
    summary: "take features away",
    options(options) {
      options
        .option("--feature <feature>", "a feature; may be repeated", repeatable)
        .option("--unsafe", "also when metadata is lost for good")
        .option("--dry-run", "check it, do not do it");
    },
    run(admin, values, io) {
      const updates = new Map<string, number>();
      for (const feature of values.list("feature")) add(updates, feature, 0);
      return update(admin, { op: "disable", updates, upgradeType: downgradeType(values) }, values, io);
    },
  },
  {
    name: "version-mapping",
    summary: "the features that go with a release",
    options: (options) => void options.option("--release-version <version>", `default: ${LATEST}`),
    run: () => Promise.resolve(),
  },
  {
    name: "feature-dependencies",
    summary: "what a level of a feature needs",
    options: (options) => void options.option("--feature <feature=level>", LEVEL, repeatable),
    required: ["feature"],
    run: () => Promise.resolve(),
  },
];

/** These ask nobody. */
const OFFLINE: readonly string[] = ["version-mapping", "feature-dependencies"];

const BOOTSTRAP_SENTENCES = {
  neither: "You must specify either --bootstrap-controller or --bootstrap-server.",
  both: "argument --bootstrap-controller: not allowed with argument --bootstrap-server",
  right: undefined,
} as const;

export const features: Command = subcommandTool({
  name: "kafka-features",
  description: "This tool manages feature flags in Kafka.",
  options: addEitherConnectionOptions,
  refusal({ name }, values) {
    if (OFFLINE.includes(name)) return undefined;
    return BOOTSTRAP_SENTENCES[bootstrapProblem(values) ?? "right"];
  },
  subcommands: SUBCOMMANDS,
  async run(subcommand, values, io) {
    if (OFFLINE.includes(subcommand.name)) {
      const isMapping = subcommand.name === "version-mapping";
      print(
        isMapping
          ? versionMapping(values.text("release-version") ?? LATEST)
          : values.list("feature").map((one) => dependencies(one)),
        io,
      );
      return 0;
    }
    return await withAdmin(values, io, async (admin) => {
      await subcommand.run(admin, values, io);
      return 0;
    });
  },
});
