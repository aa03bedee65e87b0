/** MD5s of pieces of files, computed by two workers that all uploads of the page share. */
import type { Asked, Told } from "./md5.worker";

export class Unreadable extends Error {}

interface Waiting {
  resolve: (digest: Uint8Array<ArrayBuffer>) => void;
  reject: (error: Error) => void;
}

const workers: Worker[] = [];
const waiting = new Map<number, Waiting>();
let asked = 0;

/** Rejects with Unreadable where the browser can no longer read the file. */
export function digestOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (!workers.length) for (let count = 0; count < 2; count += 1) workers.push(hired());
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    workers[id % workers.length]!.postMessage({ id, blob } satisfies Asked);
  });
}

function hired(): Worker {
  const worker = new Worker(new URL("./md5.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<Told>) => {
    const { id, digest, error } = event.data;
    const one = waiting.get(id);
    waiting.delete(id);
    if (digest) one?.resolve(digest);
    else one?.reject(new Unreadable(error));
  };
  return worker;
}
