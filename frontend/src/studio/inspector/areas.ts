/**
 * Where platforms lay their own buttons and texts over a picture, as shares of its sides. None of them promises it:
 * Meta's numbers are from its guide for Reels; the others are what is seen in the apps; the broadcaster's margins are
 * those of EBU R 95.
 */
export interface Area {
  name: string;
  shapes: readonly string[];
  top: number;
  bottom: number;
  left: number;
  right: number;
}

const UPRIGHT = ["9:16"];

export const AREAS: readonly Area[] = [
  { name: "TikTok", shapes: UPRIGHT, top: 0.08, bottom: 0.2, left: 0.04, right: 0.12 },
  { name: "Reels", shapes: UPRIGHT, top: 0.14, bottom: 0.35, left: 0.06, right: 0.06 },
  { name: "Shorts", shapes: UPRIGHT, top: 0.1, bottom: 0.25, left: 0.04, right: 0.18 },
  { name: "Douyin", shapes: UPRIGHT, top: 0.08, bottom: 0.22, left: 0.04, right: 0.14 },
  { name: "EBU R 95", shapes: ["16:9"], top: 0.05, bottom: 0.05, left: 0.05, right: 0.05 },
];

export const areasFor = (shape: string) => AREAS.filter((area) => area.shapes.includes(shape));
