import { parentPort } from "node:worker_threads";
import { type CompareJob, compareImages } from "./compare-images.ts";

parentPort?.once("message", async (job: CompareJob) => parentPort?.postMessage(await compareImages(job)));
