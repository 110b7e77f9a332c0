/** Members of share groups in a test's hands, and a share coordinator that answers when it is told to. */

import assert from "node:assert/strict";
import type { Uuid } from "@ottla/base";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import type { GroupCoordinatorConfig } from "../group-coordinator-config.ts";
import type { ShareGroup } from "../share/share-group.ts";
import type { ShareStateInitialization } from "../share/state-initialization.ts";
import { GROUP, GroupFixture } from "./group-fixture.ts";

export type ShareHeartbeatAnswer = Input<ShareGroupHeartbeatResponse> & { readonly errorCode: number };

export class ShareFixture extends GroupFixture {
  /** What the share coordinator has been asked for and has not answered. */
  readonly asked: ShareStateInitialization[] = [];

  /** Assignments follow each change at once, unless the test says otherwise. */
  constructor(config: Partial<GroupCoordinatorConfig> = {}) {
    super({ shareGroupAssignmentIntervalMs: 0, ...config });
  }

  heartbeatShare(request: Partial<ShareGroupHeartbeatRequest>): ShareHeartbeatAnswer {
    const whole: ShareGroupHeartbeatRequest = {
      groupId: GROUP,
      memberId: "m1",
      memberEpoch: 0,
      rackId: null,
      subscribedTopicNames: null,
      ...request,
    };
    const context = { apiVersion: 1, clientId: "client", clientHost: "/127.0.0.1" };
    const outcome = this.run(this.shard.shareGroupHeartbeat(whole, context, this.time));
    if (outcome?.initialization !== undefined) this.asked.push(outcome.initialization);
    const response = outcome?.response ?? {};
    return { ...response, errorCode: response.errorCode ?? ErrorCode.NONE };
  }

  joinShare(memberId = "m1", topics: readonly string[] = ["t"]): ShareHeartbeatAnswer {
    return this.heartbeatShare({ memberId, subscribedTopicNames: [...topics] });
  }

  /** The share coordinator answers everything it was asked. */
  initialize(errorCode: number = ErrorCode.NONE): void {
    for (const { groupId, topics } of this.asked.splice(0)) {
      const partitions = new Map<Uuid, ReadonlySet<number>>(
        topics.map(({ topicId, partitions: list }) => [topicId, new Set(list.map(({ partition }) => partition))]),
      );
      this.run(
        errorCode === ErrorCode.NONE
          ? this.shard.onShareStateInitialized(groupId, partitions, this.time)
          : this.shard.onShareStateInitializationFailed(groupId, partitions, this.time),
      );
    }
  }

  shareGroup(groupId: string = GROUP): ShareGroup {
    const group = this.shard.context.groups.shareGroup(groupId);
    assert(group !== undefined, "the share group exists");
    return group;
  }

  /** `topic-partition` of the member, as the log has it. */
  assigned(memberId: string): string[] {
    const names = [...this.shareGroup().members.get(memberId)!.assignedPartitions].flatMap(([topicId, partitions]) =>
      [...partitions].map((partition) => `${this.image.topicById(topicId)?.name ?? topicId}-${partition}`),
    );
    return names.sort();
  }
}
