import { catalogue } from "../shell/messages";

export const w = catalogue({
  en: {
    individual: "Individual",
    find: "Another animal: any name or code",
    adopt: "It is… any name or code",
    noIndividual: "No animal is called so",
    before: "The piece before in the event",
    after: "The piece after in the event",
    search: "Search",
    edit: "Edit the dossier",
    failed: "What belongs to this footage could not be loaded.",
    again: "Try again",
  },
  "zh-hans": {
    individual: "个体",
    find: "其他个体：任何名称或编号",
    adopt: "它是……任何名称或编号",
    noIndividual: "没有个体使用这个名称",
    before: "本事件的上一段素材",
    after: "本事件的下一段素材",
    search: "搜索",
    edit: "编辑档案",
    failed: "无法载入与此素材相关的内容。",
    again: "重试",
  },
});
