/** Names in the order of first mention. A number keeps what anybody can see of it: how long it is, and whether it ends like another. */
export class Names {
  private readonly names = new Map<string, string>();

  of(value: string): string {
    if (value === '') return '-';
    const known = this.names.get(value);
    if (known !== undefined) return known;
    const akin = [...this.names].find(
      ([other]) => other.length > 6 && value.length > 6 && (other.endsWith(value) || value.endsWith(other)),
    );
    const name = `${value.length > 7 ? 'N' : 'n'}${this.names.size}${akin ? `~${akin[1]}` : ''}${value.startsWith('*') ? '*' : ''}`;
    this.names.set(value, name);
    return name;
  }

  /** Of the one that was mentioned first. */
  get first(): string | undefined {
    return this.names.values().next().value;
  }

  find(value: string): string | null {
    return this.names.get(value) ?? null;
  }
}
