/**
 * Whether the next piece of a log is read at once or through another thread. What the operating system has in memory is copied in a few
 * hundredths of a millisecond, less than the way to a thread and back; what it has to fetch from the disk would stop everybody. Nobody tells which
 * it will be, so a read that took long sends those behind it through the threads, for twice as long each time that the next try is slow too.
 *
 * Apache Kafka's network threads stop for every read of this kind (`sendfile`); ours stops for the few that find out.
 */

/** A read that took longer has waited for a disk. In memory 256 KiB take about 0.05 ms. */
const SLOW_MS = 1;
/** So many reads go through the threads behind the first slow one, … */
const DETOUR_MIN = 16;
/** … and so many at most: at 256 KiB a piece one read of a gigabyte tries. */
const DETOUR_MAX = 4096;

export class ReadPace {
  /** Reads that still go through the threads. */
  #detour = 0;
  #nextDetour = DETOUR_MIN;

  /** Asked once for each read. */
  mayReadNow(): boolean {
    if (this.#detour === 0) return true;
    this.#detour -= 1;
    return false;
  }

  /** A read at once took so many milliseconds. */
  onReadNow(tookMs: number): void {
    if (tookMs <= SLOW_MS) {
      this.#nextDetour = DETOUR_MIN;
      return;
    }
    this.#detour = this.#nextDetour;
    this.#nextDetour = Math.min(DETOUR_MAX, 2 * this.#nextDetour);
  }
}
