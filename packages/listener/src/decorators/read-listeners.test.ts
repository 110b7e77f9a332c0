import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaHandler, KafkaListener, SendTo } from "./decorators.ts";
import { Addressed } from "./marks.ts";
import type { MethodDecorator, MethodOrClassDecorator } from "./marks.ts";
import { declaredListeners } from "./read-listeners.ts";

const OPTIONS = { topics: "t", groupId: "g" };

/** What a method returned, and where that goes. */
type Answer = readonly [value: unknown, target: unknown];

/** How each kind of decorators calls: without their syntax, which type stripping does not know, they are functions. */
const MODES = {
  standard: {
    onClass: (decorator: MethodOrClassDecorator, target: abstract new () => object) =>
      Reflect.apply(decorator, undefined, [target, { kind: "class" }]),
    onMethod: (decorator: MethodDecorator, prototype: object, name: string) =>
      Reflect.apply(decorator, undefined, [Reflect.get(prototype, name), { kind: "method", name }]),
  },
  legacy: {
    onClass: (decorator: MethodOrClassDecorator, target: abstract new () => object) =>
      Reflect.apply(decorator, undefined, [target]),
    onMethod: (decorator: MethodDecorator, prototype: object, name: string) =>
      Reflect.apply(decorator, undefined, [prototype, name, Object.getOwnPropertyDescriptor(prototype, name)]),
  },
} as const;

function textsAndNumbers(): new () => object {
  return class Server {
    onText(): string {
      return "text";
    }
    onNumber(): string {
      return "number";
    }
  };
}

async function answerOf(instance: object, payload: unknown): Promise<Answer> {
  const [declared] = declaredListeners(instance);
  assert.ok(declared !== undefined);
  const result: unknown = await Reflect.apply(declared.handler, undefined, [payload]);
  assert.ok(result instanceof Addressed, "the result is not for anybody");
  return [result.value, result.sendTo?.target];
}

for (const [mode, { onClass, onMethod }] of Object.entries(MODES)) {
  describe(`@SendTo of a class, with ${mode} decorators`, () => {
    it("holds for its @KafkaHandler methods; a method's own wins", async () => {
      const Server = textsAndNumbers();
      onMethod(KafkaHandler({ type: String }), Server.prototype, "onText");
      onMethod(KafkaHandler({ type: Number }), Server.prototype, "onNumber");
      onMethod(SendTo("own"), Server.prototype, "onNumber");
      onClass(KafkaListener(OPTIONS), Server);
      onClass(SendTo("all"), Server);
      assert.deepEqual(await answerOf(new Server(), "a"), ["text", "all"]);
      assert.deepEqual(await answerOf(new Server(), 1), ["number", "own"]);
    });

    it("gives way to a method's own that names no topic", async () => {
      const Server = textsAndNumbers();
      onMethod(KafkaHandler({ type: String }), Server.prototype, "onText");
      onMethod(KafkaHandler({ isDefault: true }), Server.prototype, "onNumber");
      onMethod(SendTo(), Server.prototype, "onNumber");
      onClass(SendTo("all"), Server);
      onClass(KafkaListener(OPTIONS), Server);
      assert.deepEqual(await answerOf(new Server(), "a"), ["text", "all"]);
      assert.deepEqual(await answerOf(new Server(), 1), ["number", undefined]);
    });

    it("gives what an error handler returns somewhere to go, unless a method has another", () => {
      const [Alike, Different] = [textsAndNumbers(), textsAndNumbers()];
      for (const Server of [Alike, Different]) {
        onMethod(KafkaHandler({ type: String }), Server.prototype, "onText");
        onMethod(KafkaHandler({ isDefault: true }), Server.prototype, "onNumber");
        onClass(KafkaListener({ ...OPTIONS, errorHandler: () => "instead" }), Server);
        onClass(SendTo("all"), Server);
      }
      onMethod(SendTo("own"), Different.prototype, "onText");
      assert.deepEqual(declaredListeners(new Alike())[0]?.sendTo, { target: "all" });
      assert.throws(() => declaredListeners(new Different()), /has nowhere to go/);
    });

    it("is not for the class's other listeners, nor for subclasses, and alone it is refused", () => {
      const Server = textsAndNumbers();
      onMethod(KafkaListener(OPTIONS), Server.prototype, "onText");
      onMethod(KafkaHandler({ isDefault: true }), Server.prototype, "onNumber");
      onClass(SendTo("all"), Server);
      assert.throws(() => declaredListeners(new Server()), /Server: a class-level @SendTo is for the @KafkaHandler/);
      onClass(KafkaListener(OPTIONS), Server);
      assert.deepEqual(
        declaredListeners(new Server()).map(({ sendTo }) => sendTo),
        [undefined, { target: "all" }],
      );
      class Derived extends Server {}
      onClass(KafkaListener(OPTIONS), Derived);
      assert.deepEqual(
        declaredListeners(new Derived()).map(({ sendTo }) => sendTo),
        [undefined, undefined],
      );
    });
  });
}
