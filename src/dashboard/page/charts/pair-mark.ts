/** The rows of one pair: who sends, and to which target. */
export const pairMark = (pair: { from: string | null; to: string | null }) => ({
  transferor: pair.from ?? 'none',
  target: pair.to ?? 'none',
});
