import { parentPort } from "node:worker_threads";
import { type PackJob, pack } from "./pack-job.ts";

parentPort?.once("message", async (job: PackJob) => parentPort?.postMessage(await pack(job)));
