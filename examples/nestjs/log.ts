// What the example says, and how many things it has to say before it is over.
import { Injectable } from "@nestjs/common";

@Injectable()
export class Log {
  say: (line: string) => void = () => undefined;
  readonly #lines: string[] = [];
  #waiting: (() => void)[] = [];

  write(line: string): void {
    this.#lines.push(line);
    this.say(line);
    for (const look of this.#waiting) look();
  }

  /** Resolves when `count` lines begin so. */
  async until(count: number, start: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#lines.filter((line) => line.startsWith(start)).length < count) return;
        this.#waiting = this.#waiting.filter((one) => one !== look);
        resolve();
      };
      this.#waiting.push(look);
      look();
    });
  }
}
