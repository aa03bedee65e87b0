import { expect, it } from "vitest";
import { address } from "./address";

it("says what is asked for and nothing else", () => {
  expect(address("/studio/footage/", [["q", " 东北虎 "], ["sort", "rarest"], ["light", ""], ["species", "Panthera tigris altaica"], ["species", "Ursus thibetanus"]])).toBe(
    "/studio/footage/?q=%E4%B8%9C%E5%8C%97%E8%99%8E&species=Panthera+tigris+altaica&species=Ursus+thibetanus",
  );
  expect(address("/studio/footage/", [["q", ""], ["sort", "rarest"]])).toBe("/studio/footage/");
  expect(address("/x/", [["sort", "newest"]])).toBe("/x/?sort=newest");
});
