// A consumer of the classic protocol in a group of either kind: joins, syncs, reports, and joins again when it is told to. The
// leader of a classic generation assigns everything to itself: who gets what is not what this is about.
import { EMPTY_BYTES } from "@ottla/base";
import { ErrorCode, WireWriter } from "@ottla/protocol";
import { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import type { ConsumerFixture } from "../../../packages/group-coordinator/src/testing/consumer-fixture.ts";
import type { Answer } from "../../../packages/group-coordinator/src/testing/group-fixture.ts";
import type { JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { SyncGroupResponse } from "@ottla/protocol/messages/sync-group";

export class ClassicMember {
  readonly #fixture: ConsumerFixture;
  readonly #topics: readonly string[];
  #memberId = "";
  #generationId = -1;
  #joining: Answer<JoinGroupResponse> | undefined;
  #syncing: Answer<SyncGroupResponse> | undefined;
  #isIn = false;

  constructor(fixture: ConsumerFixture, topics: readonly string[]) {
    this.#fixture = fixture;
    this.#topics = topics;
  }

  /** Does what is next. */
  step(): void {
    if (this.#joining !== undefined) this.#onJoined();
    else if (this.#syncing !== undefined) this.#onSynced();
    else if (this.#isIn) this.#heartbeat();
    else this.#join();
  }

  leave(): void {
    if (this.#memberId !== "") this.#fixture.leave([{ memberId: this.#memberId }]);
    this.#forget();
  }

  /** What it waited for is gone. */
  onCoordinatorMoved(): void {
    this.#joining = undefined;
    this.#syncing = undefined;
    this.#isIn = false;
  }

  #join(): void {
    const protocols = [{ name: "range", metadata: this.#subscription() }];
    this.#joining = this.#fixture.join({ memberId: this.#memberId, protocols });
  }

  #onJoined(): void {
    const answer = this.#joining!;
    if (answer.isOutstanding) return;
    this.#joining = undefined;
    const { errorCode, memberId = "", generationId = -1, members = [] } = answer.value;
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.#memberId = memberId;
    } else if (errorCode === ErrorCode.NONE) {
      this.#memberId = memberId;
      this.#generationId = generationId;
      const assignments = members.map((member) => ({
        memberId: member.memberId!,
        assignment: member.memberId === memberId ? this.#everything() : this.#nothing(),
      }));
      this.#syncing = this.#fixture.sync(memberId, generationId, { assignments });
    } else if (errorCode !== ErrorCode.REBALANCE_IN_PROGRESS) {
      this.#forget();
    }
  }

  #onSynced(): void {
    const answer = this.#syncing!;
    if (answer.isOutstanding) return;
    this.#syncing = undefined;
    const { errorCode } = answer.value;
    this.#isIn = errorCode === ErrorCode.NONE;
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) this.#forget();
  }

  #heartbeat(): void {
    const errorCode = this.#fixture.heartbeat(this.#memberId, this.#generationId);
    if (errorCode === ErrorCode.NONE) return;
    this.#isIn = false;
    if (errorCode !== ErrorCode.REBALANCE_IN_PROGRESS) this.#forget();
  }

  #forget(): void {
    this.#memberId = "";
    this.#generationId = -1;
    this.onCoordinatorMoved();
  }

  /** It gives up everything before it joins again: the eager way. */
  #subscription(): Uint8Array {
    const writer = new WireWriter();
    writer.int16(1, "version");
    ConsumerProtocolSubscription.encode(writer, { topics: [...this.#topics], userData: EMPTY_BYTES }, 1);
    return writer.finishBytes();
  }

  #everything(): Uint8Array {
    const { image } = this.#fixture;
    return assignment(
      this.#topics.flatMap((topic) => {
        const count = image.topic(topic)?.partitionCount ?? 0;
        return count === 0 ? [] : [{ topic, partitions: Array.from({ length: count }, (_, i) => i) }];
      }),
    );
  }

  #nothing(): Uint8Array {
    return assignment([]);
  }
}

function assignment(assignedPartitions: readonly { topic: string; partitions: number[] }[]): Uint8Array {
  const writer = new WireWriter();
  writer.int16(1, "version");
  ConsumerProtocolAssignment.encode(writer, { assignedPartitions: [...assignedPartitions] }, 1);
  return writer.finishBytes();
}
