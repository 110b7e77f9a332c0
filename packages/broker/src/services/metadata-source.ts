/** The committed metadata of the cluster, as handlers and the replica manager see it. */

import type { MetadataDelta, MetadataImage } from "@ottla/metadata";

export interface MetadataSource {
  /** The newest published image. Immutable: keep it for as long as one request needs one consistent view. */
  readonly image: MetadataImage;
  /**
   * Called after each newly committed batch, in order. A controller request whose records it holds is answered when every
   * publisher has returned and the promises they returned have settled.
   */
  subscribe(publisher: MetadataPublisher): void;
}

export interface MetadataPublisher {
  onMetadataUpdate(delta: MetadataDelta, image: MetadataImage): void | Promise<void>;
}
