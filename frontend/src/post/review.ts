/** The approval of a post as the server tells it. */
export interface Review {
  approve: boolean;
  finishes: boolean;
  reason: string;
  decides: boolean;
  task: string;
  undo: boolean;
  twoPerson: string[];
  approvers: string[];
  history: { at: string; kind: string; title: string; who: string; words: string; task: string }[];
  comments: { id: number; at: string; who: string; cell: string; variant: number | null; text: string; resolved: boolean; resolvedBy: string }[];
}
