import { parentPort } from "node:worker_threads";
import { type PdfJob, packPdf } from "./pdf-job.ts";

parentPort?.once("message", async (job: PdfJob) => parentPort?.postMessage(await packPdf(job)));
