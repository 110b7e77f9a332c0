/**
 * The published image and those who follow it. A follower that comes late first gets everything there is as one delta.
 */

import { EMPTY_IMAGE, MetadataDelta, type MetadataImage, type MetadataUpdate, recordsOfImage } from "@ottla/metadata";
import type { MetadataPublisher, MetadataSource } from "../services/metadata-source.ts";

/** See the file's head. */
export class MetadataPublication implements MetadataSource {
  readonly #publishers: MetadataPublisher[] = [];
  #image: MetadataImage = EMPTY_IMAGE;
  #uncleanElections = 0;

  /** How often, since the start, a replica that was not in sync came to lead (`ControllerStats` `UncleanLeaderElectionsPerSec`). */
  get uncleanElections(): number {
    return this.#uncleanElections;
  }

  get image(): MetadataImage {
    return this.#image;
  }

  subscribe(publisher: MetadataPublisher): void {
    this.#publishers.push(publisher);
    if (this.#image.provenance.lastContainedOffset < 0) return;
    const delta = new MetadataDelta(EMPTY_IMAGE);
    for (const record of recordsOfImage(this.#image)) delta.replay(record);
    void publisher.onMetadataUpdate(delta, this.#image);
  }

  /** Makes an image the published one and tells everybody, in the order in which they came. */
  publish({ delta, image }: MetadataUpdate): void | Promise<void> {
    this.#image = image;
    // What the log held when this node started is long over.
    if (delta.before !== EMPTY_IMAGE) this.#uncleanElections += delta.topicsDelta?.uncleanElections ?? 0;
    const pending = this.#publishers.map((publisher) => publisher.onMetadataUpdate(delta, image));
    const promises = pending.filter((result) => result instanceof Promise);
    return promises.length === 0 ? undefined : Promise.all(promises).then(() => undefined);
  }
}
