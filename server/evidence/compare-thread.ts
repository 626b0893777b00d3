import { parentPort, workerData } from "node:worker_threads";
import { type CompareJob, compareImages } from "./compare-images.ts";

// What is passed to a thread is what its maker wrote: the one caller is in `evidence.ts`.
parentPort?.postMessage(await compareImages(workerData as CompareJob));
