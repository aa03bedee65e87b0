import { expect, it } from "vitest";
import { address, searched, withField, withoutValue, withValue } from "./address";

const from = (text: string) => new URLSearchParams(text);

it("says what is asked for and nothing else", () => {
  expect(address("/studio/footage/", [["q", " 东北虎 "], ["sort", "rarest"], ["light", ""], ["species", "Panthera tigris altaica"], ["species", "Ursus thibetanus"]])).toBe(
    "/studio/footage/?q=%E4%B8%9C%E5%8C%97%E8%99%8E&species=Panthera+tigris+altaica&species=Ursus+thibetanus",
  );
  expect(address("/studio/footage/", [["q", ""], ["sort", "rarest"]])).toBe("/studio/footage/");
  expect(address("/x/", [["sort", "newest"]])).toBe("/x/?sort=newest");
});

it("sets and takes away values of a filter", () => {
  expect(withValue(from("zone=A&after=3"), "zone", "B", true).toString()).toBe("zone=A&zone=B");
  expect(withValue(from("zone=A&zone=B"), "zone", "A", false).toString()).toBe("zone=B");
  expect(withValue(from("zone=%21A"), "zone", "A", true).toString()).toBe("zone=A");
});

it("excludes, and no longer", () => {
  expect(withoutValue(from("zone=A"), "zone", "A").getAll("zone")).toEqual(["!A"]);
  expect(withoutValue(from("zone=%21A&zone=B"), "zone", "A").getAll("zone")).toEqual(["B"]);
});

it("is no longer the saved search once it is another", () => {
  expect(withField(from("q=a&saved=4"), "q", "b").toString()).toBe("q=b");
  expect(withField(from("q=a&saved=4"), "view", "map").toString()).toBe("q=a&saved=4&view=map");
});

it("knows the search apart from its looks", () => {
  expect(searched(from("q=a&view=map&saved=4&sort=arranged&collection=2"))).toBe("q=a&collection=2");
});
