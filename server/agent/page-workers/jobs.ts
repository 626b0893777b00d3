import type { MatchAnswer, MatchJob } from "../extract/match-job.ts";
import type { ConvertAnswer, ConvertJob } from "../page-content/convert-job.ts";

/** What is done in threads: reading data from a page, and putting a page into words. */
export type PageJobs = {
  match: { job: MatchJob; answer: MatchAnswer };
  convert: { job: ConvertJob; answer: ConvertAnswer };
};
export type JobKind = keyof PageJobs;

/** A job on its way into a thread. */
export type WorkerRequest = { [K in JobKind]: { kind: K; job: PageJobs[K]["job"] } }[JobKind];
/** What the thread answers: the job's answer, or why there is none. */
export type WorkerReply = { answer: PageJobs[JobKind]["answer"] } | { failed: string };
