/** What the studio's page says; panels have words of their own. */
import { catalogue } from "../shell/messages";

export const w = catalogue({
  en: {
    saved: "Saved as version {number}",
  },
  "zh-hans": {
    saved: "已保存为第 {number} 版",
  },
});
