import { redirect } from "next/navigation";

/** The dashboard begins with its sessions. */
export default function HomePage(): never {
  redirect("/sessions");
}
