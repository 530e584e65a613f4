/** The rows of one way, from whom to whom. */
export const pairMark = (pair: { from: string | null; to: string | null }) => ({
  transferor: pair.from ?? 'none',
  target: pair.to ?? 'none',
});
