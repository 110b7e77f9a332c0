import { describe } from "node:test";
import { surviveKills } from "./virtual-lives.ts";

describe("exactly once on a virtual clock, groups of KIP-848", () => surviveKills("consumer"));
