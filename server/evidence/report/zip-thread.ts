import { parentPort } from "node:worker_threads";
import { packZip, type ZipJob } from "./zip-job.ts";

parentPort?.once("message", (job: ZipJob) => parentPort?.postMessage(packZip(job)));
