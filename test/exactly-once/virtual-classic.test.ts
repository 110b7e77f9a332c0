import { describe } from "node:test";
import { surviveKills } from "./virtual-lives.ts";

describe("exactly once on a virtual clock, classic groups", () => surviveKills("classic"));
