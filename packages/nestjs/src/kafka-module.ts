/**
 * An application of listeners as a module: `KafkaApplication`, `KafkaTemplate` and the registry can be injected, and every provider and controller with a
 * `@KafkaListener` is registered when all modules are there. Listeners start with the application (`app.init()` or `listen()`) and stop, drained, before
 * anything they use is destroyed.
 */
import { Module } from "@nestjs/common";
import type {
  DynamicModule,
  FactoryProvider,
  ModuleMetadata,
  OnApplicationBootstrap,
  OnModuleDestroy,
  Provider,
} from "@nestjs/common";
import { DiscoveryModule, DiscoveryService } from "@nestjs/core";
import { hasListeners, KafkaApplication, KafkaListenerEndpointRegistry, KafkaTemplate } from "@ottla/listener";
import type { KafkaApplicationOptions, StopOptions } from "@ottla/listener";

export interface KafkaModuleOptions extends KafkaApplicationOptions {
  /** What `app.close()` waits for; default: what the listeners' shutdownTimeout says. */
  readonly stop?: StopOptions;
}

export interface KafkaModuleAsyncOptions {
  readonly imports?: NonNullable<ModuleMetadata["imports"]>;
  readonly inject?: NonNullable<FactoryProvider["inject"]>;
  readonly useFactory: (...injected: never[]) => KafkaModuleOptions | Promise<KafkaModuleOptions>;
}

const OPTIONS = Symbol("options of KafkaModule");

/** Finds the listeners, and leads them through the life of the application. */
class ListenerLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #discovery: DiscoveryService;
  readonly #application: KafkaApplication;
  readonly #options: KafkaModuleOptions;

  constructor(discovery: DiscoveryService, application: KafkaApplication, options: KafkaModuleOptions) {
    this.#discovery = discovery;
    this.#application = application;
    this.#options = options;
  }

  async onApplicationBootstrap(): Promise<void> {
    const seen = new Set<unknown>();
    for (const wrapper of [...this.#discovery.getProviders(), ...this.#discovery.getControllers()]) {
      const { instance } = wrapper as { readonly instance: unknown };
      if (typeof instance !== "object" || instance === null || seen.has(instance) || !hasListeners(instance)) continue;
      seen.add(instance);
      if (!wrapper.isDependencyTreeStatic()) {
        throw new Error(
          `${wrapper.name} has a @KafkaListener and is request-scoped: there is no request to make it for`,
        );
      }
      // What the wrapper shows is a prototype whose constructor never ran.
      if (wrapper.isTransient) {
        throw new Error(`${wrapper.name} has a @KafkaListener and is transient: there is no instance that is the one`);
      }
      await this.#application.register(instance);
    }
    await this.#application.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#application.stop(this.#options.stop);
  }
}

/** See the file's head. */
export class KafkaModule {
  /** One application for all modules, with these options. */
  static forRoot(options: KafkaModuleOptions = {}): DynamicModule {
    return KafkaModule.#of({ provide: OPTIONS, useValue: options }, []);
  }

  /** As `forRoot`, with options that need something injected. */
  static forRootAsync(options: KafkaModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    return KafkaModule.#of({ provide: OPTIONS, useFactory, inject }, imports);
  }

  static #of(options: Provider, imports: NonNullable<ModuleMetadata["imports"]>): DynamicModule {
    return {
      module: KafkaModule,
      global: true,
      imports: [DiscoveryModule, ...imports],
      providers: [
        options,
        {
          provide: KafkaApplication,
          useFactory: (given: KafkaModuleOptions) => new KafkaApplication(given),
          inject: [OPTIONS],
        },
        {
          provide: KafkaTemplate,
          useFactory: ({ template }: KafkaApplication) => template,
          inject: [KafkaApplication],
        },
        {
          provide: KafkaListenerEndpointRegistry,
          useFactory: ({ registry }: KafkaApplication) => registry,
          inject: [KafkaApplication],
        },
        {
          provide: ListenerLifecycle,
          useFactory: (discovery: DiscoveryService, application: KafkaApplication, given: KafkaModuleOptions) =>
            new ListenerLifecycle(discovery, application, given),
          inject: [DiscoveryService, KafkaApplication, OPTIONS],
        },
      ],
      exports: [KafkaApplication, KafkaTemplate, KafkaListenerEndpointRegistry],
    };
  }
}

// Decorators have no syntax in sources whose types are only stripped.
Module({})(KafkaModule);
