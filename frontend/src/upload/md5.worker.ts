/** Computes MD5s beside the page, so that it stays quick: gets a Blob with a number, gives the digest. */
import { md5 } from "./md5";

export interface Asked {
  id: number;
  blob: Blob;
}

export interface Told {
  id: number;
  digest?: Uint8Array<ArrayBuffer>;
  error?: string;
}

addEventListener("message", async (event: MessageEvent<Asked>) => {
  const { id, blob } = event.data;
  try {
    const told: Told = { id, digest: md5(new Uint8Array(await blob.arrayBuffer())) };
    postMessage(told);
  } catch (error) {
    // The file was moved, changed or its card pulled out.
    postMessage({ id, error: error instanceof Error ? error.name : "Error" } satisfies Told);
  }
});
