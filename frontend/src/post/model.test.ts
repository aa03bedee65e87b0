import { describe, expect, it } from "vitest";
import { cellReason, cellState, cleanTag, differing, fill, reasonsAgainst, rowsOf, tagsWithin, withoutTag, withTag, type Channel, type Obstacle, type PageData, type Post, type Variant } from "./model";
import { lookOf, seen, shownLink } from "./looks";

const error: Obstacle = { code: "text_too_long", severity: "error", message: "Too long.", variant: 1, where: "" };
const variant = (more: Partial<Variant> = {}): Variant => ({ id: 1, channel: 7, language: "en", text: "A tiger", altText: "", shape: "16:9", route: "none", delivery: null, counts: [], problems: [], losses: [], pieces: [], title: "", tags: [], link: "", thumbnailAt: null, options: {}, template: { title: "", text: "A tiger", tags: [], link: "" }, follows: true, ...more });
const post = (more: Partial<Post> = {}): Post => ({ id: 1, title: "Tiger", state: "approved", stateLabel: "", local: "", zone: "Asia/Shanghai", tolerance: 60, approvedBy: "", clip: { id: 1, title: "", seconds: 8, poster: "", video: "", tracks: [{ language: "ru", name: "", state: "approved", label: "" }], sourceLanguage: "zh-Hans" }, variants: [variant()], obstacles: [], campaign: null, masters: [], hashtags: {}, alternatives: {}, may: { edit: true, approve: true, schedule: true }, ...more });
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
  const data = (more: Partial<PageData> = {}): PageData => ({ post: post(), campaigns: [], channels: [{ id: 7, languages: ["ko"] } as Channel], languages: ["zh-Hans", "en", "ru", "ko"].map((tag) => ({ tag, name: tag, direction: "ltr" })), states: {}, shapes: [], zones: [], ...more });
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

describe("hashtags", () => {
  it("are read in every script, and not within addresses", () => {
    expect(tagsWithin("#AmurTiger #东北虎, #نمر_آمور https://park.example/#snow a#b #12 #АмурскийТигр")).toEqual(["AmurTiger", "东北虎", "نمر_آمور", "АмурскийТигр"]);
  });
  it("are put beside the others, and taken out again with their blank", () => {
    expect(withTag("A tiger", "Snow")).toBe("A tiger\n\n#Snow");
    expect(withTag("A tiger\n\n#Snow", "东北虎")).toBe("A tiger\n\n#Snow #东北虎");
    expect(withoutTag("A tiger\n\n#Snow #东北虎 #SnowLeopard", "snow")).toBe("A tiger\n\n#东北虎 #SnowLeopard");
    expect(withoutTag("A tiger #Snow.", "Snow")).toBe("A tiger.");
  });
  it("are one word", () => {
    expect([" #Amur ", "Amur tiger", "#2026", "", "虎", "a-b"].map(cleanTag)).toEqual(["Amur", null, null, null, "虎", null]);
  });
});

it("a version says where it is not as its template", () => {
  expect(differing(variant(), variant().template)).toEqual([]);
  expect(differing(variant({ text: "B", tags: ["x"] }), variant().template)).toEqual(["text", "tags"]);
});

it("a cell tells the worst first, and an empty one how its captions stand", () => {
  expect(cellReason(variant({ problems: [{ ...error, severity: "warning", message: "Known." }, error] }), "")).toBe("Too long.");
  expect(cellReason(undefined, "Captions: stale.")).toBe("Captions: stale.");
});

describe("previews", () => {
  it("fold where the platform folds, never within a letter", () => {
    expect(seen("短".repeat(130), lookOf("instagram"))).toBe(125);
    expect(seen("👨‍👩‍👧".repeat(60), lookOf("instagram")) % 1).toBe(0);
    expect(seen("one\ntwo\nthree", lookOf("instagram"))).toBe(7);
    expect(seen("x".repeat(270), lookOf("x"))).toBe(270);
  });
  it("shorten links as the platform does", () => {
    const link = "https://www.park.example/films/tiger?utm_source=x&utm_medium=social";
    expect(shownLink(link, lookOf("x"))).toBe("park.example/films/tiger?utm_s…");
    expect(shownLink(link, lookOf("telegram"))).toBe(link);
  });
});
