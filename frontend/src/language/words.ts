import { catalogue } from "../shell/messages";

export const w = catalogue({
  en: { search: "Search" },
  "zh-hans": { search: "搜索" },
});
