/** Common sizes of a page, in CSS pixels. */
export const PRESETS = [
  { label: "Desktop", width: 1280, height: 720 },
  { label: "Full HD", width: 1920, height: 1080 },
  { label: "Laptop", width: 1440, height: 900 },
  { label: "Tablet", width: 820, height: 1180 },
  { label: "Phone", width: 390, height: 844 },
] as const;
