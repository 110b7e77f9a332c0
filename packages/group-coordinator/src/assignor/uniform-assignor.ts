/**
 * The `uniform` assignor, the default: as even as possible, and everybody keeps what they have where that allows it. A
 * group whose members all subscribe to the same topics is simpler and much cheaper.
 */

import type { PartitionAssignor } from "./partition-assignor.ts";
import { assignUniformHeterogeneous } from "./uniform-heterogeneous.ts";
import { assignUniformHomogeneous } from "./uniform-homogeneous.ts";

export const uniformAssignor: PartitionAssignor = {
  name: "uniform",
  assign(group) {
    if (group.members.size === 0) return new Map();
    return group.subscriptionType === "homogeneous"
      ? assignUniformHomogeneous(group)
      : assignUniformHeterogeneous(group);
  },
};
