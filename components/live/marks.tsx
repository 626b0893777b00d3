import type { Bounds } from "../../server/contract/agent.ts";
import type { Size } from "./geometry.ts";

/** A rectangle of the page to be marked on its picture. */
export type Mark = {
  /** In CSS pixels of the page's viewport. */
  bounds: Bounds;
  /** A short label at its corner. */
  label?: string;
  /** Drawn so that it stands out from the others. */
  strong?: boolean;
  /** Makes it something to click, instead of the page below it. */
  onPick?: () => void;
};

const MARGIN_PX = 3;

/** Marks rectangles of the page. The drawing scales as the picture does: both keep their shape in the middle of the surface. */
export function Marks({ marks, page }: { marks: readonly Mark[]; page: Size }) {
  // Labels keep their size for the eye whatever the picture is scaled to; a page is rarely shown larger than it is.
  const unit = Math.max(page.width, page.height) / 60;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${page.width} ${page.height}`}
      preserveAspectRatio="xMidYMid meet"
      className="pointer-events-none absolute inset-0 size-full"
    >
      {marks.map((mark) => (
        <MarkShape key={`${mark.label} ${mark.bounds.x} ${mark.bounds.y}`} mark={mark} unit={unit} />
      ))}
    </svg>
  );
}

function MarkShape({ mark: { bounds, label, strong = true, onPick }, unit }: { mark: Mark; unit: number }) {
  const x = bounds.x - MARGIN_PX;
  const y = bounds.y - MARGIN_PX;
  // A pointer's shortcut: the same choice is a button of the list beside it.
  const pickable = onPick && { className: "pointer-events-auto cursor-pointer", "data-over-page": "", onClick: onPick };
  return (
    <g data-highlight="" {...pickable}>
      <rect
        x={x}
        y={y}
        width={bounds.width + 2 * MARGIN_PX}
        height={bounds.height + 2 * MARGIN_PX}
        rx={4}
        vectorEffect="non-scaling-stroke"
        className={strong ? "fill-ring/25 stroke-ring stroke-2" : "fill-ring/10 stroke-ring/70 stroke-2"}
      />
      {label !== undefined && (
        <>
          <circle cx={x} cy={y} r={unit * 0.75} className="fill-ring" />
          <text x={x} y={y} fontSize={unit} textAnchor="middle" dominantBaseline="central" className="fill-background font-semibold">
            {label}
          </text>
        </>
      )}
    </g>
  );
}
