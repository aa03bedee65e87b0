/**
 * The words of the pages' scripts. English is the source; every other catalogue has the same keys, or it does not compile.
 * A folder adds its own words with `catalogue({en: {...}, "zh-hans": {...}})`.
 */
export type Words = Record<string, string>;

export function language(): "en" | "zh-hans" {
  const tag = typeof document === "undefined" ? "en" : document.documentElement.lang.toLowerCase();
  return tag.startsWith("zh") ? "zh-hans" : "en";
}

/** A function that looks words up and fills in `{name}` parameters. */
export function catalogue<Keys extends string>(words: { en: Record<Keys, string>; "zh-hans": Record<Keys, string> }) {
  return (key: Keys, parameters: Record<string, string | number> = {}): string => {
    const template = words[language()][key];
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole));
  };
}

export const t = catalogue({
  en: {
    noAnswer: "Pugmark does not answer. Check the connection and try again.",
    refused: "That did not work (error {status}). Try again; if it stays, tell an administrator.",
    cancel: "Cancel",
    close: "Close",
    undo: "Undo",
    retry: "Try again",
    working: "Working…",
    done: "Done",
    failed: "Failed",
    cancelled: "Cancelled",
    queued: "Waiting for a free worker",
    shortcuts: "Keyboard shortcuts",
    shortcutsHelp: "Show this list",
  },
  "zh-hans": {
    noAnswer: "Pugmark 没有响应。请检查网络连接后重试。",
    refused: "操作未成功（错误 {status}）。请重试；若仍不行，请联系管理员。",
    cancel: "取消",
    close: "关闭",
    undo: "撤销",
    retry: "重试",
    working: "正在处理……",
    done: "完成",
    failed: "失败",
    cancelled: "已取消",
    queued: "正在等待空闲的处理进程",
    shortcuts: "键盘快捷键",
    shortcutsHelp: "显示此列表",
  },
});
