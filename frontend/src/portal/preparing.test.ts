import { expect, test } from "vitest";
import { wait } from "./preparing";

test("who does not answer is asked less and less often, and never less than twice a minute", () => {
  expect(wait(0)).toBe(1500);
  expect(wait(1)).toBe(3000);
  expect(wait(30)).toBe(30_000);
});
