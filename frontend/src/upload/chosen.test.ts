import { expect, it } from "vitest";
import { folderOf, isVideo, videosOf } from "./chosen";

it("knows videos by their endings and leaves hidden files alone", () => {
  expect(["a.MP4", "b.avi", "虎.mts", "x.AVI"].every(isVideo)).toBe(true);
  expect(["notes.txt", ".a.mp4", "Thumbs.db", "mp4", "a.jpg"].some(isVideo)).toBe(false);
});

it("keeps the folders and leaves out the file", () => {
  expect(folderOf("Hunchun/2026-01/IMG 1.mp4")).toBe("Hunchun/2026-01");
  expect(folderOf("")).toBe("");
});

it("skips sidecars in folders but takes what was named itself", () => {
  const file = (name: string) => new File(["x"], name);
  const chosen = [
    { file: file("a.mp4"), folder: "card" },
    { file: file("a.txt"), folder: "card" },
    { file: file("odd.bin"), folder: "" },
  ];
  const { videos, skipped } = videosOf(chosen);
  expect(videos.map((one) => one.file.name)).toEqual(["a.mp4", "odd.bin"]);
  expect(skipped).toBe(1);
});
