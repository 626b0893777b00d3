import { parentPort, workerData } from "node:worker_threads";
import { type PackJob, pack } from "./pack-job.ts";

// What is passed to a thread is what its maker wrote: the one caller is in `thread.ts`.
parentPort?.postMessage(await pack(workerData as PackJob));
