/** Puts footage over what is there. */
import { insertAt, remove, split } from "./actions";
import { lengthOf, offsetOf, type Shot } from "./document";
import type { Action } from "./store";

/** Put shots in at `time` of the clip in place of what plays there for as long; what is left of the clip stays where it was. */
export function overwrite(shots: readonly Shot[], time: number): Action {
  return (document, pieces) => {
    const end = time + shots.reduce((sum, shot) => sum + lengthOf(shot), 0);
    const parted = split(end)(split(time)(document, pieces), pieces);
    // What is nearer than the shortest shot to a cut cannot be parted: it goes or stays as a whole.
    const covered = parted.segments.filter((shot) => {
      const middle = offsetOf(parted, shot.id) + lengthOf(shot) / 2;
      return middle > time && middle < end;
    });
    return insertAt(shots, time)(remove(covered.map((shot) => shot.id))(parted, pieces), pieces);
  };
}
