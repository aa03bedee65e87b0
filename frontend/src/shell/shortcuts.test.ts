import { expect, it } from "vitest";
import { keyOf } from "./shortcuts";

const pressed = (key: string, ...modifiers: ("ctrlKey" | "metaKey" | "altKey" | "shiftKey")[]) =>
  keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...Object.fromEntries(modifiers.map((each) => [each, true])) });

it("tells undo and redo apart", () => {
  expect(pressed("z", "ctrlKey")).toBe("Ctrl+z");
  expect(pressed("Z", "ctrlKey", "shiftKey")).toBe("Ctrl+Shift+z");
  expect(pressed("z", "metaKey", "shiftKey")).toBe("Ctrl+Shift+z");
});

it("takes a letter for the same with the capitals' lock", () => {
  expect(pressed("J")).toBe("j");
  expect(pressed("A", "shiftKey")).toBe("Shift+a");
});

it("leaves signs what they are on any keyboard", () => {
  expect(pressed("?", "shiftKey")).toBe("?");
  expect(pressed("+", "shiftKey")).toBe("+");
  expect(pressed("ArrowLeft", "altKey", "shiftKey")).toBe("Alt+Shift+ArrowLeft");
});
