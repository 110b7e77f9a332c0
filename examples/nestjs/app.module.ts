// The application: its listeners' options come from a service that is injected.
import { Module } from "@nestjs/common";
import { KafkaModule } from "@ottla/nestjs";
import type { KafkaModuleOptions } from "@ottla/nestjs";
import { Billing } from "./billing.ts";
import { ConfigModule, ConfigService } from "./config.module.ts";
import { Log } from "./log.ts";
import { ShopController } from "./shop.controller.ts";

@Module({
  imports: [
    ConfigModule,
    KafkaModule.forRootAsync({
      imports: [ConfigModule],
      inject: [ConfigService],
      useFactory: (config: ConfigService): KafkaModuleOptions => ({
        bootstrapServers: config.bootstrapServers,
        consumer: { "auto.offset.reset": "earliest" },
      }),
    }),
  ],
  controllers: [ShopController],
  providers: [Billing, Log],
})
export class AppModule {}
