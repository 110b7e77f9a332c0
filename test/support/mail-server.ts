// As much of a mail server as a test needs: it takes mails from who has a name, by AUTH PLAIN or CRAM-MD5.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";

export interface Mail {
  readonly from: string;
  readonly to: string;
  /** How the sender showed who it is; "" when it did not. */
  readonly mechanism: string;
  readonly text: string;
}

const CHALLENGE = "<1.2@test>";

export class MailServer implements AsyncDisposable {
  readonly mails: Mail[] = [];
  readonly #server: Server;
  readonly #username: string;
  readonly #password: string;
  readonly #sockets: Set<Socket> = new Set();

  private constructor(username: string, password: string) {
    this.#username = username;
    this.#password = password;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(username: string, password: string): Promise<MailServer> {
    const started = new MailServer(username, password);
    started.#server.listen(0, "127.0.0.1");
    await once(started.#server, "listening");
    return started;
  }

  get port(): number {
    const address = this.#server.address();
    assert(typeof address === "object" && address !== null);
    return address.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const answer = (line: string): void => void socket.write(`${line}\r\n`);
    const judge = (isRight: boolean): void => answer(isRight ? "235 welcome" : "535 who are you");
    let rest = "";
    let [from, to, mechanism, text] = ["", "", "", ""];
    let state: "commands" | "challenged" | "text" = "commands";
    const onLine = (line: string): void => {
      const base64 = (word: string): string => Buffer.from(word, "base64").toString();
      if (state === "text") {
        if (line !== ".") text += `${line}\n`;
        else {
          this.mails.push({ from, to, mechanism, text });
          state = "commands";
          answer("250 taken");
        }
      } else if (state === "challenged") {
        const digest = createHmac("md5", this.#password).update(CHALLENGE).digest("hex");
        state = "commands";
        judge(base64(line) === `${this.#username} ${digest}`);
      } else if (/^EHLO/i.test(line)) answer("250-test\r\n250 AUTH PLAIN CRAM-MD5");
      else if (/^AUTH PLAIN /i.test(line)) {
        mechanism = "PLAIN";
        judge(base64(line.slice(11)) === `\0${this.#username}\0${this.#password}`);
      } else if (/^AUTH CRAM-MD5/i.test(line)) {
        mechanism = "CRAM-MD5";
        state = "challenged";
        answer(`334 ${Buffer.from(CHALLENGE).toString("base64")}`);
      } else if (/^MAIL FROM/i.test(line)) {
        from = /<(.*)>/.exec(line)?.[1] ?? "";
        answer("250 fine");
      } else if (/^RCPT TO/i.test(line)) {
        to = /<(.*)>/.exec(line)?.[1] ?? "";
        answer("250 fine");
      } else if (line === "DATA") {
        state = "text";
        text = "";
        answer("354 go on");
      } else if (line === "QUIT") socket.end("221 bye\r\n");
      else answer("250 fine");
    };
    answer("220 test");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
  }
}
