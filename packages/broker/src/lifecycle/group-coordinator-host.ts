/** Holds the group coordinator, which is also told of topics: a coordinator that was never wanted keeps nothing about them. */

import type { GroupCoordinatorLifecycle, GroupCoordinatorService } from "../services/group-coordinator-service.ts";
import { CoordinatorHost } from "./coordinator-host.ts";

export class GroupCoordinatorHost
  extends CoordinatorHost<GroupCoordinatorService>
  implements GroupCoordinatorLifecycle
{
  onTopicsChanged(change: Parameters<GroupCoordinatorLifecycle["onTopicsChanged"]>[0]): void {
    if (!this.isWanted) return;
    this.tell((coordinator) => {
      coordinator.onTopicsChanged(change);
    });
  }

  onTopicsDeleted(topics: Parameters<GroupCoordinatorLifecycle["onTopicsDeleted"]>[0]): void {
    if (!this.isWanted) return;
    this.tell((coordinator) => {
      coordinator.onTopicsDeleted(topics);
    });
  }
}
