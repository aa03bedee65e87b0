/** Files as they were chosen or dropped, with the folder that they lay in. */
const VIDEO = /\.(mp4|mov|m4v|3gp|3g2|insv|lrv|avi|divx|asf|wmv|mkv|webm|flv|ogv|mts|m2ts|m2t|ts|mpg|mpeg|mpe|vob|mod|tod|dv|mjpe?g)$/i;

export interface Chosen {
  file: File;
  /** Relative, with `/`; empty for a file that was chosen alone. */
  folder: string;
}

export const isVideo = (name: string) => VIDEO.test(name) && !name.startsWith(".");

/** `a/b/c.mp4` -> `a/b`. */
export const folderOf = (path: string) => path.split("/").slice(0, -1).join("/");

/** From an `<input type=file>`. */
export function fromInput(files: FileList): Chosen[] {
  return [...files].map((file) => ({ file, folder: folderOf(file.webkitRelativePath) }));
}

/** From a drop, folders and all that lies in them. */
export async function fromDrop(transfer: DataTransfer): Promise<Chosen[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: Chosen[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: Chosen[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ file, folder: folderOf(entry.fullPath.replace(/^\//, "")) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser hands out a hundred entries at a time; an empty answer is the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}

/** Videos, and how many other files were left out. Files that were named one by one are taken whatever they are called. */
export function videosOf(chosen: Chosen[]): { videos: Chosen[]; skipped: number } {
  const videos = chosen.filter(({ file, folder }) => !folder || isVideo(file.name));
  return { videos, skipped: chosen.length - videos.length };
}
