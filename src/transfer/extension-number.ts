/** An extension has at most seven digits; what has more is an outside number, wherever it stands. */
export const canBeExtension = (text: string): boolean => !/(?:\D*\d){8}/.test(text);
