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

  function silently(rules: Partial<NotifierRules>, statuses: readonly (readonly [Status, boolean])[]): string {
    const incidents = new Incidents([{ ...RULES, sendsClose: true, sendsOnce: true, ...rules }], () => "1");
    return statuses
      .map(([status, isSilent], at) => {
        const [message] = incidents.onStatus("c", "g", status, at * 10_000, isSilent);
        return message === undefined ? "." : message.isClose ? "c" : "o";
      })
      .join(" ");
  }

  it("are not told during a silence, and told after it", () => {
    assert.equal(silently({}, [[ERR, true], [ERR, true], [ERR, false], [OK, false]]), ". . o c"); // prettier-ignore
  });

  it("that nobody was told of have no end; one that was told of ends in a silence too", () => {
    assert.equal(silently({}, [[ERR, true], [OK, true], [ERR, true], [OK, false]]), ". . . ."); // prettier-ignore
    assert.equal(silently({}, [[ERR, false], [ERR, true], [OK, true]]), "o . c"); // prettier-ignore
    // Below the threshold Burrow tells of the end all the same.
    assert.equal(silently({ threshold: 3 }, [[WARN, false], [OK, false]]), ". c"); // prettier-ignore
    assert.equal(silently({ threshold: 1 }, [[OK, true], [OK, false]]), ". o"); // prettier-ignore
  });

  it("go on where another monitor left off", () => {
    const [first, second] = [0, 1].map(() => new Incidents([{ ...RULES, sendsOnce: true }], () => "1"));
    const key = Incidents.key("c", "g");
    first?.onStatus("c", "g", ERR, 0);
    const state = first?.state(key);
    assert(state !== undefined && first !== undefined && second !== undefined);
    assert.deepEqual(first.keys(), [key]);
    second.restore(key, state);
    assert.deepEqual(second.onStatus("c", "g", ERR, 10_000), []);
    second.onStatus("c", "g", OK, 20_000);
    assert.deepEqual([second.state(key), second.keys()], [undefined, []]);
  });

  it("a group that is gone is forgotten", () => {
    let ids = 0;
    const incidents = new Incidents([RULES], () => String(++ids));
    assert.equal(incidents.onStatus("c", "g", ERR, 0)[0]?.id, "1");
    incidents.keepOnly(new Set([Incidents.key("c", "other")]));
    assert.equal(incidents.onStatus("c", "g", ERR, 1_000)[0]?.id, "2");
  });
});
