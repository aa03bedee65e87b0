import { catalogue, language } from "../shell/messages";

export const w = catalogue({
  en: {
    waiting: "Waiting for its turn",
    sending: "{percent} % · {sent} of {size}",
    speed: "{speed}/s",
    left: "{time} left",
    held: "At {percent} %. The connection is gone; the next try is in {seconds} s. Nothing is lost.",
    unreadable: "the browser can no longer read this file. Put the card back or choose the file again; it goes on where it stopped.",
    storeRefused: "the store refused it (error {status}). Tell an administrator; nothing is lost.",
    paused: "Paused at {percent} %",
    pause: "Pause",
    resume: "Go on",
    cancel: "Cancel",
    retry: "Try again",
    remove: "Take off the list",
    failed: "Sending stopped: {reason}",
    noAnswer: "the server does not answer. Nothing is lost; try again.",
    tooLarge: "This file has {size}; at most {largest} are allowed.",
    received: "Received. It is being read…",
    duplicate: "Exactly this file was here already; it is linked, not stored twice.",
    done: "Stored, compared with its fingerprint, and read.",
    summary: "{done} of {total} done",
    summaryFailed: "{failed} failed",
    skipped: "{count} other files were left out: they are no videos.",
    unfinished: "Unfinished from last time",
    unfinishedHelp: "Choose the same files again and they go on where they stopped. What nobody goes on with is removed after a week.",
    unfinishedFile: "{percent} % of {size} · last touched {when}",
    elsewhere: "begun with another browser: go on there, or discard it and send it anew",
    discard: "Discard",
    discarded: "Discarded: {name}",
    notDiscarded: "This could not be discarded: {reason}",
    show: "Show all footage",
    folderIn: "in {folder}",
  },
  "zh-hans": {
    waiting: "等待中",
    sending: "{percent}% · 已发送 {sent}，共 {size}",
    speed: "{speed}/秒",
    left: "还需 {time}",
    held: "已完成 {percent}%。连接中断，{seconds} 秒后重试。已发送的内容不会丢失。",
    unreadable: "浏览器已无法读取此文件。请重新插入存储卡或重新选择该文件，即可从中断处继续。",
    storeRefused: "存储服务拒绝接收（错误 {status}）。请联系管理员；已发送的内容不会丢失。",
    paused: "已暂停，完成 {percent}%",
    pause: "暂停",
    resume: "继续",
    cancel: "取消",
    retry: "重试",
    remove: "从列表中移除",
    failed: "发送中断：{reason}",
    noAnswer: "服务器没有响应。已发送的内容不会丢失，请重试。",
    tooLarge: "此文件大小为 {size}，最大允许 {largest}。",
    received: "已收到，正在读取……",
    duplicate: "完全相同的文件已经存在；已建立关联，不会重复存储。",
    done: "已存储，指纹核对无误，读取完成。",
    summary: "共 {total} 个，已完成 {done} 个",
    summaryFailed: "{failed} 个失败",
    skipped: "跳过了 {count} 个其他文件：它们不是视频。",
    unfinished: "上次未完成",
    unfinishedHelp: "重新选择相同的文件，即可从中断处继续。一周内无人继续的上传将被移除。",
    unfinishedFile: "已完成 {percent}%，共 {size} · 最近活动：{when}",
    elsewhere: "在另一浏览器中开始：请在那里继续，或放弃后重新上传",
    discard: "放弃",
    discarded: "已放弃：{name}",
    notDiscarded: "无法放弃：{reason}",
    show: "查看全部素材",
    folderIn: "位于 {folder}",
  },
});

/** 3725 -> "1 hr, 2 min", in the page's language; what is nearer than a minute to the second. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor((whole % 3600) / 60), "minute"],
    [whole < 60 ? whole : 0, "second"],
  ];
  const tag = language() === "en" ? "en" : "zh-Hans";
  const shown = parts.filter(([count]) => count > 0);
  return shown.map(([count, unit]) => new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short" }).format(count)).join(" ");
}
