import { expect, test } from "vitest";
import { inOrderOfTime } from "./times";

const card = (id: string, at?: string) => ({ dataset: { id, ...(at === undefined ? {} : { at }) } as DOMStringMap });

test("a clip of a selection tells its pieces in the order in which they were filmed", () => {
  expect(inOrderOfTime([card("3", "300"), card("9"), card("1", "100"), card("2", "300"), card("8")])).toEqual(["1", "3", "2", "9", "8"]);
});
