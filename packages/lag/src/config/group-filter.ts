// Which groups pass a section's allow and deny lists: regular expressions of RE2, found anywhere in the name, as in Burrow.
import { RE2JS } from "re2js";
import { LagConfigError } from "./section.ts";
import type { Section } from "./section.ts";

/** @throws LagConfigError for an expression that is none */
export function groupFilter(section: Section): (group: string) => boolean {
  const allow = compiled(section, "group-allowlist");
  const deny = compiled(section, "group-denylist");
  if (allow === undefined && deny === undefined) return () => true;
  return (group) => (allow?.matcher(group).find() ?? true) && deny?.matcher(group).find() !== true;
}

function compiled(section: Section, key: string): RE2JS | undefined {
  const text = section.text(key);
  if (text === "") return undefined;
  try {
    return RE2JS.compile(text);
  } catch (error) {
    throw new LagConfigError(
      `${section.name}.${key} is no regular expression: ${error instanceof Error ? error.message : text}`,
      {
        cause: error,
      },
    );
  }
}
