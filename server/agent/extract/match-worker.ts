import { parentPort } from "node:worker_threads";
import { messageOf } from "../../core/errors.ts";
import { doMatchJob, type MatchAnswer, type MatchJob } from "./match-job.ts";

/** What the thread answers: the job's answer, or why there is none. */
export type WorkerReply = { answer: MatchAnswer } | { failed: string };

parentPort?.on("message", (job: MatchJob) => {
  let reply: WorkerReply;
  try {
    reply = { answer: doMatchJob(job) };
  } catch (error) {
    reply = { failed: messageOf(error) };
  }
  parentPort?.postMessage(reply);
});
