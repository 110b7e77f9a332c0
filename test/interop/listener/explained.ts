// Where our listeners differ from Spring's on purpose; packages/listener/DESIGN.md says why.
import type { Scenario } from "./scenario.ts";

interface Outcome {
  readonly trace: readonly string[];
  readonly committed: number | undefined;
  readonly deadLetters: readonly object[];
}

export interface Explanation {
  readonly why: string;
  /** When the rebalance comes decides whether there is a difference at all. */
  readonly mayBeSame?: boolean;
  /** Whether this is the difference that is meant. */
  fits(spring: Outcome, ours: Outcome): boolean;
}

const deliveries = (outcome: Outcome): string => outcome.trace.filter((event) => event.startsWith("D")).join(" ");
const text = (outcome: Outcome): string => outcome.trace.join(" ");

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  revoke: {
    why: "A revocation waits for the handler that runs, then commits; Spring handles the rest of its poll first.",
    mayBeSame: true,
    fits: (spring, ours) => deliveries(spring) === deliveries(ours) && spring.committed === ours.committed,
  },
  "record logged": {
    why: "A record that was logged counts for COUNT; Spring passes it uncounted, so its commit comes one record later.",
    fits: (spring, ours) =>
      text(spring).includes("C 0=4") && text(ours).includes("C 0=3") && spring.committed === ours.committed,
  },
  "batch partial": {
    why: "acknowledge() behind acknowledge(2) acknowledges the rest; Spring 4.1 commits one record only.",
    fits: (spring, ours) => text(spring).includes("C 0=3 A C 0=4") && text(ours).includes("C 0=3 A C 0=6"),
  },
};

export function explanationOf({ type, mode, kind }: Scenario): Explanation | undefined {
  if (kind === "revoke") return EXPLANATIONS["revoke"];
  if (type === "record" && kind === "logged" && mode.startsWith("COUNT")) return EXPLANATIONS["record logged"];
  if (type === "batch" && kind === "partial") return EXPLANATIONS["batch partial"];
  return undefined;
}
