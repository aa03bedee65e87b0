import { describe, expect, it } from "vitest";
import { cellState, fill, reasonsAgainst, rowsOf, type Channel, type Obstacle, type PageData, type Post, type Variant } from "./model";

const error: Obstacle = { code: "text_too_long", severity: "error", message: "Too long.", variant: 1, where: "" };
const variant = (more: Partial<Variant> = {}): Variant => ({ id: 1, channel: 7, language: "en", text: "A tiger", altText: "", shape: "16:9", route: "none", delivery: null, counts: [], problems: [], losses: [], pieces: [], ...more });
const post = (more: Partial<Post> = {}): Post => ({ id: 1, title: "Tiger", state: "approved", stateLabel: "", local: "", zone: "Asia/Shanghai", tolerance: 60, approvedBy: "", clip: { id: 1, title: "", seconds: 8, poster: "", video: "", tracks: [{ language: "ru", name: "", state: "approved", label: "" }], sourceLanguage: "zh-Hans" }, variants: [variant()], obstacles: [], may: { edit: true, approve: true, schedule: true }, ...more });
const words = { notApproved: "Not approved.", noHour: "No hour.", nothing: "Nothing.", past: "Over.", named: (_: Variant, message: string) => `en: ${message}` };

describe("cells", () => {
  it("say how ready the words are until the post is scheduled", () => {
    expect(cellState(undefined, "draft")).toBe("empty");
    expect(cellState(variant(), "draft")).toBe("ready");
    expect(cellState(variant({ problems: [{ ...error, severity: "warning" }] }), "draft")).toBe("warning");
    expect(cellState(variant({ problems: [error] }), "draft")).toBe("error");
  });
  it("say where the delivery stands afterwards, and always when it is out", () => {
    const delivery = { state: "scheduled", label: "", url: "", remote: "" };
    expect(cellState(variant({ delivery }), "scheduled")).toBe("scheduled");
    expect(cellState(variant({ delivery: { ...delivery, state: "cancelled" } }), "draft")).toBe("ready");
    expect(cellState(variant({ delivery: { ...delivery, state: "published" } }), "draft")).toBe("published");
  });
});

describe("rows", () => {
  const data = (more: Partial<PageData> = {}): PageData => ({ post: post(), channels: [{ id: 7, languages: ["ko"] } as Channel], languages: ["zh-Hans", "en", "ru", "ko"].map((tag) => ({ tag, name: tag, direction: "ltr" })), states: {}, shapes: [], zones: [], ...more });
  it("are what is written, captioned or asked for, in one order", () => {
    expect(rowsOf(data(), ["zh-Hans"])).toEqual(["zh-Hans", "en", "ru"]);
  });
  it("begin with what the channels speak", () => {
    const bare = post({ variants: [], clip: { ...post().clip, tracks: [] } });
    expect(rowsOf(data({ post: bare }))).toEqual(["ko"]);
  });
});

describe("reasons against scheduling", () => {
  it("are none where everything is well", () => {
    expect(reasonsAgainst(post(), { due_at: "2026-11-23T12:00:00Z", past: false }, words)).toEqual([]);
  });
  it("are all told, each once", () => {
    const bad = post({ state: "draft", variants: [variant({ problems: [error, error] })] });
    expect(reasonsAgainst(bad, null, words)).toEqual(["en: Too long.", "Not approved.", "No hour."]);
  });
  it("leave out what is published already", () => {
    const out = variant({ problems: [error], delivery: { state: "published", label: "", url: "", remote: "" } });
    expect(reasonsAgainst(post({ variants: [out] }), { past: true }, words)).toEqual(["Over."]);
  });
});

it("a counter warns before it refuses", () => {
  const count = { field: "text" as const, limit: 500, rule: "" };
  expect([449, 450, 500, 501].map((length) => fill({ ...count, length }))).toEqual(["fits", "near", "near", "over"]);
});
