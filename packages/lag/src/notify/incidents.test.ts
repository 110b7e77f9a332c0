// When messages are sent: thresholds, intervals, once, close; as Burrow does it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Status } from "../evaluation/status.ts";
import { Incidents } from "./incidents.ts";
import type { NotifierRules } from "./incidents.ts";

const RULES: NotifierRules = {
  name: "n",
  threshold: 2,
  sendIntervalMs: 60_000,
  sendsOnce: false,
  sendsClose: false,
  acceptsGroup: () => true,
};

/** What is sent of a history of statuses, one every ten seconds: `o1` opens incident 1, `c1` closes it, `o-` is sent without one. */
function sent(rules: Partial<NotifierRules>, statuses: readonly Status[]): string {
  let ids = 0;
  const incidents = new Incidents([{ ...RULES, ...rules }], () => String(++ids));
  return statuses
    .map((status, index) => {
      const messages = incidents.onStatus("c", "g", status, index * 10_000);
      return messages.map(({ isClose, id }) => `${isClose ? "c" : "o"}${id === "" ? "-" : id}`).join("+") || ".";
    })
    .join(" ");
}

const { OK, WARN, ERR, NOTFOUND } = Status;

describe("incidents", () => {
  it("are told from the threshold up, again when more than the interval has passed", () => {
    assert.equal(sent({}, [OK, ERR, ERR, ERR, ERR, ERR, ERR, ERR, ERR, OK]), ". o1 . . . . . . o1 .");
    assert.equal(sent({ threshold: 3 }, [WARN, WARN, ERR, WARN]), ". . o1 .");
    assert.equal(sent({ sendIntervalMs: 10_000 }, [ERR, ERR, ERR, ERR, ERR]), "o1 . o1 . o1");
  });

  it("threshold 1 tells of groups that are OK, without an incident", () => {
    assert.equal(sent({ threshold: 1, sendIntervalMs: 5_000 }, [OK, OK, WARN, OK]), "o- o- o1 o1");
  });

  it("are told once where that is configured, and the next one again", () => {
    assert.equal(sent({ sendsOnce: true, sendIntervalMs: 0 }, [ERR, ERR, ERR, OK, ERR, ERR]), "o1 . . . o2 .");
  });

  it("are closed whatever the threshold, and only once", () => {
    assert.equal(sent({ sendsClose: true, threshold: 3 }, [WARN, OK, OK, ERR, OK]), ". c1 . o2 c2");
  });

  it("a group that is not known, or not wanted, is not told of", () => {
    assert.equal(sent({ threshold: 1 }, [NOTFOUND, NOTFOUND]), ". .");
    assert.equal(sent({ acceptsGroup: () => false }, [ERR]), ".");
  });

  it("a group that is gone is forgotten", () => {
    let ids = 0;
    const incidents = new Incidents([RULES], () => String(++ids));
    assert.equal(incidents.onStatus("c", "g", ERR, 0)[0]?.id, "1");
    incidents.keepOnly(new Set([Incidents.key("c", "other")]));
    assert.equal(incidents.onStatus("c", "g", ERR, 1_000)[0]?.id, "2");
  });
});
