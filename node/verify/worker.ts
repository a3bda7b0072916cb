/**
 * A verification thread: gets packed jobs (rule u16 ‖ length u32 ‖ input, one after the other),
 * gives a byte back for each. It runs the rules of the services that its module names.
 */
import { parentPort, workerData } from "node:worker_threads"
import { defineRuntime, kernelRules, runJobs, type Service } from "@concordat/kernel"
import { useAccelerators } from "../accelerators/index.ts"
import type { WorkerData, WorkerTask } from "./messages.ts"

const { accelerators, services } = workerData as WorkerData

async function rules() {
  if (services === null) return kernelRules
  const module = (await import(services)) as { readonly services: readonly Service[] }
  return defineRuntime(module.services).rules
}

await useAccelerators(accelerators)
const known = await rules()
parentPort!.on("message", ({ task, packed }: WorkerTask) => {
  const answers = runJobs(known, packed)
  parentPort!.postMessage({ task, answers }, [answers.buffer as ArrayBuffer])
})
