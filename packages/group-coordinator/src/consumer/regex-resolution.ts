/**
 * Matches regular expressions with the topics of one image, in slices. RE2's engine needs time in proportion to the topic's name,
 * whatever the expression (a client must not be able to hold the coordinator), and a whole name has to match.
 */

import { RE2JS, RE2JSException, RE2JSSyntaxException } from "re2js";
import type { TopicTest } from "../group-coordinator-context.ts";
import type { TopicsImage } from "../modern/topics-image.ts";

/** How many names are matched with one expression before others have their turn. */
const MATCHES_PER_SLICE = 5_000;

/** One resolution on its way. It is volatile: when it is lost, the next heartbeat begins another. */
export interface RegexResolution {
  readonly image: TopicsImage;
  /** Wall clock, when it began. */
  readonly timestampMs: number;
  /** The topics found so far. An expression that cannot be understood any more finds none. */
  readonly topics: ReadonlyMap<string, Set<string>>;
  readonly remainingNames: Iterator<string>;
  /** Topics that the member who asked must not know of are not found. */
  readonly mayDescribeTopic: TopicTest;
}

export function beginRegexResolution(
  regexes: Iterable<string>,
  image: TopicsImage,
  { nowMs, mayDescribeTopic = () => true }: { readonly nowMs: number; readonly mayDescribeTopic?: TopicTest },
): RegexResolution {
  return {
    image,
    timestampMs: nowMs,
    mayDescribeTopic,
    topics: new Map([...regexes].map((regex) => [regex, new Set()])),
    remainingNames: image.topicNames()[Symbol.iterator](),
  };
}

/** Matches the next names; whether all are done. */
export function continueRegexResolution({ topics, remainingNames, mayDescribeTopic }: RegexResolution): boolean {
  const patterns = [...topics].map(([regex, found]) => ({ pattern: compileRegex(regex), found }));
  const namesPerSlice = Math.max(1, Math.floor(MATCHES_PER_SLICE / Math.max(1, patterns.length)));
  for (let i = 0; i < namesPerSlice; i++) {
    const next = remainingNames.next();
    if (next.done === true) return true;
    for (const { pattern, found } of patterns) {
      if (pattern instanceof RE2JS && pattern.matches(next.value) && mayDescribeTopic(next.value))
        found.add(next.value);
    }
  }
  return false;
}

/** The expression, or what is wrong with it in RE2's words. */
export function compileRegex(regex: string): RE2JS | string {
  try {
    return RE2JS.compile(regex);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.getDescription();
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}
