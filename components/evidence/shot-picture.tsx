import Image from "next/image";
import type { Area, EvidenceShot } from "../../server/contract/evidence.ts";
import { cn } from "../ui/cn.ts";
import { shotUrl } from "./shots.ts";

type ShotPictureProps = {
  sessionId: string;
  shot: EvidenceShot;
  alt: string;
  redactions?: readonly (Area & { id: string; reason: string })[];
  className?: string;
};

/** A picture that fills what it stands in, with what is redacted of it outlined: the picture itself shows it still. */
export function ShotPicture({ sessionId, shot, alt, redactions = [], className }: ShotPictureProps) {
  return (
    <>
      <Image unoptimized fill src={shotUrl(sessionId, shot)} alt={alt} className={cn("select-none", className)} draggable={false} />
      {redactions.map((redaction) => (
        <span
          key={redaction.id}
          title={`Redacted in exports: ${redaction.reason}`}
          className="absolute bg-black/70 outline-2 outline-white"
          style={placeOf(redaction, shot)}
        />
      ))}
    </>
  );
}

/** Where an area of a picture stands, whatever its size on the screen. */
export const placeOf = ({ x, y, width, height }: Area, picture: { width: number; height: number }) => ({
  left: `${(x / picture.width) * 100}%`,
  top: `${(y / picture.height) * 100}%`,
  width: `${(width / picture.width) * 100}%`,
  height: `${(height / picture.height) * 100}%`,
});
