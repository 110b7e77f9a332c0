// Where our listeners differ from Spring's on purpose; packages/listener/DESIGN.md says why.
import type { Scenario } from "./scenario.ts";

interface Outcome {
  readonly trace: readonly string[];
  readonly committed: number | undefined;
  readonly deadLetters: readonly object[];
  readonly sent?: readonly object[];
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
const commits = (outcome: Outcome): string => outcome.trace.filter((event) => event.startsWith("C ")).join(" ");
const withoutCommits = (outcome: Outcome): string => outcome.trace.filter((event) => !event.startsWith("C ")).join(" ");

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
  aggregate: {
    why: "A request ends when its replies are there, and their offsets are committed behind it; Spring commits first.",
    fits: (spring, ours) =>
      withoutCommits(spring) === withoutCommits(ours) &&
      commits(spring) === commits(ours) &&
      JSON.stringify(spring.sent) === JSON.stringify(ours.sent) &&
      / C \S+ E /.test(text(spring)) &&
      /^.* E \S+ \S+ \S+ C /.test(text(ours)),
  },
  "strategy throws": {
    why: "What a release strategy throws ends its request; Spring hands the replies to the container's error handler, and the request waits until its time is up.",
    fits: (spring, ours) =>
      / P a false C 0=1 X 1 KafkaReplyTimeoutException /.test(text(spring)) &&
      / P a false X 1 IllegalStateException /.test(text(ours)) &&
      JSON.stringify(spring.sent) === JSON.stringify(ours.sent),
  },
};

export function explanationOf({ type, mode, kind }: Scenario): Explanation | undefined {
  if (kind === "strategy-throws") return EXPLANATIONS["strategy throws"];
  if (type === "aggregate") return EXPLANATIONS["aggregate"];
  if (kind === "revoke") return EXPLANATIONS["revoke"];
  if (type === "record" && kind === "logged" && mode.startsWith("COUNT")) return EXPLANATIONS["record logged"];
  if (type === "batch" && kind === "partial") return EXPLANATIONS["batch partial"];
  return undefined;
}
