/** Problems of the mappings as they are found: all are told at once, each with the way out. */
export class Problems {
  private readonly texts = new Set<string>();

  add(text: string): void {
    this.texts.add(text);
  }

  /** What `look` finds; null, with the problem noted, where a name on its way leads nowhere. */
  tryTo<T>(where: string, look: () => T): T | null {
    try {
      return look();
    } catch (error) {
      this.add(`${where}: ${(error as Error).message} Name properties of the entities on the way.`);
      return null;
    }
  }

  throwIfAny(): void {
    if (this.texts.size === 0) return;
    throw new Error(`Mappings do not fit the schema or the tables:\n${[...this.texts].map((text) => `- ${text}`).join('\n')}`);
  }
}
