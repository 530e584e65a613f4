/** What a caller of the API may see: access.guard.ts derives it from the key, and it limits every query. */
export interface Visibility {
  /** Serial numbers of PBXes; null: all. */
  pbxes: string[] | null;
  /** Extensions, one of which must have had a part in the transfer; null: all. */
  extensions: string[] | null;
  /** Whether outside numbers are shown whole. */
  numbers: boolean;
}

export const EVERYTHING: Visibility = { pbxes: null, extensions: null, numbers: true };
