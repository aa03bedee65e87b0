import { expect, it } from "vitest";
import { base64, hex, md5 } from "./md5";

it("is what RFC 1321 says", () => {
  const of = (text: string) => hex(md5(new TextEncoder().encode(text)));
  expect(of("")).toBe("d41d8cd98f00b204e9800998ecf8427e");
  expect(of("abc")).toBe("900150983cd24fb0d6963f7d28e17f72");
  expect(of("12345678901234567890123456789012345678901234567890123456789012345678901234567890")).toBe("57edf4a22be3c955ac49da2e2107b67a");
});

it("is right at every length around its blocks, and for parts of a larger buffer", () => {
  const noise = Uint8Array.from({ length: 300 }, (_, index) => (index * 7919) % 251);
  const digests = Array.from({ length: 200 }, (_, length) => hex(md5(noise.subarray(3, 3 + length))));
  // Python's hashlib says so of the same 200 pieces.
  expect(hex(md5(new TextEncoder().encode(digests.join(""))))).toBe("e62524d5f998b2bf12897d5232e152b9");
});

it("is written as the store wants it", () => {
  expect(base64(md5(new TextEncoder().encode("abc")))).toBe("kAFQmDzST7DWlj99KOF/cg==");
});
