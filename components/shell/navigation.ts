import { Activity, BookOpen, BrainCircuit, Film, type LucideIcon, MonitorPlay, ScrollText, Settings } from "lucide-react";

type Place = { href: string; label: string; icon: LucideIcon };

/** The pages of the dashboard, in the order of the sidebar. */
export const PLACES: readonly Place[] = [
  { href: "/sessions", label: "Sessions", icon: MonitorPlay },
  { href: "/recordings", label: "Recordings", icon: Film },
  { href: "/cache", label: "Action cache", icon: BrainCircuit },
  { href: "/status", label: "Status", icon: Activity },
  { href: "/audit", label: "Audit", icon: ScrollText },
  { href: "/settings", label: "Settings", icon: Settings },
  { href: "/help", label: "Help", icon: BookOpen },
];

/** True when the address belongs to the place. */
export const isAt = (href: string, pathname: string): boolean => pathname === href || pathname.startsWith(`${href}/`);
