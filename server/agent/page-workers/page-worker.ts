import { parentPort } from "node:worker_threads";
import { messageOf } from "../../core/errors.ts";
import type { PageJobs, WorkerReply, WorkerRequest } from "./jobs.ts";

parentPort?.on("message", async (request: WorkerRequest) => {
  let reply: WorkerReply;
  try {
    reply = { answer: await work(request) };
  } catch (error) {
    reply = { failed: messageOf(error) };
  }
  parentPort?.postMessage(reply);
});

/** Loads only what the job needs: most threads do one kind of work. */
async function work(request: WorkerRequest): Promise<PageJobs[WorkerRequest["kind"]]["answer"]> {
  if (request.kind === "match") return (await import("../extract/match-job.ts")).doMatchJob(request.job);
  return (await import("../page-content/convert-job.ts")).doConvertJob(request.job);
}
