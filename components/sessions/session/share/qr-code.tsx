import { useMemo } from "react";
import { encode } from "uqr";

/** Light modules around the code, without which cameras do not find it (ISO/IEC 18004: four). */
const QUIET_ZONE = 4;

/** A text as a QR code: dark on white in every theme, as cameras expect. */
export function QrCode({ text, label, className = "" }: { text: string; label: string; className?: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "L", border: QUIET_ZONE });
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size, path: dark.join("") };
  }, [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className={`rounded-md border bg-white ${className}`}>
      <path d={path} fill="black" />
    </svg>
  );
}
