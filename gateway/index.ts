/** @concordat/gateway: the contract of the room. */

export { createGateway, type Gateway } from "./app.ts"
export type {
  BatchFiles,
  ConsoleFile,
  DevelopmentKeys,
  GatewayOptions,
  HeldKey,
} from "./gateway.ts"
export { diagnosisJson } from "./routes/diagnosis.ts"
export { type Serving, serve } from "./serve.ts"
