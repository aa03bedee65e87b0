import { expect, test } from "vitest";
import { momentOf } from "./advice";

test("a local hour is a moment on the clocks of its zone, also where they stand on summer time", () => {
  expect(momentOf("2026-07-29T19:30", "Asia/Shanghai")?.toISOString()).toBe("2026-07-29T11:30:00.000Z");
  expect(momentOf("2026-07-29T19:30", "Europe/Berlin")?.toISOString()).toBe("2026-07-29T17:30:00.000Z");
  expect(momentOf("2026-12-29T19:30", "Europe/Berlin")?.toISOString()).toBe("2026-12-29T18:30:00.000Z");
});

test("half an hour and none at all are no moment", () => {
  expect(momentOf("", "UTC")).toBeNull();
  expect(momentOf("2026-07-29", "UTC")).toBeNull();
});
