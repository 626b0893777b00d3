import { EyeOff } from "lucide-react";
import Image from "next/image";
import type { EvidenceShot } from "../../server/contract/evidence.ts";
import { formatTime } from "../format.ts";
import { cn } from "../ui/cn.ts";
import { momentName, shotUrl, THUMBNAIL_WIDTH } from "./shots.ts";

type ShotButtonProps = { sessionId: string; shot: EvidenceShot; name: string; redactions: number; onOpen: () => void; className?: string };

/** A small picture that opens the large one. */
export function ShotButton({ sessionId, shot, name, redactions, onOpen, className }: ShotButtonProps) {
  const moment = momentName(shot);
  return (
    <button type="button" onClick={onOpen} className={cn("group min-w-0 rounded-md text-left", className)}>
      <span className="relative block aspect-video overflow-hidden rounded-md border bg-muted group-hover:border-primary">
        <Image
          unoptimized
          fill
          loading="lazy"
          src={shotUrl(sessionId, shot, { width: THUMBNAIL_WIDTH })}
          alt={`${moment}: ${name}`}
          className="object-contain object-top"
          draggable={false}
        />
      </span>
      <span className="mt-1 flex flex-wrap items-center gap-x-1.5 text-xs text-muted-foreground">
        <span className="font-medium text-foreground">{moment}</span>
        <time dateTime={shot.at} className="tabular-nums">
          {formatTime(shot.at)}
        </time>
        {redactions > 0 && (
          <span className="inline-flex items-center gap-1">
            <EyeOff aria-hidden="true" className="size-3" />
            {redactions} redacted
          </span>
        )}
      </span>
    </button>
  );
}
