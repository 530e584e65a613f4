/** An extension has 1 to 7 digits; so can a number of another site, behind a trunk. */
export const isExtensionNumber = (text: string): boolean => /^[0-9]{1,7}$/.test(text);

/** Also with letters or signs in it. More than seven digits are an outside number, wherever they stand. */
export const canBeExtension = (text: string): boolean => !/(?:\D*\d){8}/.test(text);
