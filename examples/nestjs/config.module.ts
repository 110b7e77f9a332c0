// Where the shop's Kafka is, for whoever asks. An application has @nestjs/config in this place.
import { Injectable, Module } from "@nestjs/common";

@Injectable()
export class ConfigService {
  get bootstrapServers(): string {
    return process.env["KAFKA_BOOTSTRAP"] ?? "localhost:9092";
  }
}

@Module({ providers: [ConfigService], exports: [ConfigService] })
export class ConfigModule {}
