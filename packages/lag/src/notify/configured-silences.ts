// The silences that the configuration holds (`[silence.NAME]`).
import { LagConfigError } from "../config/section.ts";
import type { Section } from "../config/section.ts";
import { SilenceError, Silences } from "./silences.ts";

function timeOf(section: Section, key: string, otherwise: number): number {
  const text = section.text(key);
  if (text === "") return otherwise;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new LagConfigError(`silence.${section.name}.${key} is no time as 2026-01-31T12:00:00Z`);
  return ms;
}

/** @throws LagConfigError for a silence that cannot be */
export function configuredSilences(sections: ReadonlyMap<string, Section>): Silences {
  const silences = new Silences();
  for (const [name, section] of sections) {
    const [cluster, group] = [section.text("cluster"), section.text("group")];
    if (cluster === "" && group === "") throw new LagConfigError(`silence.${name}: neither cluster nor group is given`);
    try {
      silences.add({
        id: name,
        cluster,
        group,
        fromMs: timeOf(section, "from", 0),
        untilMs: timeOf(section, "until", Infinity),
        comment: section.text("comment"),
        createdBy: "the configuration",
        isConfigured: true,
      });
    } catch (error) {
      if (error instanceof SilenceError)
        throw new LagConfigError(`silence.${name}: ${error.message}`, { cause: error });
      throw error;
    }
  }
  return silences;
}
