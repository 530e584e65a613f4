/** One push with its bytes as received. */
export interface Delivery {
  raw: Buffer;
  contentType: string | null;
  /** The address it came from. */
  source: string;
  at: Date;
  /** It comes through a link that this program opened, or is a replay that a key asked for: access was checked there. */
  trusted?: true;
}
