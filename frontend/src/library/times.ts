/** Cards in the order in which they were filmed. */

/** Keys of these cards, the earliest first; what has no time comes last, as it stands on the page. */
export function inOrderOfTime(cards: { dataset: DOMStringMap }[]): string[] {
  const at = (card: { dataset: DOMStringMap }) => Number(card.dataset.at ?? Infinity);
  return [...cards].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0)).map((card) => card.dataset.id!);
}
