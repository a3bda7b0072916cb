/** @concordat/gateway: the contract of the room. */

export { createAdmin, createGateway, type Gateway } from "./app.ts"
export type {
  BatchFiles,
  ConsoleFile,
  DevelopmentKeys,
  GatewayOptions,
  HeldKey,
} from "./gateway.ts"
export type { AdminOptions, LogLevelName } from "./routes/admin.ts"
export { diagnosisJson } from "./routes/diagnosis.ts"
export { type Serving, serve } from "./serve.ts"
