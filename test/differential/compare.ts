// The comparison: every value of both transcripts, and what is explained of what differs.
import { ABSENT } from "./absent.ts";
import { EXPLAINED } from "./explained.ts";
import type { Explained } from "./explained.ts";
import { normalise } from "./normalise.ts";
import type { Leaves } from "./normalise.ts";
import type { Transcript } from "./transcript.ts";

export interface Difference {
  readonly scenario: string;
  /** As `2 Fetch v12: responses[0].partitions[0].errorCode`. */
  readonly path: string;
  /** "(absent)" where that side has no such value. */
  readonly ours: string;
  readonly apache: string;
}

export function compareTranscripts(ours: Transcript, apache: Transcript): Difference[] {
  return compareLeaves(apache.scenario, normalise(ours), normalise(apache));
}

export function compareLeaves(scenario: string, ours: Leaves, apache: Leaves): Difference[] {
  const differences: Difference[] = [];
  for (const [path, value] of apache) {
    const other = ours.get(path);
    if (other !== value) differences.push({ scenario, path, ours: other ?? ABSENT, apache: value });
  }
  for (const [path, value] of ours) {
    if (!apache.has(path)) differences.push({ scenario, path, ours: value, apache: ABSENT });
  }
  return differences;
}

/** Splits differences into those that the list explains and the rest; `used` collects the entries that explained one. */
export function unexplained(differences: readonly Difference[], used: Set<Explained>): Difference[] {
  return differences.filter((difference) => {
    const explanation = EXPLAINED.find((entry) => explains(entry, difference));
    if (explanation === undefined) return true;
    used.add(explanation);
    return false;
  });
}

function explains(entry: Explained, difference: Difference): boolean {
  return (
    matches(entry.scenario, difference.scenario) &&
    matches(entry.path, difference.path) &&
    matches(entry.ours, difference.ours) &&
    matches(entry.apache, difference.apache)
  );
}

function matches(expected: string | RegExp, actual: string): boolean {
  return typeof expected === "string" ? expected === actual : expected.test(actual);
}

export function describeDifference({ scenario, path, ours, apache }: Difference): string {
  return `${scenario}\n    ${path}\n      ours   ${shorten(ours)}\n      apache ${shorten(apache)}`;
}

function shorten(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}
